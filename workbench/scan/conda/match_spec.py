"""One conda package specification: `channel::name version build` in its several spellings."""

from __future__ import annotations

import msgspec

from workbench.model.regex import regex

MAX_LENGTH = 500
"""Characters; a longer specification is none that people or tools write."""

_SPEC = regex(r"(?:([^:\s]+)::)?([A-Za-z0-9_][\w.-]*)\s*(.*)")
_BRACKETS = regex(r"\[([^\]]*)\]")
_VERSION = regex(r"""\bversion\s*=\s*(?:"([^"]*)"|'([^']*)'|([^,\s]+))""")
_PLAIN = regex(r"\d[\w.+!]*")


class CondaSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A package by its lower-case name, pinned exactly or held in a range as written."""

    name: str
    version: str = ""
    constraint: str = ""
    channel: str = ""


def conda_spec(text: str) -> CondaSpec | None:
    """Read a specification; None where it is none.

    `==1.2`, `=1.2=build` and `name 1.2` are exact; `=1.2` admits 1.2.x, while `=1.2.3` is what
    `conda env export` writes for exactly that release.
    """
    text = text.partition("#")[0].strip()
    match = _SPEC.fullmatch(text) if len(text) <= MAX_LENGTH else None
    if not match:
        return None
    channel, name, rest = match.groups()
    brackets = _BRACKETS.search(rest)
    if brackets:
        stated = _VERSION.search(brackets[1])
        rest = rest[: brackets.start()].strip()
        if stated and not rest:
            rest = next(part for part in stated.groups() if part is not None)
    version, constraint = _version(rest)
    return CondaSpec(
        name=name.lower(), version=version, constraint=constraint, channel=channel or ""
    )


def _version(rest: str) -> tuple[str, str]:
    """Return exact version and constraint."""
    words = rest.split()
    if rest.startswith("==") and _PLAIN.fullmatch(rest[2:].strip()):
        return rest[2:].strip(), ""
    if rest.startswith("=") and not rest.startswith("=="):
        version, _, build = rest[1:].partition("=")
        if _PLAIN.fullmatch(version) and (build or version.count(".") >= 2):
            return version, ""
    elif words and len(words) <= 2 and _PLAIN.fullmatch(words[0]):
        return words[0], ""
    return "", "" if rest == "*" else rest
