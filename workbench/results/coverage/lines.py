"""Gathers line hits into coverage records."""

from __future__ import annotations

from workbench.results.records import CoverageReport, FileCoverage

NO_LINES = "The file holds no covered or coverable line: nothing was measured."


class Lines:
    """Hits by file and line. A line that is told of twice is covered if it was hit once."""

    def __init__(self) -> None:
        self._files: dict[str, dict[int, bool]] = {}

    def file(self, path: str) -> dict[int, bool]:
        """Return the lines of a file seen so far, to be added to with `hit`."""
        return self._files.setdefault(path, {})

    @staticmethod
    def hit(lines: dict[int, bool], number: int, covered: bool) -> None:
        """Note one line of a file; numbers below 1 are no lines."""
        if number > 0:
            lines[number] = covered or lines.get(number, False)

    def report(self, tool: str, warnings: tuple[str, ...] = ()) -> CoverageReport:
        """Return what was gathered, in the order of the files' first sight."""
        files = tuple(
            FileCoverage(
                path=path,
                covered=tuple(sorted(n for n, covered in lines.items() if covered)),
                missed=tuple(sorted(n for n, covered in lines.items() if not covered)),
            )
            for path, lines in self._files.items()
        )
        if not any(self._files.values()):
            warnings = (*warnings, NO_LINES)
        return CoverageReport(tool=tool, files=files, warnings=warnings)
