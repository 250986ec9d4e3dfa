"""Command lines of package managers: which packages one installs, as words."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import msgspec
import tomli

from workbench.model.regex import regex
from workbench.model.resources import resources
from workbench.scan.shell.expansion import Expansion
from workbench.scan.shell.shell_variables import Argument, Invocation


class Manager(msgspec.Struct, frozen=True):
    """One entry of `resources/scan/package-managers.toml`.

    `verbs` are the words before the packages, none where the program only installs; `valued` the
    options that take the next word; `from_source` says that the packages are compiled in place.
    Of the verbs in `one`, the first word alone is a package, which they run; those in `tools`
    install programs.
    """

    names: tuple[str, ...]
    ecosystem: str
    verbs: tuple[str, ...]
    valued: frozenset[str]
    from_source: bool = False
    one: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()


_PIP_NAME = regex(r"pip[\d.]*$")
_PYTHON_NAME = regex(r"python[\d.]*$")


@dataclass(frozen=True, slots=True)
class Install:
    """One command that installs packages."""

    ecosystem: str
    packages: tuple[Argument, ...]
    options: dict[str, Argument] = field(default_factory=dict)
    """The options that take a value, by name; the last one counts."""
    is_tool: bool = False
    """Whether the packages are programs of their own (`pipx`, `uv tool`, `go install`, ...)."""
    is_run: bool = False
    """Whether the one package is fetched only to be run (`npx`, `uvx`, `go run`)."""
    from_source: bool = False


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
    manager = _managers().get(name)
    if manager is None:
        return None
    plain, options = _sorted_out(arguments[1:], manager)
    words = [a.text for a in plain[:2]]
    verb = next((v for v in manager.verbs if words[: v.count(" ") + 1] == v.split()), "")
    if manager.verbs and not verb:
        return None
    packages = plain[len(verb.split()) :]
    is_run = verb in manager.one
    return Install(
        manager.ecosystem,
        tuple(packages[:1] if is_run else packages),
        options,
        is_tool=verb in manager.tools,
        is_run=is_run,
        from_source=manager.from_source,
    )


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


@cache
def _managers() -> dict[str, Manager]:
    text = (resources() / "scan" / "package-managers.toml").read_text(encoding="utf-8")
    every = msgspec.convert(tomli.loads(text)["manager"], list[Manager])
    return {name: manager for manager in every for name in manager.names}
