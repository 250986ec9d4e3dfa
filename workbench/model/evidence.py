"""One claim on one component, and where it comes from."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from workbench.model.status import Confidence, Status


class Source(StrEnum):
    """Who speaks, by how directly it was observed: the first that speaks decides."""

    DECISION = "decision"
    ARTIFACT = "artifact"
    INDEX = "index"
    RULE = "rule"
    CATALOG = "catalog"
    PRESUMPTION = "presumption"


MOST_DIRECT_FIRST: tuple[Source, ...] = tuple(Source)

CONFIDENCE: dict[Source, Confidence] = {
    Source.DECISION: Confidence.STATED,
    Source.ARTIFACT: Confidence.OBSERVED,
    Source.INDEX: Confidence.OBSERVED,
    Source.RULE: Confidence.STATED,
    Source.CATALOG: Confidence.STATED,
    Source.PRESUMPTION: Confidence.PRESUMED,
}
"""What a source's word is worth unless its evidence says otherwise."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What one source says about the version of a component that is in use.

    `detail` is a sentence with `{name}` places, filled from `values`: kept apart so that it can be
    translated. `date` is ISO 8601, the day on which the source was read. `status` is UNKNOWN where
    a source knows the component but not whether it runs.
    """

    source: Source
    status: Status
    detail: str
    values: tuple[tuple[str, str], ...] = ()
    confidence: Confidence | None = None
    min_version: str = ""
    recommended_version: str = ""
    alternative: str = ""
    """A way out other than upgrading: another product, a build from source."""
    note: str = ""
    url: str = ""
    date: str = ""
    origin: str = ""
    """Which file or index spoke: `catalog/libraries.toml`, a rule's id, a registry's host."""
    possibly: bool = False
    """The component was matched by an ambiguous name: shown, never decisive."""

    @property
    def text(self) -> str:
        """The detail in English, places filled."""
        return self.detail.format_map(dict(self.values)) if self.values else self.detail

    @property
    def speaks(self) -> bool:
        """Whether this can contradict others: a presumption yields, a doubtful match is aside."""
        weighs = self.status is not Status.UNKNOWN and self.source is not Source.PRESUMPTION
        return weighs and not self.possibly

    @property
    def sureness(self) -> Confidence:
        """The confidence a status has that rests on this evidence."""
        return self.confidence or CONFIDENCE[self.source]
