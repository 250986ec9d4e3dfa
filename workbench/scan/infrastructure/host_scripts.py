"""What a host installs when it starts: user data, bootstrap scripts, the agents among it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache

import msgspec

from workbench.model.component import Kind, Sighting
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.model.resources import resources
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
from workbench.scan.syntax.computed import expansion_of
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml

MAX_LENGTH = 200_000
CLOUD_CONFIG = "#cloud-config"


def script(resource: Resource, node: Node) -> Iterator[Discovery]:
    """Yield what a script in an attribute installs and downloads."""
    text = expansion_of(node)
    if text is None or len(text.text) > MAX_LENGTH:
        return
    place = node.place
    line = place.line if place else node.line or resource.line
    path = place.path if place else resource.document.path
    yield from read_script(text, line, RunContext(path, resource.scope, resource.reader))


def read_script(text: Expansion, line: int, context: RunContext) -> Iterator[Discovery]:
    """Yield what a shell script, or a document of cloud-init, does on a host.

    What is not known in it stands in it as a variable of the shell.
    """
    written = "".join(p if isinstance(p, str) else "$UNKNOWN" for p in text.parts)
    stripped = written.lstrip()
    line += written[: len(written) - len(stripped)].count("\n")
    if stripped.startswith(CLOUD_CONFIG):
        yield from cloud_config(stripped, line, context)
    elif not stripped.startswith(("<powershell", "<script", "Content-Type: multipart")):
        yield from shell_installs(Script.starting(stripped, line), context)


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


def cloud_config(text: str, line: int, context: RunContext) -> Iterator[Discovery]:
    """Yield the packages and commands of a cloud-init document that starts on `line`."""
    try:
        roots = read_yaml(Document(context.path, text.encode("utf-8", "replace")))
    except Unreadable as error:
        yield Problem(context.path, f"cloud-init: {error.reason}", line + max(error.line - 1, 0))
        return
    for root in roots[:1]:
        names = [n.text or next(iter(n), Node(None)).text for n in root["packages"]]
        lines = [n.line for n in root["packages"]]
        for name, at in zip(names, lines, strict=True):
            if name:
                command = f"yum install -y {name}" if not context.distribution else ""
                yield from shell_installs(
                    Script.starting(command or f"apt-get install -y {name}", line + at - 1), context
                )
        for command in (*root["bootcmd"], *root["runcmd"]):
            words = command.text or " ".join(word.text for word in command)
            yield from shell_installs(Script.starting(words, line + command.line - 1), context)
        for file in root["write_files"]:
            content = file["content"].text
            if content.startswith("#!"):
                at = line + file["content"].line
                yield from shell_installs(Script.starting(content, at), context)


def as_agent(seen: Sighting) -> Sighting:
    """Return the sighting as an agent where the table of agents has its name."""
    name = seen.name.rpartition("/")[2].casefold()
    if any(fnmatchcase(name, pattern) for pattern in _agents()):
        purl = make_purl("generic", name, seen.version)
        return msgspec.structs.replace(seen, kind=Kind.AGENT, purl=purl)
    return seen


@cache
def _agents() -> tuple[str, ...]:
    text = (resources() / "infrastructure" / "agents.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["names"])
