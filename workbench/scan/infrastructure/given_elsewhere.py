"""Expressions that no file of the project could decide: what another resource or tool gives."""

from __future__ import annotations

from workbench.model.regex import regex
from workbench.scan.shell.expansion import Expansion

_ELSEWHERE = regex(
    r"(?:data|module|each|count|self|aws_\w+|docker_\w+|\w+\.value|GetAtt|ImportValue)\b"
)


def given_elsewhere(expression: str) -> bool:
    """Whether a resource, a repetition or another stack gives the value."""
    return _ELSEWHERE.match(expression) is not None


def is_told(reference: Expansion) -> bool:
    """Whether a reference is worth a word: known in part, or left open by the project itself."""
    if reference.masked.strip("\0"):
        return True
    return not any(given_elsewhere(piece.expression) for piece in reference.unknown)
