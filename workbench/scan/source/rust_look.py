"""Rust: what stands under which `cfg`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import structs

from workbench.model.regex import regex
from workbench.scan.source.blocks import heads
from workbench.scan.source.construct import Construct
from workbench.scan.source.engine import Mark
from workbench.scan.source.hit import Guard, Looked
from workbench.scan.source.inline_asm import Dialect, dialect_of
from workbench.scan.source.line_text import Comments, without_comments
from workbench.scan.source.pattern_look import PatternLook
from workbench.scan.source.processor_choice import guard_of_choice, names_arm
from workbench.scan.source.worlds import World, evaluate, names_x86

_CFG = regex(rb"\bcfg(?:_attr)?!?[ \t\n]*\(")
_INNER = regex(rb"#!\[cfg\(((?:[^()]++|\((?:[^()]++|\([^()]*+\))*+\))*+)\)\]")
_TARGET = regex(r'target_(arch|feature|os|env|family|vendor|endian|pointer_width)\s*=\s*"([^"]*)"')
_OTHER = regex(r'\b(\w+)\s*=\s*"[^"]*"')
_CALL = regex(r"\b(any|all|not)\s*\(")
_MACRO = {"x86_64": "__x86_64__", "x86": "__i386__", "aarch64": "__aarch64__", "arm": "__arm__"}
_SYSTEM = {"linux": "__linux__", "unix": "__unix__", "windows": "_WIN32", "macos": "__APPLE__"}
_MAX_CFG = 2000
_PARENTHESIS = regex(rb"[()]")
_MAX_MODULES = 500
_HEAD = 20_000
_FOR_ARM = regex(rb'(?<!not\()target_arch\s*=\s*"aarch64"|\barch::aarch64\b')
_MODULE = regex(rb"mod(?<=\bmod)\s+(?:r#)?(\w+)\s*;")
_PATH = regex(rb'#\[path\s*=\s*"([\w./-]{1,200})"\]\s*(?:pub(?:\([^()]{0,80}\))?\s+)?\Z')
_BEFORE = 400
"""Bytes before `mod` in which it may be said where the file lies."""


@lru_cache(maxsize=4)
def _is_for_arm(code: bytes) -> bool:
    return b"aarch64" in code and _FOR_ARM.search(code) is not None


@lru_cache(maxsize=4)
def _has_others(code: bytes) -> bool:
    return re.search(rb"\bnot\s*\(|\belse\b", code) is not None


@lru_cache(maxsize=4)
def _inner(code: bytes) -> tuple[str, ...]:
    """Return the conditions of the whole file."""
    return tuple(m[1].decode("latin-1") for m in _INNER.finditer(code[:_HEAD]))


def triggers() -> list[str]:
    """Return what makes a Rust file worth a look."""
    return [*_PATTERNS.triggers(), r"\btarget_(?:arch|feature)\b"]


def look(path: str, data: bytes, marks: list[Mark] | None = None) -> Looked:
    """Return the hits of one file, and which files it takes in for x86 only.

    `marks` are what the engine gave for `triggers`.
    """
    looked = _PATTERNS.look(path, data, marks)
    code = without_comments(data, Comments.SLASHES)
    leads = dict(_leads(path, code)) if b"target_" in code else {}
    arm = _is_for_arm(code)
    return structs.replace(looked, leads=tuple(leads.items()), arm=arm)


def _leads(path: str, code: bytes) -> Iterator[tuple[str, Guard]]:
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".rs")
    below = [folder] if stem in ("lib", "main", "mod") else [folder, stem]
    for at, match in enumerate(_MODULE.finditer(code)):
        if at >= _MAX_MODULES:
            return
        conditions = _around(code, match.start(1))
        guard = _fares(conditions, code)
        if guard is not None and guard is not Guard.OPEN:
            said = _PATH.search(code, max(0, match.start() - _BEFORE), match.start())
            named = said[1] if said else match[1]
            place = [*below, named.decode("latin-1").removesuffix(".rs")]
            yield "/".join(filter(None, place)), guard


def _guard(code: bytes, match: re.Match[bytes], construct: Construct) -> Guard | None:
    """Return how the code at `match` fares on arm64."""
    offset = match.start()
    if construct.id == "rust-asm" and dialect_of(_argument(code, offset)) is not Dialect.X86:
        return None
    if construct.id == "rust-choice":
        return guard_of_choice(code, offset, match.end())
    conditions = _around(code, offset)
    if construct.id == "rust-refusal":
        truths = [(_truth(c, World.X86), _truth(c, World.ARM)) for c in conditions]
        return Guard.REFUSED if (False, True) in truths else None
    if construct.id == "rust-flag-of-c":
        if match[1]:
            return Guard.FALLBACK
        heads_before = list(heads(code, offset))
        if any(names_x86(head.decode("latin-1")) for head in heads_before[1:]):
            return Guard.PORTED if names_arm(code) else Guard.FALLBACK
    return _fares(conditions, code)


def _around(code: bytes, offset: int) -> list[str]:
    """Return every `cfg` that the code at `offset` stands under."""
    conditions = [c for head in heads(code, offset) for c in _conditions(head)]
    return [*conditions, *_inner(code)]


def _fares(conditions: list[str], code: bytes) -> Guard | None:
    truths = [(_truth(c, World.X86), _truth(c, World.ARM)) for c in conditions]
    if any(x86 is False for x86, _ in truths):
        return None
    if any(arm is False for _, arm in truths):
        if _is_for_arm(code):
            return Guard.PORTED
        return Guard.FALLBACK if _has_others(code) else Guard.ALONE
    return Guard.CONDITIONAL if any(arm is None for _, arm in truths) else Guard.OPEN


def _conditions(head: bytes) -> list[str]:
    found = []
    for match in _CFG.finditer(head):
        inside = _argument(head, match.start())
        found.append(inside.decode("latin-1"))
    return found


def _argument(code: bytes, offset: int) -> bytes:
    """Return what stands in the parentheses that open behind `offset`."""
    start = code.find(b"(", offset)
    depth = 0
    for sign in _PARENTHESIS.finditer(code, max(start, 0), start + _MAX_CFG):
        depth += 1 if sign[0] == b"(" else -1
        if not depth:
            return code[start + 1 : sign.start()]
    return code[start + 1 : start + _MAX_CFG]


def _truth(condition: str, world: World) -> bool | None:
    """Return what a `cfg` comes to, written as the preprocessor would."""
    text = _TARGET.sub(_as_macro, condition)
    text = _OTHER.sub(lambda m: f"defined(_cfg_{m[1]})", text)
    return evaluate(_infix(text), world)


def _as_macro(match: re.Match[str]) -> str:
    kind, value = match[1], match[2]
    if kind == "arch":
        return f"defined({_MACRO.get(value, '__' + value + '__')})"
    if kind == "feature":
        name = re.sub(r"\W", "_", value.upper())
        return f"defined({'__ARM_NEON' if name == 'NEON' else f'__{name}__'})"
    if kind in ("os", "family"):
        return f"defined({_SYSTEM.get(value, '_cfg_' + value)})"
    return "1" if (kind, value) in (("endian", "little"), ("pointer_width", "64")) else "_cfg"


def _infix(text: str) -> str:
    """Turn `any(a, b)`, `all(a, b)` and `not(a)` into `||`, `&&` and `!`."""
    out: list[str] = []
    signs: list[str] = []
    at = 0
    while at < len(text):
        call = _CALL.match(text, at)
        if call:
            signs.append({"any": "||", "all": "&&"}.get(call[1], ","))
            out.append("!(" if call[1] == "not" else "(")
            at = call.end()
            continue
        sign = text[at]
        if sign == "(":
            signs.append("")
        elif sign == ")" and signs:
            signs.pop()
        elif sign == "," and (not signs or signs[-1] in ("||", "&&")):
            rest = text[at + 1 :].lstrip()
            sign = "" if rest.startswith(")") or not rest else f" {signs[-1] if signs else '&&'} "
        out.append(sign)
        at += 1
    return "".join(out)


_PATTERNS = PatternLook("rust", Comments.SLASHES, _guard)
