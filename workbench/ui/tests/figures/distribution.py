"""Distribution of single latencies: a histogram a side, over the same bins."""

from __future__ import annotations

from statistics import median

from workbench.model.language import Language
from workbench.ui.tests.answers import ScenarioAnswer
from workbench.ui.tests.figure import Curve, Figure, Shape
from workbench.ui.tests.numbers import duration, time_unit

_BINS = 60
_SHOWN = 0.995
"""The bins cover so much of each side; what is beyond is in the last bin's count of none."""


def distribution_figure(answer: ScenarioAnswer | None, say: Language) -> Figure:
    """Return the histograms of both sides as fractions of each side's requests."""
    sides = [s for s in (answer.sides if answer else ()) if len(s.latencies)]
    curves: tuple[Curve, ...] = ()
    beyond: list[str] = []
    symbol = "ms"
    if sides:
        import numpy as np

        arrays = [np.asarray(side.latencies, dtype=np.float64) for side in sides]
        end = max(float(np.quantile(array, _SHOWN)) for array in arrays)
        start = min(float(array.min()) for array in arrays)
        size, symbol = time_unit(end)
        edges = np.linspace(start, end if end > start else start + size, _BINS + 1)
        curves = tuple(
            Curve(
                side.name,
                side.architecture,
                list(edges / size),
                list(np.histogram(array, edges)[0] / len(array) * 100),
                Shape.STEPS,
            )
            for side, array in zip(sides, arrays, strict=True)
        )
        if max(float(array.max()) for array in arrays) > end:
            beyond.append(say("Slower requests lie beyond the right edge."))
    middles = say(", ").join(f"{s.name} {duration(median(s.latencies))}" for s in sides)
    said = [say("Half of the requests are faster than: {values}.", values=middles)] if sides else []
    return Figure(
        id="distribution",
        title=say("How are single requests spread?"),
        answer=" ".join((*said, *beyond)),
        x_title=say("latency ({unit})", unit=symbol),
        y_title=say("requests (%)"),
        curves=curves,
        from_zero=True,
        empty=say("No result of this scenario holds the latency of every single request."),
    )
