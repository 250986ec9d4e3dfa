"""Print what is found of servers whose capacity is known: `python -m tests.results.truth_check`."""

from __future__ import annotations

from tests.results.truth.experiments import (
    RECORDED_SEEDS,
    REPEATS,
    SEEDS,
    Outcome,
    covered,
    recorded,
    simulated,
)

HEAD = """\
| server | seed | truth | sustainable | 95 % | error | truth | knee | 95 % | error |
| --- | --: | --: | --: | --- | --: | --: | --: | --- | --: |"""


def row(outcome: Outcome) -> str:
    found, bend = outcome.found, outcome.knee
    cells = [outcome.experiment, str(outcome.seed)]
    for truth, estimate, error in (
        (outcome.truth, found, outcome.error),
        (outcome.knee_truth, bend, outcome.knee_error),
    ):
        places = 1 if truth < 200 else 0
        value, *ends = (
            f"{number:.{places}f}" if number is not None else "-"
            for number in (estimate.value, estimate.low, estimate.high)
        )
        cells += [f"{truth:.{places}f}", value, " to ".join(ends), f"{error:+.1%}"]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    print(HEAD)
    for kind in ("mm1", "hard"):
        for seed in SEEDS:
            print(row(simulated(kind, seed)))
    for kind in ("mm1", "hard"):
        for seed in RECORDED_SEEDS:
            print(row(recorded(kind, seed)))
    print("\n| server | repeats | experiments | sustainable covered | knee covered |")
    print("| --- | --: | --: | --: | --: |")
    for kind in ("mm1", "hard"):
        for repeats in (3, REPEATS, 10):
            hits, knees = covered(kind, 200, repeats)
            print(f"| {kind} | {repeats} | 200 | {hits / 200:.1%} | {knees / 200:.1%} |")


if __name__ == "__main__":
    main()
