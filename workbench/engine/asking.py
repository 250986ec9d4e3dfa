"""What is asked of the test results: what is asked now, and for the rest what was asked last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from workbench.engine.comparing import prices_from, question_from
from workbench.model.errors import WorkbenchError
from workbench.model.run import Architecture, Run
from workbench.project.purchased import SETTINGS_PATH
from workbench.project.settings import Question as Kept
from workbench.project.settings import Settings
from workbench.results.performance.price import Price
from workbench.results.performance.question import Question

Instances = Mapping[Architecture, str]

NOT_THERE = (
    "No run of {side} is on {instance}, which was asked for last: all runs of {side} are compared."
)
ROLES = {Architecture.X86_64: "baseline", Architecture.ARM64: "candidate"}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The whole question. `kept` is what of it comes from the settings, as `Comparison` has it."""

    question: Question
    prices: dict[str, Price]
    instances: dict[Architecture, str]
    kept: dict[str, str]
    warnings: tuple[str, ...] = ()


def asked_from(
    settings: Settings,
    runs: Iterable[Run],
    metric: str | None,
    limits: Sequence[str] | None,
    prices: Mapping[str, str] | None,
    instances: Instances | None,
) -> Asked:
    """Return the question; what is None is the one that `settings` keep. Raises WorkbenchError."""
    kept, typed = settings.results, dict(prices or {})
    chosen, warnings = _instances(kept, tuple(runs), instances)
    told = {
        "metric": kept.metric if metric is None else "",
        "limits": ", ".join(kept.limits) if limits is None else "",
        "prices": ", ".join(f"{n} {p}" for n, p in settings.prices.items() if n not in typed),
    }
    told |= {ROLES[s]: name for s, name in chosen.items() if s not in (instances or {})}
    return Asked(
        question=_question(kept, metric, limits),
        prices=prices_from({n: p for n, p in (settings.prices | typed).items() if p}),
        instances=chosen,
        kept={name: text for name, text in told.items() if text},
        warnings=warnings,
    )


def price_name(side: Architecture, instance: str, runs: Iterable[Run]) -> str:
    """Return by what name the price of `side` is kept: its one instance type, else the side."""
    types = {instance} if instance else {r.instance for r in runs if r.architecture is side}
    return (types.pop() if len(types) == 1 else "") or side.value


def _question(kept: Kept, metric: str | None, limits: Sequence[str] | None) -> Question:
    asked = question_from(metric or "", limits or ())
    if metric is not None and limits is not None:
        return asked
    try:
        last = question_from(kept.metric, kept.limits)
    except WorkbenchError as error:
        raise WorkbenchError(f"{SETTINGS_PATH}, [results]: {error}") from None
    if limits is None:
        asked = msgspec.structs.replace(asked, limits=last.limits)
    return asked if metric is not None else msgspec.structs.replace(last, limits=asked.limits)


def _instances(
    kept: Kept, runs: tuple[Run, ...], instances: Instances | None
) -> tuple[dict[Architecture, str], tuple[str, ...]]:
    """Return the instance type of each side that has one. Raises WorkbenchError."""
    given = instances or {}
    chosen: dict[Architecture, str] = {}
    warnings = []
    for side, role in ROLES.items():
        instance = given.get(side, getattr(kept, role))
        known = sorted({r.instance for r in runs if r.architecture is side and r.instance})
        if not instance or instance in known:
            chosen |= {side: instance} if instance else {}
        elif side not in given:
            warnings.append(NOT_THERE.format(side=side.value, instance=instance))
        else:
            names = ", ".join(known) or "none, as no run is labelled with one"
            raise WorkbenchError(
                f"no run of {side.value} is on {instance!r}: the instance types are {names}"
            )
    return chosen, tuple(warnings)
