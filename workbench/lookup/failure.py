"""A look-up that failed: which is evidence of that and of nothing else."""

from __future__ import annotations

from collections.abc import Mapping

LONGEST_REASON = 200


class LookUpFailed(Exception):
    """Nothing was learnt. `detail` is a sentence with `{name}` places for `values`.

    The sentence names cause and mend, and is kept apart from its values to be translated.
    `final` says that another place that holds copies need not be tried; `definite` that the place
    did answer, and has nothing of use: asking again changes nothing.
    """

    def __init__(
        self,
        detail: str,
        *,
        final: bool = False,
        definite: bool = False,
        values: Mapping[str, str] | None = None,
        **named: str,
    ) -> None:
        self.detail = detail
        told = {**(values or {}), **named}
        self.values = tuple(sorted((k, _one_line(v)) for k, v in told.items()))
        self.final = final
        self.definite = definite
        super().__init__(self.text)

    @property
    def text(self) -> str:
        """The sentence in English, places filled."""
        return self.detail.format_map(dict(self.values))


def _one_line(text: str) -> str:
    """What another program says may be long and anything: a line of it is enough."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= LONGEST_REASON else f"{plain[:LONGEST_REASON]}..."
