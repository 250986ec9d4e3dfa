"""Command lines of package managers: which packages one installs, as words.

Sources of the options: the managers' own manual pages (apt-get(8), apk(8), dnf(8), zypper(8), pip,
npm, yarn, pnpm, gem, go, cargo, conda).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from workbench.scan.expansion import Expansion
from workbench.scan.shell_variables import Argument, Invocation

_PIP = frozenset(
    [
        "-r",
        "--requirement",
        "-c",
        "--constraint",
        "-i",
        "--index-url",
        "--extra-index-url",
        "-f",
        "--find-links",
        "-t",
        "--target",
        "--prefix",
        "--root",
        "--src",
        "-e",
        "--editable",
        "--trusted-host",
        "--cache-dir",
        "--platform",
        "--python-version",
        "--implementation",
        "--abi",
        "--only-binary",
        "--no-binary",
        "--progress-bar",
        "--proxy",
        "--timeout",
        "--default-timeout",
        "--retries",
        "--upgrade-strategy",
        "--config-settings",
        "-C",
        "--global-option",
        "--install-option",
        "--python",
        "-p",
        "--exists-action",
        "--cert",
        "--client-cert",
        "--log",
        "--report",
        "--root-user-action",
        "--build",
        "--index",
        "--group",
        "--with",
        "--extra",
    ]
)
_APT = frozenset(
    [
        "-t",
        "--target-release",
        "--default-release",
        "-o",
        "--option",
        "-c",
        "--config-file",
        "-a",
        "--host-architecture",
    ]
)
_RPM = frozenset(
    [
        "-c",
        "--config",
        "--enablerepo",
        "--disablerepo",
        "--repo",
        "--repoid",
        "--releasever",
        "--installroot",
        "--setopt",
        "-x",
        "--exclude",
        "-d",
        "-e",
        "-R",
        "--disableplugin",
        "--enableplugin",
        "--forcearch",
        "--comment",
        "--repofrompath",
    ]
)
_NPM = frozenset(
    [
        "--registry",
        "--prefix",
        "-C",
        "--cache",
        "--loglevel",
        "--tag",
        "--userconfig",
        "-w",
        "--workspace",
        "--omit",
        "--include",
        "--network-timeout",
        "--cwd",
        "--dir",
        "--filter",
        "--modules-folder",
        "--cache-folder",
        "--global-folder",
        "--fetch-timeout",
        "--fetch-retries",
        "--location",
    ]
)
_CARGO = frozenset(
    [
        "--version",
        "--vers",
        "--git",
        "--branch",
        "--tag",
        "--rev",
        "--path",
        "--root",
        "--features",
        "-F",
        "--target",
        "--target-dir",
        "--profile",
        "-j",
        "--jobs",
        "--registry",
        "--index",
        "--config",
        "-Z",
        "--color",
    ]
)
_GEM = frozenset(
    [
        "-v",
        "--version",
        "-i",
        "--install-dir",
        "-n",
        "--bindir",
        "-s",
        "--source",
        "-P",
        "--trust-policy",
        "-p",
        "--http-proxy",
        "--platform",
        "-B",
        "--build-root",
        "--document",
        "-g",
        "--file",
        "--without",
    ]
)


@dataclass(frozen=True, slots=True)
class Manager:
    """How one package manager is asked to install: `verbs` are the words before the packages."""

    ecosystem: str
    verbs: tuple[tuple[str, ...], ...]
    valued: frozenset[str] = frozenset()
    """Options that take a value as the next word."""


def _verbs(*texts: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(text.split()) for text in texts)


_DNF = Manager("rpm", _verbs("install", "localinstall", "reinstall"), _RPM)
_CONDA = Manager(
    "conda",
    _verbs("install", "create"),
    frozenset(
        [
            "-n",
            "--name",
            "-p",
            "--prefix",
            "-c",
            "--channel",
            "--file",
            "-f",
            "--solver",
            "--subdir",
            "--platform",
        ]
    ),
)
MANAGERS: dict[str, Manager] = {
    "apt-get": Manager("deb", _verbs("install", "build-dep"), _APT),
    "apt": Manager("deb", _verbs("install"), _APT),
    "aptitude": Manager("deb", _verbs("install"), _APT),
    "apk": Manager(
        "apk",
        _verbs("add"),
        frozenset(
            [
                "-t",
                "--virtual",
                "-X",
                "--repository",
                "-p",
                "--root",
                "--arch",
                "--repositories-file",
                "--keys-dir",
                "--cache-dir",
                "--cache-max-age",
                "--wait",
                "--timeout",
                "--progress-fd",
            ]
        ),
    ),
    "yum": _DNF,
    "dnf": _DNF,
    "dnf5": _DNF,
    "microdnf": _DNF,
    "tdnf": _DNF,
    "zypper": Manager(
        "rpm",
        _verbs("install", "in"),
        frozenset(
            [
                "-r",
                "--repo",
                "--from",
                "-t",
                "--type",
                "--root",
                "-R",
                "--plus-repo",
                "-p",
                "-C",
                "--name",
            ]
        ),
    ),
    "pip": Manager("pypi", _verbs("install"), _PIP),
    "uv": Manager("pypi", _verbs("pip install", "add", "tool install"), _PIP),
    "pipx": Manager("pypi", _verbs("install"), _PIP),
    "npm": Manager("npm", _verbs("install", "i", "add"), _NPM),
    "pnpm": Manager("npm", _verbs("add", "install", "i"), _NPM),
    "yarn": Manager("npm", _verbs("global add", "add"), _NPM),
    "corepack": Manager("npm", _verbs("prepare", "install"), _NPM),
    "gem": Manager("gem", _verbs("install", "i"), _GEM),
    "go": Manager(
        "golang",
        _verbs("install", "get"),
        frozenset(
            [
                "-ldflags",
                "-gcflags",
                "-tags",
                "-mod",
                "-modfile",
                "-p",
                "-o",
                "-C",
                "-asmflags",
                "-toolexec",
            ]
        ),
    ),
    "cargo": Manager("cargo", _verbs("install", "binstall"), _CARGO),
    "conda": _CONDA,
    "mamba": _CONDA,
    "micromamba": _CONDA,
}

_PIP_NAME = re.compile(r"pip[\d.]*$")
_PYTHON_NAME = re.compile(r"python[\d.]*$")


@dataclass(frozen=True, slots=True)
class Install:
    """One command that installs packages."""

    ecosystem: str
    packages: tuple[Argument, ...]
    options: dict[str, Argument] = field(default_factory=dict)
    """The options that take a value, by name; the last one counts."""
    is_tool: bool = False
    """Whether the packages are programs of their own (`pipx`, `uv tool`, `go install`, ...)."""


def read_install(invocation: Invocation) -> Install | None:
    """Return what `invocation` installs, or None where it installs nothing."""
    arguments = list(invocation.arguments)
    name = invocation.name
    if _PYTHON_NAME.match(name):
        module = next((n for n, a in enumerate(arguments) if a.text == "-m"), 0)
        if not module or module + 1 >= len(arguments) or arguments[module + 1].text != "pip":
            return None
        arguments, name = arguments[module + 1 :], "pip"
    elif _PIP_NAME.match(name):
        name = "pip"
    manager = MANAGERS.get(name)
    if manager is None:
        return None
    plain, options = _sorted_out(arguments[1:], manager)
    words = tuple(a.text for a in plain[:2])
    verb = next((v for v in manager.verbs if words[: len(v)] == v), None)
    if verb is None:
        return None
    is_tool = name in ("pipx", "go", "cargo") or verb[0] == "tool"
    return Install(manager.ecosystem, tuple(plain[len(verb) :]), options, is_tool)


def _sorted_out(
    arguments: list[Argument], manager: Manager
) -> tuple[list[Argument], dict[str, Argument]]:
    """Tell words from options; an option's value is no word."""
    plain: list[Argument] = []
    options: dict[str, Argument] = {}
    at = 0
    while at < len(arguments):
        argument = arguments[at]
        text = argument.text
        at += 1
        if not text.startswith("-") or text == "-":
            plain.append(argument)
            continue
        name, equals, _ = text.partition("=")
        if equals:
            start = len(name) + 1
            options[name] = Argument(_behind(argument, start), argument.line)
        elif text in manager.valued and at < len(arguments):
            options[name] = arguments[at]
            at += 1
        else:
            options.setdefault(name, Argument(_behind(argument, len(text)), argument.line))
    return plain, options


def _behind(argument: Argument, start: int) -> Expansion:
    """Return an argument's value from the character at `start` on."""
    first = argument.value.parts[0] if argument.value.parts else ""
    if isinstance(first, str) and len(first) >= start:
        return Expansion.of([first[start:], *argument.value.parts[1:]])
    return argument.value
