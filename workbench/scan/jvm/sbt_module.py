"""What an sbt build says of its own module: name, version, Java release."""

from __future__ import annotations

import re

from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.jvm.sbt_build import SbtBuilds
from workbench.scan.tree import Tree

_RELEASES = (
    r"\"--?(?:java-output-version|release)(?:\"\s*,\s*\"|:|\s+|=)(\d+)\"",
    r"\"-target(?:\"\s*,\s*\"|:)(?:jvm-)?(\d+(?:\.\d+)?)\"",
    r"\"-source(?:\"\s*,\s*\"|:)(\d+(?:\.\d+)?)\"",
)
"""From what the class files need to what they are made from."""


def sbt_module(document: Document, tree: Tree) -> Declared | None:
    """The module of a build.sbt. Raises Unreadable."""
    builds = tree.remember(SbtBuilds)
    script = builds.script(document.path)
    name, line = "", 0
    # A build of several modules names each of them: none of these is the folder's.
    if len(script.settings.get("name", ())) == 1:
        value, line = script.settings["name"][0]
        resolved = builds.text(value, document.path)
        name, line = (resolved.text, line) if resolved.complete else ("", 0)
    versions = {
        builds.text(value, document.path) for value, _ in script.settings.get("version", ())
    }
    version = versions.pop() if len(versions) == 1 else None
    release = next(
        (
            (match[1], document.line_at(match.start(1)))
            for pattern in _RELEASES
            for match in re.finditer(pattern, document.text)
        ),
        None,
    )
    return Declared(
        name=name,
        line=line,
        version=version.text if version and version.complete else "",
        runtimes=(("java", *release),) if release else (),
    )
