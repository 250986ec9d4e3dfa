"""GitHub Actions workflows: the runners that jobs ask for."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope
from workbench.scan.ci.runner import known_runner, runs_linux, sight_runner
from workbench.scan.ci.runner_setting import with_runner_settings
from workbench.scan.ci.workflow_expression import possible_values
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.formats.github_actions import FORMAT as GITHUB_ACTIONS
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "github-runners"
SERVICE = "github-runner"
OWN = "self-hosted"


def _accepts(document: Document) -> bool:
    return any(word in document.data for word in (b"runs-on", b"uses:"))


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001  # a reader's shape
    yield from with_runner_settings(_jobs(document), document)


def _jobs(document: Document) -> Iterator[Discovery]:
    for root in read_yaml(document):
        for _, job in root["jobs"].items():
            yield from _runners(job, root, document.path)
            yield from _handed_on(job, document.path)


def _handed_on(job: Node, path: str) -> Iterator[Discovery]:
    """Yield runners that a job hands to the workflow that it calls, told by their names."""
    if job["uses"].text:
        for _, value in job["with"].items():
            for chosen in possible_values(value, job):
                if known_runner(SERVICE, chosen.text):
                    yield from _one([chosen.text], chosen.line, path)


def _runners(job: Node, workflow: Node, path: str) -> Iterator[Discovery]:
    asked = job["runs-on"]
    if asked.is_object:
        labels, group = asked["labels"], asked["group"]
        asked = labels if labels else group
    if not asked.is_list:
        for value in possible_values(asked, job, workflow):
            if value.is_list:
                yield from _labelled(value, job, path)
            else:
                yield from _one([value.text], value.line, path)
        return
    yield from _labelled(asked, job, path)


def _labelled(asked: Node, job: Node, path: str) -> Iterator[Discovery]:
    """Yield the runner that has all of these labels; one of them may stand for several."""
    chosen = [list(possible_values(label, job)) for label in asked]
    most = max((len(values) for values in chosen), default=0)
    for number in range(most):
        row = [values[min(number, len(values) - 1)] for values in chosen if values]
        yield from _one([value.text for value in row], row[0].line, path)


def _one(labels: list[str], line: int, path: str) -> Iterator[Discovery]:
    if not all(runs_linux(label) for label in labels):
        return
    at = Occurrence(path=path, line=line, scope=Scope.BUILD, reader=ID)
    hosted = next((label for label in labels if known_runner(SERVICE, label)), None)
    if hosted is not None:
        seen = sight_runner(SERVICE, hosted, at)
    else:
        # A runner of one's own is what its labels say; the first one that is not general names it.
        telling = [label for label in labels if label.lower() not in (OWN, "linux")]
        name = telling[0] if telling else labels[0] if labels else ""
        seen = sight_runner(SERVICE, name, at, labels=labels)
    if seen is not None:
        yield seen


FORMAT = Format(
    id=ID,
    title="GitHub Actions runners",
    patterns=GITHUB_ACTIONS.patterns,
    read=_read,
    accepts=_accepts,
    documentation="https://docs.github.com/en/actions/reference/runners/github-hosted-runners",
)
