"""What the condition of a build comes to on each architecture, read by the words in it.

Builds ask in many languages, but the names are the same everywhere: architectures, instruction
sets, systems, compilers, the width of a pointer. A condition is read for 64-bit Linux.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from workbench.model.regex import regex
from workbench.scan.source.worlds import Truth, names_arm, names_other, names_x86


class Truths(NamedTuple):
    """What a condition comes to on x86-64 and on arm64; None where it depends on more."""

    x86: Truth
    arm: Truth


OPEN = Truths(None, None)
ALWAYS = Truths(True, True)
NEVER = Truths(False, False)
Known = Mapping[str, Truths]
"""Switches of a build, by name."""
_MAX_CONDITION = 600
_MAX_DEPTH = 20
_NAME = regex(r"[A-Za-z_]\w*")
_NUMBER = regex(r"(?<![\w.])\d+(?![\w.])")
_ASKS = regex(r"\b(?:NOT|not|DEFINED|EQUAL|get_option|ON|on|YES|yes|TRUE|true)\b|-(?:eq|ne|n)\b")
"""What asks for a switch beside its name; an empty one is told by what reads the file."""
_AND = ("and", "&&", "-a")
_ARCHITECTURE = regex(r"(?i)(?:x86[_-]?64|x86|amd64|x64|i[3-6]86|\bk8\b|em64t|\bintel\b)")
SIGNS = (
    r"(?i)x86|amd64|x64|i[3-6]86|\bk8\b|em64t",
    r"ARM|AARCH|aarch|SSE|AVX|sse\d|avx\d",
)
"""What a file holds in which conditions ask for a processor: regular expressions."""
_CHOSEN = regex(r"(?i)(?:^|[^a-z])(?:USE|WITH|WITHOUT|ENABLE|DISABLE|BUILD|NO|WANT|OPT)_?[A-Z]")
# The next four are of text in lower case: without regard to case, searching takes far longer.
_ELSEWHERE = regex(
    r"win(?:32|64|dows|nt)|ms(?:vc|ys)|mingw|cygwin|apple|darwin|(?:free|open|net)bsd|dragonfly"
    r"|sunos|solaris|android|macos|haiku|emscripten|xcode"
    r"|\b(?:osx|mac\b|ios\b|aix\b|os2\b|qnx|zos\b|os390\b|os400\b)"
)
_NARROW = regex(
    r"sizeof_(?:void_p|size_t)\W+(?:equal\W+)?4\b|"
    r"binary32|32[-_ ]?bit|\bm32\b|(?:bits|bitness|arch|wordsize|m)\W+32\b|(?:^|[a-z_+])32\b"
)
_WIDE = regex(
    r"sizeof_(?:void_p|size_t)\W+(?:equal\W+)?8\b|"
    r"binary64|64[-_ ]?bit|(?:bits|bitness|wordsize)\W+64\b"
)
_HERE = regex(r"(?:\b|_)(?:unix|linux|is_gnu\w*|gnu\w*|gcc|clang)\b|compiler_is_gnu")
_SPLIT = regex(r"(\bOR\b|\bAND\b|\bor\b|\band\b|\|\||&&|\]\s*-o\b|-o\b|-a\b)\s*")
_NEGATION = regex(r"(?:^|[\s(\[!])(?:NOT|not)\b|!=|<>|^\W*!|\[\[?\s+!\s|\s!\s")
_NOT = regex(r"\b(?:NOT|not)\b")
_GROUP_NEGATED = regex(r"^\s*(?:NOT|not|!)\s*\((.*)\)\s*$", re.DOTALL)
_OFF = regex(r"(?i)(?:,|==|=|STREQUAL|EQUAL)\s*[\"']?(?:0|no|n|off|false)[\"']?\s*\)*\s*$")


@lru_cache(maxsize=4096)
def truths(condition: str) -> Truths:
    """Return what `condition` comes to; conditions of any build language."""
    return truths_knowing(condition, {})


def truths_knowing(condition: str, known: Known) -> Truths:
    """As truths, with switches of which it is `known` what they come to."""
    return _either(condition[:_MAX_CONDITION], 0, known)


def _either(text: str, depth: int, known: Known) -> Truths:
    """What alternatives come to, of which each may ask for several things."""
    group = _GROUP_NEGATED.match(text)
    if group and _is_closed(group[1]):
        return negated(_either(group[1], depth + 1, known))
    parts = _parts(text)
    if len(parts) == 1:
        inside = _enclosed(text)
        deeper = inside and depth < _MAX_DEPTH
        return _either(inside, depth + 1, known) if deeper else _atom(text, known)
    value: Truths | None = None
    every = ALWAYS
    for operator, part in parts:
        one = _either(part, depth + 1, known) if depth < _MAX_DEPTH else _atom(part, known)
        if operator and operator.lower() not in _AND:
            value = _joined(_most, value, every)
            every = ALWAYS
        every = _joined(_least, every, one)
    return _joined(_most, value, every)


def _joined(join: Callable[[Truth, Truth], Truth], left: Truths | None, right: Truths) -> Truths:
    return right if left is None else Truths(join(left.x86, right.x86), join(left.arm, right.arm))


def _parts(text: str) -> list[tuple[str, str]]:
    """Return what `text` joins, each with the operator before it; outside of parentheses."""
    found = []
    operator, start = "", 0
    for match in _SPLIT.finditer(text):
        inside = text[start : match.start()].rstrip()
        if inside.count("(") == inside.count(")"):
            found.append((operator, inside))
            operator, start = match[1], match.end()
    return [*found, (operator, text[start:])]


def _enclosed(text: str) -> str:
    """Return what stands in the parentheses around all of `text`; nothing where none do."""
    plain = text.strip()
    if not (plain.startswith("(") and plain.endswith(")") and _SPLIT.search(plain)):
        return ""
    return plain[1:-1] if _is_closed(plain[1:-1]) else ""


def _is_closed(text: str) -> bool:
    """Whether no parenthesis is closed in `text` that was not opened there."""
    depth = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return True


def negated(value: Truths) -> Truths:
    """Return what the opposite comes to."""
    return Truths(
        None if value.x86 is None else not value.x86, None if value.arm is None else not value.arm
    )


def names_architecture(condition: str) -> bool:
    """Whether an x86 architecture is named, not only an instruction set."""
    return _ARCHITECTURE.search(condition) is not None and names_x86(condition)


def _atom(text: str, known: Known) -> Truths:
    told = _switched(text, known) if known else None
    if told is not None:
        return told
    value = _named(_NOT.sub(" ", text))
    if _OFF.search(text):
        value = negated(value)
    return negated(value) if _NEGATION.search(text) else value


def _switched(text: str, known: Known) -> Truths | None:
    """What `text` comes to where it asks for one switch that is known, and nothing else."""
    names = _NAME.findall(_ASKS.sub(" ", text))
    if len(names) != 1 or names[0] not in known:
        return None
    numbers = _NUMBER.findall(text)
    value = known[names[0]]
    if len(numbers) > 1:
        return None
    if numbers == ["0"]:
        value = negated(value)
    return negated(value) if _NEGATION.search(text) or "-ne" in text else value


def _named(text: str) -> Truths:
    """Return what the words of `text` say, whatever is asked of them."""
    x86, arm = names_x86(text), names_arm(text)
    if x86 and arm:
        return ALWAYS
    if arm:
        return OPEN if _CHOSEN.search(text) else Truths(False, True)
    if x86:
        if names_architecture(text):
            return Truths(True, False)
        return OPEN if _CHOSEN.search(text) else Truths(None, False)
    low = text.lower()
    if names_other(text) or _ELSEWHERE.search(low):
        return NEVER
    if ("32" in low or "4" in low) and _NARROW.search(low):
        return NEVER
    if ("64" in low or "8" in low) and _WIDE.search(low):
        return ALWAYS
    if _HERE.search(low):
        return ALWAYS
    return OPEN


def _least(left: Truth, right: Truth) -> Truth:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _most(left: Truth, right: Truth) -> Truth:
    if left is True or right is True:
        return True
    return None if left is None or right is None else False
