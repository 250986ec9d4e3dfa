"""Where in a build a command runs: what every sighting in it has in common."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.component import Occurrence, Scope, Trait


@dataclass(frozen=True, slots=True)
class RunContext:
    """The file, the scope of the stage, and the distribution of its base image."""

    path: str
    scope: Scope
    reader: str
    distribution: str = ""
    """Namespace of the base image's packages; empty where its name does not tell."""

    def occurrence(
        self,
        line: int,
        *,
        constraint: str = "",
        traits: tuple[Trait, ...] = (),
        scope: Scope | None = None,
    ) -> Occurrence:
        """Return a place in this file."""
        return Occurrence(
            path=self.path,
            line=line,
            scope=scope or self.scope,
            constraint=constraint,
            traits=traits,
            reader=self.reader,
        )
