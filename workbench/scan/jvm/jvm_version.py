"""What a version means to Maven and Gradle: one release, or a range to choose from."""

from __future__ import annotations

import msgspec

from workbench.model.regex import regex

_EXACT_RANGE = regex(r"\[\s*([^\s,\[\]()]+)\s*\]")
_STRICTLY = regex(r"(.*)!!(.*)")


class Required(msgspec.Struct, frozen=True):
    """A version in use, or the constraint where none is pinned; at most one of both is given."""

    version: str = ""
    constraint: str = ""


def required(text: str) -> Required:
    """Read a version as declared, all expressions resolved.

    A plain `1.0` is the version in use, though both tools may settle on a later one. Ranges,
    `LATEST`, `RELEASE`, Gradle's `1.+` and `latest.release` stay constraints. Grammar: Maven's
    version order specification and Gradle's "Declaring Versions and Ranges".
    """
    text = text.strip()
    strictly = _STRICTLY.fullmatch(text)
    if strictly:
        return required(strictly[2] or strictly[1])
    exact = _EXACT_RANGE.fullmatch(text)
    if exact:
        return Required(version=exact[1])
    floating = text.endswith("+") or text.startswith("latest.") or text in ("LATEST", "RELEASE")
    if floating or text[:1] in ("[", "(", "]"):
        return Required(constraint=text)
    return Required(version=text)
