"""Jenkinsfiles: the images and the labels of agents. A program in Groovy: its literals are read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope
from workbench.model.regex import regex
from workbench.scan.ci.ci_image import image_of
from workbench.scan.ci.runner import sight_runner
from workbench.scan.containers.own_image import published_images
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.shell.download_address import named_architecture
from workbench.scan.shell.expansion import Expansion, literal
from workbench.scan.syntax.node import Node
from workbench.scan.tree import Tree

ID = "jenkins"
SERVICE = "jenkins-agent"
MAX_BYTES = 512 * 1024

_COMMENT = regex(r"/\*.*?(?:\*/|\Z)|(?<![:\w\"'])//[^\n]*", re.DOTALL)
_STRING = r"[\"']([^\"'\n]{1,300})[\"']"
_IMAGE = regex(
    rf"\bdocker\s*\{{[^{{}}]{{0,2000}}?\bimage\s+{_STRING}"
    rf"|\bagent\s*\{{\s*docker\s+{_STRING}"
    rf"|\bdocker\.image\(\s*{_STRING}\s*\)\s*\.(?:inside|withRun|run|pull)"
    rf"|\bcontainerTemplate\s*\([^)]{{0,2000}}?\bimage\s*:\s*{_STRING}"
    r"|^[ \t]*(?:-[ \t]+)?image:[ \t]*[\"']?([^\s\"'#]+)",
    re.MULTILINE,
)
_LABEL = regex(rf"\blabel\s*+[:(]?\s*+{_STRING}|\bnode\s*\(\s*{_STRING}\s*\)")
_DEFINED = regex(
    rf"^[ \t]*(?:(?:def|final|String)[ \t]+){{0,3}}([A-Za-z_]\w*)[ \t]*=[ \t]*{_STRING}", re.M
)
_WORDS = regex(r"[\w.-]+")


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    published = published_images(tree)
    text = _COMMENT.sub(lambda m: "\n" * m[0].count("\n"), document.text)
    values = _values(text)
    for match in _IMAGE.finditer(text):
        group = match.lastindex or 0
        node = Node(match[group], text.count("\n", 0, match.start(group)) + 1)
        yield from image_of(node, document.path, ID, published, values=values)
    for match in _LABEL.finditer(text):
        group = match.lastindex or 0
        yield from _agent(match[group], document.path, text.count("\n", 0, match.start(group)) + 1)


def _values(text: str) -> dict[str, Expansion]:
    """Return the variables that hold a literal, also as the environment's `env.NAME`."""
    found = {}
    for name, value in _DEFINED.findall(text):
        if "$" not in value:
            found[name] = found[f"env.{name}"] = literal(value)
    return found


def _agent(expression: str, path: str, line: int) -> Iterator[Discovery]:
    """Yield the agent that a label expression asks for, where one of its words names a processor.

    A name like `linux && docker` tells nothing, and which agents have it no file says.
    """
    words = [word for word in _WORDS.findall(expression) if named_architecture(word)]
    at = Occurrence(path, line, Scope.BUILD, reader=ID)
    seen = sight_runner(SERVICE, words[0], at, labels=[expression]) if words else None
    if seen is not None:
        yield seen


FORMAT = Format(
    id=ID,
    title="Jenkinsfile",
    patterns=("Jenkinsfile*", "*.jenkinsfile", "*.Jenkinsfile"),
    read=_read,
    documentation="https://www.jenkins.io/doc/book/pipeline/syntax/#agent",
    most_bytes=MAX_BYTES,
)
