"""What is known about a component before anything is looked up."""

from __future__ import annotations

from pathlib import Path

from workbench.model.component import Component
from workbench.model.evidence import Evidence
from workbench.model.problem import Problem


class Knowledge:
    """The catalog and the rules, ours and the user's."""

    def __init__(self, notices: tuple[Problem, ...] = ()) -> None:
        self.notices = notices

    @classmethod
    def load(cls, extra: tuple[Path, ...] = ()) -> Knowledge:
        """Read our catalog and rules, then those in `extra`, which override ours by entry."""
        del extra
        return cls()

    def evidence(self, component: Component) -> list[Evidence]:
        """Return every claim on `component`, the most direct source first."""
        del component
        return []

    def is_purchased(self, component: Component) -> bool:
        """Say whether the catalog knows `component` as a vendor's product and nothing else."""
        del component
        return False
