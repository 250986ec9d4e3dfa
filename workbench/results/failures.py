"""Why a test failed, as far as its message tells. The rules are data: failures.toml."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache

import msgspec

from workbench.model.errors import WorkbenchError
from workbench.model.resources import resources
from workbench.model.toml import decode


class Group(StrEnum):
    """What kind of cause a failure has."""

    ARM64 = "arm64"
    ENVIRONMENT = "environment"
    PRE_EXISTING = "pre-existing"
    UNEXPLAINED = "unexplained"


class FailureRule(
    msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True
):
    """One kind of failure, known by its message.

    With `close`, the pattern's groups `a` and `b` are numbers, and the rule speaks only where they
    differ by at most that fraction: rounding, not another result.
    """

    id: str
    group: Group
    patterns: tuple[str, ...]
    reason: str
    hint: str = ""
    close: float | None = None
    url: str = ""


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that speaks for a failure, and the words of the message that made it."""

    rule: FailureRule
    matched: str


class _RuleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    failure: tuple[FailureRule, ...]


def explain(message: str) -> Match | None:
    """Return the first rule that knows `message`, in the order of the table; None where none."""
    for rule, patterns in _rules():
        for pattern in patterns:
            for match in pattern.finditer(message):
                if rule.close is None or _is_close(match, rule.close):
                    return Match(rule=rule, matched=" ".join(match.group().split())[:120])
    return None


def failure_rules() -> tuple[FailureRule, ...]:
    """Return the rules in their order. Raises WorkbenchError for a damaged table."""
    return tuple(rule for rule, _ in _rules())


@cache
def _rules() -> Sequence[tuple[FailureRule, tuple[re.Pattern[str], ...]]]:
    path = resources() / "results" / "failures.toml"
    try:
        read = decode(path.read_bytes(), _RuleFile)
        return tuple(
            (rule, tuple(re.compile(p, re.IGNORECASE | re.MULTILINE) for p in rule.patterns))
            for rule in read.failure
        )
    except (OSError, ValueError, re.error) as error:
        raise WorkbenchError(
            f"{path} is damaged ({str(error).splitlines()[0]}): install the workbench again"
        ) from error


def _is_close(match: re.Match[str], close: float) -> bool:
    """Whether the two numbers differ, but only by rounding."""
    try:
        a, b = float(match["a"]), float(match["b"])
    except ValueError:
        return False
    if a == b or not (math.isfinite(a) and math.isfinite(b)):
        return False
    nothing = 1e-12
    if not a or not b:
        return abs(a - b) < nothing
    return abs(a - b) <= close * max(abs(a), abs(b))
