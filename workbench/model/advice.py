"""What would make a component run better on arm64, apart from whether it runs."""

from __future__ import annotations

import msgspec


class Advice(msgspec.Struct, frozen=True):
    """A sentence with `{name}` places and their values, and who says it.

    Kept apart so that it can be translated, as `Evidence.detail` is. `date` is ISO 8601, the day
    on which the source was read.
    """

    detail: str
    values: tuple[tuple[str, str], ...] = ()
    source: str = ""
    url: str = ""
    date: str = ""

    @property
    def text(self) -> str:
        """The advice in English, places filled."""
        return self.detail.format_map(dict(self.values)) if self.values else self.detail
