"""Values of a template that is read without being run: what is known, and what is not."""

from __future__ import annotations

from workbench.scan.shell.expansion import Expansion, Unknown

Value = str | int | float | bool | Unknown | Expansion | list["Value"] | dict[str, "Value"] | None
"""`Unknown` has no value here; an `Expansion` is a text of which a part has none."""


class CannotTell(Exception):
    """What a function returns does not follow from what is known."""


def is_true(value: Value) -> bool | None:
    """Return whether `if` takes the value for true; None where that is not known."""
    if isinstance(value, Unknown):
        return None
    if isinstance(value, Expansion):
        return True if value.masked.strip("\0") or value.literal is not None else None
    return bool(value)


def as_text(value: Value, source: str) -> Expansion:
    """Return what putting the value into a text gives; `source` stands for what is not known."""
    if isinstance(value, Expansion):
        return value
    if isinstance(value, Unknown):
        return Expansion((value,))
    if value is None or isinstance(value, list | dict):
        return Expansion((Unknown(source),))
    if isinstance(value, bool):
        return Expansion(("true" if value else "false",))
    text = str(value)
    return Expansion((text,) if text else ())


def as_value(text: Expansion) -> Value:
    """Return a text as the plainest value that holds it."""
    known = text.literal
    return text if known is None else known


def joined(pieces: list[Expansion]) -> Expansion:
    """Return the pieces in a row."""
    return Expansion.of([part for piece in pieces for part in piece.parts])


def size_of(text: Expansion) -> int:
    """Return how many characters it takes to write the text, with what is not known in it."""
    return sum(len(p) if isinstance(p, str) else len(p.expression) for p in text.parts)


def text_of(value: Value) -> str:
    """Return a text or a number as text. Raises CannotTell."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    raise CannotTell


def number_of(value: Value) -> float:
    """Return a number, or what a text spells. Raises CannotTell, ValueError."""
    if isinstance(value, str | int | float):
        return float(value)
    raise CannotTell
