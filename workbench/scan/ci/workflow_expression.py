"""Expressions of GitHub Actions, as far as the workflow itself says what they come to."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.syntax.node import Node

MAX_VALUES = 100
"""Values of one matrix that are looked at."""

_MATRIX = regex(r"\$\{\{\s*matrix\.([\w-]+)(?:\.([\w-]+))?\s*\}\}")
_INPUT = regex(r"\$\{\{\s*(?:github\.event\.)?inputs\.([\w-]+)\s*\}\}")
_FALLBACK = regex(r"(?:&&|\|\|)\s*'([^']+)'")


def possible_values(node: Node, job: Node, workflow: Node | None = None) -> Iterator[Node]:
    """Yield the literal nodes that `node`, a scalar of a job, can come to.

    `${{ matrix.os }}` gives each value that the job's matrix lists, `${{ inputs.os }}` the default
    and the options of the workflow's input, `${{ x && 'a' || 'b' }}` both of its literals. What a
    caller or the service chooses gives nothing.
    """
    text = node.text.strip()
    if "${{" not in text:
        if text:
            yield node
        return
    whole = _MATRIX.fullmatch(text)
    if whole:
        yield from _of_matrix(job.at("strategy", "matrix"), whole[1], whole[2] or "")
        return
    asked = _INPUT.fullmatch(text)
    if asked and workflow is not None:
        yield from _of_input(workflow["on"], asked[1])
        return
    if text.startswith("${{") and text.endswith("}}") and text.count("${{") == 1:
        for value in _FALLBACK.findall(text):
            yield Node(value, node.line)


def _of_input(triggers: Node, name: str) -> Iterator[Node]:
    for trigger in ("workflow_call", "workflow_dispatch"):
        declared = triggers.at(trigger, "inputs", name)
        for value in (
            *declared["options"],
            *([] if declared["options"] else [declared["default"]]),
        ):
            if value.text and "${{" not in value.text:
                yield value


def _of_matrix(matrix: Node, name: str, member: str) -> Iterator[Node]:
    values = list(matrix[name])[:MAX_VALUES]
    values += [entry[name] for entry in list(matrix["include"])[:MAX_VALUES]]
    for value in values:
        chosen = value[member] if member else value
        if chosen.text and "${{" not in chosen.text:
            yield chosen
