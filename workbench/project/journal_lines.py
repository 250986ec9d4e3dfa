"""From the journal's bytes to decisions, whatever happened to the file."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from workbench.model.decision import Decision
from workbench.model.problem import Problem
from workbench.model.purl import without_version
from workbench.model.regex import regex

MAX_PROBLEMS = 100
"""More than anyone mends by hand; the rest is counted."""

_BOM = b"\xef\xbb\xbf"
_CONFLICT = regex(rb"(?:<{7}|>{7}|\|{7})(?: |\r?$)|={7}\r?$")
_NO_JSON = "is not valid JSON"
_decoder = msgspec.json.Decoder(Decision)


def decisions_in(data: bytes, path: str) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    """Return the decisions in `data`, oldest first, and a problem for every line that is none.

    Decisions of the same time keep the order of the file. An id that occurs twice, as after a
    merge, counts once. `path` names the file in the problems.
    """
    decisions: dict[str, Decision] = {}
    problems: list[Problem] = []
    markers: list[int] = []
    lines = data.removeprefix(_BOM).split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if _CONFLICT.match(line):
            markers.append(number)
            continue
        try:
            decision = _decision(line)
        except ValueError as error:
            text = str(error)
            if number == len(lines) and text == _NO_JSON:
                text = "is cut short: the write of this last line was interrupted"
            problems.append(Problem(path, f"{text}; the line is kept and not counted", number))
            continue
        known = decisions.setdefault(decision.id, decision)
        if known != decision:
            text = f"repeats the id {decision.id} with other content; the first one counts"
            problems.append(Problem(path, text, number))
    ordered = sorted(decisions.values(), key=_instant)
    return tuple(ordered), (*_conflict(markers, path), *_bounded(problems, path))


def objection(decision: Decision) -> str:
    """Return why `decision` cannot stand in a journal, one clause, or nothing."""
    if not decision.id:
        return "it has no id"
    try:
        without_version(decision.purl)
    except ValueError:
        return f"{decision.purl!r} is no package URL such as pkg:pypi/numpy@1.19.0"
    try:
        _instant(decision)
    except ValueError:
        return f"{decision.time!r} is no time such as 2025-01-31T09:00:00.000+00:00"
    return ""


def _decision(line: bytes) -> Decision:
    try:
        decision = _decoder.decode(line)
    except msgspec.ValidationError as error:
        raise ValueError(f"is no decision: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ValueError(_NO_JSON) from None
    if wrong := objection(decision):
        raise ValueError(f"is no decision: {wrong}")
    return decision


def _instant(decision: Decision) -> datetime:
    """Return the time of `decision`; a time without offset is UTC, as the journal writes it."""
    time = datetime.fromisoformat(decision.time)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _conflict(markers: list[int], path: str) -> list[Problem]:
    if not markers:
        return []
    text = (
        f"holds {len(markers)} merge conflict marker lines, the first here: the decisions between "
        "them are read; delete the marker lines to end the conflict"
    )
    return [Problem(path, text, markers[0])]


def _bounded(problems: list[Problem], path: str) -> list[Problem]:
    more = len(problems) - MAX_PROBLEMS
    if more <= 0:
        return problems
    return [*problems[:MAX_PROBLEMS], Problem(path, f"{more} more lines are no decisions")]
