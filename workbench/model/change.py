"""A change to configuration that takes a workload to arm64: proposed, never applied by us."""

from __future__ import annotations

import msgspec


class Edit(msgspec.Struct, frozen=True, order=True):
    """At one place of one file, `after` in place of `before`.

    `line` counts from 1, `column` from 0 in characters. `before` is the text that stands there, on
    one line; empty for an insertion. `after` may hold line feeds, whatever the file's line ends.
    """

    path: str
    line: int
    column: int
    before: str
    after: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What to change for one component, and what the reviewer has to look at.

    `detail` is a sentence with `{name}` places, filled from `values`, so that it can be translated.
    Without edits it is for a person to write: the sentence says what.
    """

    id: str
    """Kebab-case and stable: `instance-type`, `ami`, `lambda-architecture`, ..."""
    purl: str
    path: str
    line: int
    detail: str
    values: tuple[tuple[str, str], ...] = ()
    edits: tuple[Edit, ...] = ()
    doubts: tuple[str, ...] = ()
    """What must be checked before it is applied."""
    uses: tuple[str, ...] = ()
    """What takes the value, where it is written elsewhere."""
    url: str = ""

    @property
    def text(self) -> str:
        """The detail in English, places filled."""
        return self.detail.format_map(dict(self.values)) if self.values else self.detail
