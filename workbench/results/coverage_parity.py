"""Do the tests reach the same lines on both architectures? Pure functions over coverage reports."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from workbench.results.path_matching import match_paths
from workbench.results.records import CoverageReport

NO_LINES = "The coverage of {side} holds no line."
DIFFERENT_TOOLS = (
    "Coverage was measured by different tools, which count lines differently: {x86_64} on x86_64, "
    "{arm64} on arm64."
)
AMBIGUOUS = (
    "{count} files could stand for several files of the other side and are left out of the "
    "comparison file by file: {first}."
)
ONE_SIDED = (
    "{count} files have coverage on {side} only: the two fractions are not of the same files."
)
READING = "{side}: {warning}"


class FileDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A file whose lines x86_64 covered and arm64 did not. `path` is x86_64's."""

    path: str
    arm64_path: str
    lost: tuple[int, ...]
    """Covered on x86_64, could be reached on arm64 and was not."""
    absent: tuple[int, ...]
    """Covered on x86_64, and no code on arm64: not compiled there, or other source."""


class CoverageParity(msgspec.Struct, frozen=True, kw_only=True):
    """The comparison of coverage. Fractions are None where a side has no line."""

    x86_64: float | None
    arm64: float | None
    delta: float | None
    """arm64 minus x86_64, as a fraction."""
    files: tuple[FileDifference, ...] = ()
    only_x86_64: tuple[str, ...] = ()
    only_arm64: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class _Side:
    """All reports of one side: a line is covered if any of them covered it."""

    def __init__(self, reports: Sequence[CoverageReport]) -> None:
        self.covered: dict[str, set[int]] = {}
        self.known: dict[str, set[int]] = {}
        self.tools = ", ".join(sorted({report.tool for report in reports}))
        self.warnings = list(dict.fromkeys(w for report in reports for w in report.warnings))
        for report in reports:
            for file in report.files:
                path = file.path.replace("\\", "/")
                self.covered.setdefault(path, set()).update(file.covered)
                self.known.setdefault(path, set()).update(file.covered, file.missed)

    @property
    def fraction(self) -> float | None:
        lines = sum(map(len, self.known.values()))
        return sum(map(len, self.covered.values())) / lines if lines else None


def compare_coverage(
    x86_64: Sequence[CoverageReport], arm64: Sequence[CoverageReport]
) -> CoverageParity | None:
    """Compare all coverage of both sides; None where a side has no report."""
    if not x86_64 or not arm64:
        return None
    one, other = _Side(x86_64), _Side(arm64)
    match = match_paths(one.known, other.known)
    left = {path for path, _ in match.pairs} | set(match.ambiguous)
    right = {path for _, path in match.pairs} | set(match.ambiguous)
    before, after = one.fraction, other.fraction
    differences = (_difference(one, other, *pair) for pair in sorted(match.pairs))
    parity = CoverageParity(
        x86_64=before,
        arm64=after,
        delta=None if before is None or after is None else after - before,
        files=tuple(d for d in differences if d.lost or d.absent),
        only_x86_64=tuple(sorted(one.known.keys() - left)),
        only_arm64=tuple(sorted(other.known.keys() - right)),
        ambiguous=match.ambiguous,
    )
    return msgspec.structs.replace(parity, warnings=tuple(_warnings(parity, one, other)))


def _difference(one: _Side, other: _Side, path: str, arm64_path: str) -> FileDifference:
    gone = one.covered[path] - other.covered[arm64_path]
    known = other.known[arm64_path]
    return FileDifference(
        path=path,
        arm64_path=arm64_path,
        lost=tuple(sorted(gone & known)),
        absent=tuple(sorted(gone - known)),
    )


def _warnings(parity: CoverageParity, one: _Side, other: _Side) -> list[str]:
    warnings = []
    for name, side in (("x86_64", one), ("arm64", other)):
        if side.fraction is None:
            warnings.append(NO_LINES.format(side=name))
        warnings += [READING.format(side=name, warning=w) for w in side.warnings]
    if one.tools != other.tools:
        warnings.append(DIFFERENT_TOOLS.format(x86_64=one.tools, arm64=other.tools))
    if parity.ambiguous:
        first = ", ".join(parity.ambiguous[:3])
        warnings.append(AMBIGUOUS.format(count=len(parity.ambiguous), first=first))
    for name, paths in (("x86_64", parity.only_x86_64), ("arm64", parity.only_arm64)):
        if paths:
            warnings.append(ONE_SIDED.format(count=len(paths), side=name))
    return warnings
