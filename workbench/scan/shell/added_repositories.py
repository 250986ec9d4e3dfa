"""Repositories of OS packages that a build adds, and which packages may come from them."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from itertools import pairwise

import msgspec
import tomli

from workbench.model.regex import regex
from workbench.model.resources import resources
from workbench.scan.shell.fetch_command import fetch_words
from workbench.scan.shell.shell_variables import Invocation

_LISTS = (
    "/etc/apt/sources.list",
    "/etc/yum.repos.d/",
    "/etc/zypp/repos.d/",
    "/etc/apk/repositories",
)
_ADDING = frozenset({"add-apt-repository", "apt-add-repository", "yum-config-manager"})
_ADDING_VERBS = frozenset({("dnf", "config-manager"), ("zypper", "addrepo"), ("zypper", "ar")})
_PLACE = regex(r"https?://(?:[^\s/@]*@)?([A-Za-z0-9][\w.-]*)|(ppa:[\w.+/-]+)")
_DISTRIBUTIONS = frozenset(
    {
        "almalinux",
        "alpinelinux",
        "amazonlinux",
        "centos",
        "debian",
        "fedoraproject",
        "kali",
        "opensuse",
        "raspbian",
        "rockylinux",
        "ubuntu",
    }
)
"""Parts of host names: a place with one of them is the distribution's own."""

_MIRROR = regex(r"(?:[\w-]+[.-])?(?:mirrors?|ftp)\b")


class Repository(msgspec.Struct, frozen=True):
    """One entry of `resources/scan/repositories.toml`; `packages` and `scripts` are patterns.

    `scripts` are addresses of scripts that do no more than add the repository.
    """

    hosts: tuple[str, ...]
    packages: tuple[str, ...]
    scripts: tuple[str, ...] = ()


class AddedRepositories:
    """What the commands of a stage have added so far. It sees the commands in their order."""

    def __init__(self, inherited: AddedRepositories | None = None) -> None:
        self._known: dict[str, Repository] = dict(inherited._known) if inherited else {}
        self._waiting: str = inherited._waiting if inherited else ""

    def see(self, command: Invocation) -> None:
        """Take note of what `command` adds. The distribution's own places do not count."""
        for place in (*_added(command), *_set_up_by_script(command)):
            entry = _by_host().get(place)
            if entry:
                self._known[place] = entry
            elif not _DISTRIBUTIONS.intersection(place.split(".")) and not _MIRROR.match(place):
                self._waiting = place

    def behind(self, package: str) -> str:
        """Return the repository that a package may come from, or an empty string."""
        for host, entry in self._known.items():
            if any(fnmatchcase(package, pattern) for pattern in entry.packages):
                return host
        return self._waiting

    def installed(self) -> None:
        """Say that an installation is over: what a repository was added for is in now."""
        self._waiting = ""


def _added(command: Invocation) -> Iterator[str]:
    words = [a.text for a in command.arguments[1:]]
    verb = next((word for word in words if not word.startswith("-")), "")
    if command.name == "apk":
        options = ("--repository", "-X")
        pairs = pairwise(words)
        words = [value for option, value in pairs if option in options] + [
            word.partition("=")[2] for word in words if word.startswith("--repository=")
        ]
    elif not (
        command.name in _ADDING
        or (command.name, verb) in _ADDING_VERBS
        or any(file.startswith(_LISTS) for file in _written(command))
    ):
        return
    for word in words:
        for host, archive in _PLACE.findall(word):
            yield host.lower() or archive


def _written(command: Invocation) -> Iterator[str]:
    yield from command.targets
    for reader in command.pipeline:
        if reader.name == "tee":
            yield from (argument.text for argument in reader.arguments[1:])
        yield from reader.targets
    if command.name in ("curl", "wget"):
        yield from fetch_words(command)[1]


def _set_up_by_script(command: Invocation) -> Iterator[str]:
    if command.name in ("curl", "wget"):
        for argument in command.arguments[1:]:
            if adds_repository(argument.text):
                yield from (host.lower() for host, _ in _PLACE.findall(argument.text))


def adds_repository(address: str) -> bool:
    """Whether `address` is that of a script that only adds a repository: no software itself."""
    return any(fnmatchcase(address, p) for entry in _by_host().values() for p in entry.scripts)


@cache
def _by_host() -> dict[str, Repository]:
    text = (resources() / "scan" / "repositories.toml").read_text(encoding="utf-8")
    every = msgspec.convert(tomli.loads(text)["repository"], tuple[Repository, ...])
    return {host: entry for entry in every for host in entry.hosts}
