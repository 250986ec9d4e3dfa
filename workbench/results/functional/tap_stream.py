"""One TAP stream: test points, subtests, plans, diagnostics."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec.structs import replace

from workbench.model.regex import regex
from workbench.results.functional.message import message_of
from workbench.results.records import Outcome, TestCase
from workbench.scan.document import Unreadable

VERSION = regex(r"TAP version (\d+)")
PLAN = regex(r"1\.\.(\d+)\s*(?:#\s*(.*))?")
POINT = regex(r"(not )?ok\b(?:\s+(\d+)\b)?(?:\s*-(?=\s|$))?\s*(.*)")
_DIRECTIVE = regex(r"(?<!\\)(?:^|\s)#\s*(skip\S*|todo)\b:?\s*(.*)", re.IGNORECASE)
_DURATION = regex(r"duration_ms:\s*['\"]?(\d+(?:\.\d+)?)")
_ESCAPED = regex(r"\\([#\\])")
_INDENT = 4

NO_SUBTEST = (
    "{count} indented lines look like tests but have no plan of a subtest: they are left out as "
    "what a program printed."
)
_MAX_DEPTH = 100


class Line(NamedTuple):
    """A line and its number in the file."""

    number: int
    text: str


@dataclass
class _Level:
    """What one nesting level has shown since its last parent."""

    plan: int | None = None
    plan_line: int = 0
    points: int = 0
    cases: list[TestCase] = field(default_factory=list)


class _Stream:
    def __init__(self, warnings: list[str]) -> None:
        self.levels: defaultdict[int, _Level] = defaultdict(_Level)
        self.warnings = warnings
        self.yaml_at: int | None = None
        self.yaml_line = 0
        self.last: tuple[int, int] | None = None
        """Level of the last test point and its place among the cases there."""
        self.notes: list[str] = []
        self.bailed = False

    def take(self, line: Line) -> None:
        """Take in one line."""
        text = line.text.rstrip()
        body = text.lstrip(" ")
        indent = len(text) - len(body)
        if self.yaml_at is not None:
            self.in_yaml(body, indent)
            return
        if body == "---" and indent % _INDENT == 2 and self.last:
            self.yaml_at, self.yaml_line = indent, line.number
            return
        depth, rest = divmod(indent, _INDENT)
        if depth > _MAX_DEPTH:
            raise Unreadable(f"nests subtests deeper than {_MAX_DEPTH} levels", line.number)
        if body.startswith("#"):
            self.notes.append(body[1:].strip())
        elif body.startswith("Bail out!"):
            self.bail_out(body.removeprefix("Bail out!").strip())
        elif not rest and (plan := PLAN.fullmatch(body)):
            self.plan(depth, int(plan[1]), line.number)
        elif not rest and (point := POINT.fullmatch(body)):
            self.point(depth, point, line.number)

    def in_yaml(self, body: str, indent: int) -> None:
        if body == "..." and indent == self.yaml_at:
            self.yaml_at = None
        else:
            self.notes.append(body)

    def plan(self, depth: int, count: int, line: int) -> None:
        level = self.levels[depth]
        if level.plan is not None:
            raise Unreadable("holds two plans for one stream: import the streams apart", line)
        level.plan, level.plan_line = count, line

    def point(self, depth: int, point: re.Match[str], line: int) -> None:
        self.end_of_notes()
        level = self.levels[depth]
        level.points += 1
        if not depth and point[2] and int(point[2]) != level.points:
            raise Unreadable(f"expects test {level.points} here, but finds test {point[2]}", line)
        case = _case(point, level.points)
        for below in [d for d in self.levels if d > depth]:
            self.close(below, line)
        inner = self.levels.pop(depth + 1, _Level()).cases
        for sub in inner:
            suite = f"{case.name} > {sub.suite}" if sub.suite else case.name
            level.cases.append(replace(sub, suite=suite))
        level.cases.append(case)
        self.last = (depth, len(level.cases) - 1)

    def end_of_notes(self) -> None:
        """Give the diagnostics since the last test point to that point."""
        if self.last and self.notes:
            depth, place = self.last
            cases = self.levels[depth].cases
            cases[place] = _annotated(cases[place], self.notes)
        self.last, self.notes = None, []

    def close(self, depth: int, line: int) -> None:
        """Hold a level against its plan. Raises Unreadable where it is not kept."""
        level = self.levels[depth]
        if level.plan is None:
            if depth and level.points:
                self.warnings.append(NO_SUBTEST.format(count=level.points))
                level.cases.clear()
            elif level.points:
                raise Unreadable(
                    "has no plan (1..N): it may be cut off, tests may be missing", line
                )
        elif level.plan != level.points and not self.bailed:
            raise Unreadable(
                f"is incomplete: {level.points} of {level.plan} planned tests are there",
                level.plan_line,
            )

    def bail_out(self, reason: str) -> None:
        self.end_of_notes()
        self.bailed = True
        self.warnings.append(f"The test run bailed out: {reason or 'no reason given'}.")
        case = TestCase(
            suite="",
            name="Bail out!",
            outcome=Outcome.FAILED,
            message=reason,
            error=True,
        )
        self.levels[0].cases.append(case)

    def finish(self, line: int) -> list[TestCase]:
        """Return all cases. Raises Unreadable where the stream cannot be whole."""
        if self.yaml_at is not None:
            raise Unreadable("is cut off: a diagnostic block has no end", self.yaml_line)
        self.end_of_notes()
        top = self.levels[0]
        if not self.bailed:
            if top.plan is None:
                raise Unreadable(
                    "has no plan (1..N): it may be cut off, tests may be missing", line
                )
            if any(depth and level.plan for depth, level in self.levels.items()):
                raise Unreadable("is cut off: a subtest has no end", line)
            self.close(0, line)
        return top.cases


def read_stream(lines: list[Line], warnings: list[str]) -> list[TestCase]:
    """Return the cases of one stream; adds to `warnings`. Raises Unreadable."""
    stream = _Stream(warnings)
    for line in lines:
        stream.take(line)
    return stream.finish(lines[-1].number if lines else 0)


def _case(point: re.Match[str], number: int) -> TestCase:
    failed, description = bool(point[1]), point[3]
    directive = _DIRECTIVE.search(description)
    word, reason = (directive[1].lower(), directive[2]) if directive else ("", "")
    if directive:
        description = description[: directive.start()]
    skipped = word.startswith("skip") or (word == "todo" and failed)
    outcome = Outcome.SKIPPED if skipped else Outcome.FAILED if failed else Outcome.PASSED
    name = _ESCAPED.sub(r"\1", description).strip()
    return TestCase(suite="", name=name or str(number), outcome=outcome, message=reason.strip())


def _annotated(case: TestCase, notes: list[str]) -> TestCase:
    """Add what stood behind a test point: its duration, and why it failed."""
    duration = next((m for note in notes if (m := _DURATION.match(note))), None)
    seconds = float(duration[1]) / 1000 if duration else case.seconds
    if case.outcome is not Outcome.FAILED:
        return replace(case, seconds=seconds)
    told = [n for n in notes if not _DURATION.match(n) and not n.startswith("Subtest:")]
    return replace(case, seconds=seconds, message=message_of(["\n".join(told)]))
