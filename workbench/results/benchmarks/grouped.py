"""Values of one benchmark that come line by line."""

from __future__ import annotations

from workbench.results.records import Benchmark
from workbench.scan.document import Unreadable


class Grouped:
    """Collects values by name and unit, in order of their first occurrence."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, str, bool], list[float]] = {}

    def add(self, name: str, unit: str, value: float, *, higher_is_better: bool = False) -> None:
        """Add one measurement."""
        self._values.setdefault((name, unit, higher_is_better), []).append(value)

    def benchmarks(self) -> tuple[Benchmark, ...]:
        """Return what was collected. Raises Unreadable where nothing was."""
        if not self._values:
            raise Unreadable("holds no measurement")
        return tuple(
            Benchmark(name=name, unit=unit, values=tuple(values), higher_is_better=higher)
            for (name, unit, higher), values in self._values.items()
        )
