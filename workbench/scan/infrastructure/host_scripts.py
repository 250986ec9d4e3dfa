"""What a host installs when it starts: user data, bootstrap scripts, the agents among it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache

import msgspec
import tomli

from workbench.model.component import Kind, Sighting
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.model.resources import resources
from workbench.model.setting import Syntax
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import Discovery
from workbench.scan.infrastructure.resource import Resource
from workbench.scan.shell.added_repositories import AddedRepositories
from workbench.scan.shell.expansion import Expansion
from workbench.scan.shell.run_context import RunContext
from workbench.scan.shell.run_downloads import downloads
from workbench.scan.shell.run_installs import installs
from workbench.scan.shell.script import Script
from workbench.scan.shell.shell_variables import invocations
from workbench.scan.syntax.computed import Unresolved, expansion_of
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml

MAX_LENGTH = 200_000
CLOUD_CONFIG = "#cloud-config"
NO_SHELL = (
    "<powershell",
    "<script",
    "Content-Type: multipart",
    "MIME-Version",
    "#!/usr/bin/env python",
)


def script(resource: Resource, node: Node) -> Iterator[Discovery]:
    """Yield what a script in an attribute installs and downloads."""
    text = expansion_of(node)
    if text is None or len(text.text) > MAX_LENGTH:
        return
    place = node.place
    line = place.line if place else node.line or resource.line
    path = place.path if place else resource.document.path
    context = RunContext(path, resource.scope, resource.reader)
    lines = node.lines if isinstance(node, Unresolved) else ()
    if resource.syntax is Syntax.JSON and place is not None:  # its line ends are escapes
        lines = (line,) * (text.text.count("\n") + 1)
    yield from read_script(text, lines or line, context)


def read_script(
    text: Expansion, lines: int | tuple[int, ...], context: RunContext
) -> Iterator[Discovery]:
    """Yield what a shell script, or a document of cloud-init, does on a host.

    `lines` are those of the file on which it stands, or the first of them. What is not known in it
    stands in it as a variable of the shell.
    """
    plain = "".join(p if isinstance(p, str) else "$UNKNOWN" for p in text.parts)
    written = Script.starting(plain, lines) if isinstance(lines, int) else Script(plain, lines)
    written = written.slice(len(plain) - len(plain.lstrip()), len(plain))
    if written.text.startswith(CLOUD_CONFIG):
        yield from cloud_config(written, context)
    elif not written.text.startswith(NO_SHELL):
        yield from shell_installs(written, context)


def shell_installs(written: Script, context: RunContext) -> Iterator[Sighting]:
    """Yield what the commands of a script install and download; agents are called so."""
    commands = invocations(written, {})
    for seen in (
        *installs(commands, context, AddedRepositories(None)),
        *downloads(commands, context),
    ):
        if isinstance(seen, Problem):
            continue  # a script that is filled in by others has holes by design
        yield as_agent(seen)


def cloud_config(written: Script, context: RunContext) -> Iterator[Discovery]:
    """Yield the packages and commands of a cloud-init document."""

    def at(line: int) -> int:
        return written.lines[min(max(line, 1), len(written.lines)) - 1]

    try:
        roots = read_yaml(Document(context.path, written.text.encode("utf-8", "replace")))
    except Unreadable as error:
        yield Problem(context.path, f"cloud-init: {error.reason}", at(error.line))
        return
    for root in roots[:1]:
        for package in root["packages"]:
            name = package.text or next((element.text for element in package), "")
            if name and not re.search(r"[\s;&|<>$`]", name):
                command = Script(f"yum install -y {name}", (at(package.line),))
                yield from shell_installs(command, context)
        for command_ in (*root["bootcmd"], *root["runcmd"]):
            words = command_.text or " ".join(word.text for word in command_)
            yield from shell_installs(Script.starting(words, at(command_.line)), context)
        for file in root["write_files"]:
            content = file["content"].text
            if content.startswith("#!"):
                first = at(file["content"].line + 1)
                yield from shell_installs(Script.starting(content, first), context)


def as_agent(seen: Sighting) -> Sighting:
    """Return the sighting as an agent where the table of agents has its name."""
    name = seen.name.rpartition("/")[2].casefold()
    if any(fnmatchcase(name, pattern) for pattern in _agents().names):
        purl = make_purl("generic", name, seen.version)
        return msgspec.structs.replace(seen, kind=Kind.AGENT, purl=purl)
    return seen


def agent(resource: Resource, node: Node) -> Iterator[Discovery]:
    """Yield an agent that Systems Manager installs, by the name of its package there."""
    if node.text:
        name = _agents().packages.get(node.text, node.text)
        yield Sighting(
            purl=make_purl("generic", name),
            name=name,
            kind=Kind.AGENT,
            occurrence=resource.occurrence(node),
        )


class _Agents(msgspec.Struct, frozen=True):
    names: tuple[str, ...]
    packages: dict[str, str]


@cache
def _agents() -> _Agents:
    text = (resources() / "infrastructure" / "agents.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomli.loads(text), _Agents)
