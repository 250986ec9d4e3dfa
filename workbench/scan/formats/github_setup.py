"""GitHub Actions workflows: the language runtimes that steps install."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec
import tomli

from workbench.knowledge.jdks import jdk_called
from workbench.model.component import Scope
from workbench.model.regex import regex
from workbench.model.resources import resources
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.formats.github_actions import FORMAT as GITHUB_ACTIONS
from workbench.scan.runtimes import declared_runtime
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "github-setup"
MAX_LENGTH = 100
"""No version is longer than this."""

_MATRIX = regex(r"\$\{\{\s*matrix\.([\w-]+)\s*\}\}")


class _Action(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of `resources/scan/setup-actions.toml`."""

    uses: str
    runtime: str
    version: str
    jdk: str = ""


def _accepts(document: Document) -> bool:
    return any(action.encode() in document.data for action in _actions())


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001  # a reader's shape
    for root in read_yaml(document):
        for _, job in root["jobs"].items():
            for step in job["steps"]:
                action = _actions().get(step["uses"].text.partition("@")[0].lower())
                if action is not None:
                    yield from _installed(action, step["with"], job, document.path)


def _installed(action: _Action, inputs: Node, job: Node, path: str) -> Iterator[Discovery]:
    """Yield a runtime for each version; a name that is not literal gives none."""
    jdks = [jdk_called(text) for text, _ in _values(inputs[action.jdk], job)]
    jdk = jdks[0] if len(jdks) == 1 else ""
    for text, line in _values(inputs[action.version], job):
        declared = declared_runtime(action.runtime, text, path, line, Scope.BUILD)
        yield msgspec.structs.replace(declared, distribution=jdk).sighting(ID)


def _values(value: Node, job: Node) -> Iterator[tuple[str, int]]:
    """Yield texts and lines: each line of a text, each value of a matrix that the job lists."""
    matrix = _MATRIX.fullmatch(value.text.strip())
    nodes = list(job.at("strategy", "matrix", matrix[1])) if matrix else [value]
    for node in nodes:
        for text in node.text.split("\n"):
            if (spelled := text.strip()) and "${{" not in spelled and len(spelled) <= MAX_LENGTH:
                yield spelled, node.line


@cache
def _actions() -> dict[str, _Action]:
    text = (resources() / "scan" / "setup-actions.toml").read_text(encoding="utf-8")
    entries = msgspec.convert(tomli.loads(text)["action"], list[_Action])
    return {entry.uses: entry for entry in entries}


FORMAT = Format(
    id=ID,
    title="GitHub Actions setup steps",
    patterns=GITHUB_ACTIONS.patterns,
    read=_read,
    accepts=_accepts,
    documentation="https://docs.github.com/en/actions/how-tos/write-workflows/build-and-test",
)
