"""Whether a version range leaves room for a version that runs on arm64, or for no other."""

from __future__ import annotations

import re

from workbench.knowledge.versions import MAX_LENGTH, is_older
from workbench.model.regex import regex

_INTERVAL = regex(r"[\[(]\s*([^,\[\]()]*)\s*(?:(,)\s*([^,\[\]()]*)\s*)?([\])])")
_TERM = regex(r"(\^|~>|~=|~|===|==|=|!=|<>|>=|<=|>|<)?\s*(v?\d[\w.+*!-]*|[xX*])(?=$|[\s,])[\s,]*")
_HYPHEN = regex(r"(\S+)\s+-\s+(\S+)")
_WILD = regex(r"[.](?:[xX*+](?:\..*)?)$")
_NUMBER = regex(r"\d+")

Bound = tuple[str, bool]
"""The highest version a range admits, and whether it is admitted itself."""


def admits_only_older(ecosystem: str, constraint: str, than: str) -> bool | None:
    """Say whether every version that `constraint` admits is older than `than`.

    None where the constraint is in no notation known here. Notations: PEP 440, Poetry, npm,
    Maven, Gradle, RubyGems, Composer, Cargo, NuGet.
    """
    if len(constraint) > 4 * MAX_LENGTH:
        return None
    verdicts: list[bool | None] = []
    for alternative in _alternatives(ecosystem, constraint):
        bounds = _upper_bounds(ecosystem, alternative)
        if bounds is None:
            return None
        verdicts.append(_any_below(ecosystem, bounds, than))
    if False in verdicts:
        return False
    return None if None in verdicts or not verdicts else True


def admits_none_older(ecosystem: str, constraint: str, than: str) -> bool:
    """Say whether every version that `constraint` admits is surely `than` or newer.

    Notations as above; False where the constraint is in none of them.
    """
    if len(constraint) > 4 * MAX_LENGTH:
        return False
    return all(
        any(is_older(ecosystem, low, than) is False for low in _lower_bounds(alternative))
        for alternative in _alternatives(ecosystem, constraint)
    )


def _alternatives(ecosystem: str, constraint: str) -> list[str]:
    if ecosystem == "maven" and (found := list(_INTERVAL.finditer(constraint))):
        return [m[0] for m in found]
    return [part.strip() for part in re.split(r"\|\|?", constraint)]


def _any_below(ecosystem: str, bounds: list[Bound], than: str) -> bool | None:
    """Say whether one of the bounds, all of which hold, ends before `than`."""
    verdicts = []
    for version, included in bounds:
        older = is_older(ecosystem, version, than)
        if older is False and not included:
            newer = is_older(ecosystem, than, version)
            older = None if newer is None else not newer
        verdicts.append(older)
    if True in verdicts:
        return True
    return None if None in verdicts else False


def _lower_bounds(text: str) -> list[str]:
    """Return every lower bound in a conjunction, admitted itself or not."""
    if interval := _INTERVAL.fullmatch(text):
        return [low] if (low := interval[1].strip()) else []
    if hyphen := _HYPHEN.fullmatch(text):
        return [_WILD.sub("", hyphen[1])]
    bounds: list[str] = []
    place = 0
    while place < len(text):
        term = _TERM.match(text, place)
        if not term:
            return []
        place = term.end()
        if term[1] not in ("<", "<=", "!=", "<>") and term[2] not in ("x", "X", "*"):
            bounds.append(_WILD.sub("", term[2]))
    return bounds


def _upper_bounds(ecosystem: str, text: str) -> list[Bound] | None:
    """Return every upper bound in a conjunction; an empty list means none."""
    if not text or text in ("*", "latest", "latest.release", "latest.integration"):
        return []
    if interval := _INTERVAL.fullmatch(text):
        low, comma, high, bracket = interval.groups()
        if not comma:
            return [(low.strip(), True)] if low.strip() else None
        return [(high.strip(), bracket == "]")] if high.strip() else []
    if hyphen := _HYPHEN.fullmatch(text):
        return [_last_of(hyphen[2])]
    bounds: list[Bound] = []
    place = 0
    while place < len(text):
        term = _TERM.match(text, place)
        if not term:
            return None
        place = term.end()
        if bound := _bound(ecosystem, term[1] or "", term[2]):
            bounds.append(bound)
    return bounds


def _bound(ecosystem: str, operator: str, version: str) -> Bound | None:
    if version in ("x", "X", "*") or operator in (">", ">=", "!=", "<>"):
        return None
    if not operator and ecosystem == "nuget" and not _WILD.search(version):
        return None
    if operator == "^" or (not operator and ecosystem == "cargo"):
        return _caret(version)
    if operator == "~":
        return _tilde(version, last=ecosystem == "composer")
    if operator in ("~=", "~>"):
        return _tilde(version, last=True)
    if operator == "<":
        return _WILD.sub("", version), False
    return _last_of(version, line=ecosystem == "npm")


def _last_of(version: str, *, line: bool = True) -> Bound:
    """Return the end of `1.2.*`, or of `1.2` where that names a line; else the version itself."""
    parts = [int(n) for n in _NUMBER.findall(_WILD.sub("", version))]
    if _WILD.search(version) or (line and len(parts) < 3 and re.fullmatch(r"v?[\d.]+", version)):
        return _next(parts), False
    return version, True


def _caret(version: str) -> Bound:
    """`^1.2` ends before 2, `^0.2` before 0.3: the first number that is not 0 may not change."""
    parts = _release(version)
    for place, part in enumerate(parts):
        if part:
            return _next(parts[: place + 1]), False
    return _next(parts), False


def _tilde(version: str, *, last: bool) -> Bound:
    """`~1.2.3` ends before 1.3. With `last`, `~>1.2` ends before 2, else before 1.3."""
    parts = _release(version)
    kept = parts[: max(len(parts) - 1, 1)] if last else parts[:2]
    return _next(kept), False


def _release(version: str) -> list[int]:
    return [int(n) for n in _NUMBER.findall(re.split(r"[-+]", _WILD.sub("", version))[0])]


def _next(parts: list[int]) -> str:
    return ".".join(str(n) for n in [*parts[:-1], parts[-1] + 1])
