"""Decisions to test with."""

from __future__ import annotations

from workbench.model.decision import Action, Decision
from workbench.model.status import Status


def decision(name: str = "1", **fields: object) -> Decision:
    values: dict[str, object] = {
        "id": name,
        "purl": "pkg:pypi/numpy@1.19.0",
        "time": "2025-01-31T09:00:00.000+00:00",
        "author": "Kim",
        "status": Status.READY,
        "rationale": "tested on arm64",
        "action": Action.TEST,
    }
    return Decision(**(values | fields))
