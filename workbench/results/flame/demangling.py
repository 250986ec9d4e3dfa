"""Mangled symbols of C++ and Rust to the names that people wrote."""

from __future__ import annotations

import re

import itanium_demangler

_RUST_ESCAPES = {
    "$LT$": "<",
    "$GT$": ">",
    "$LP$": "(",
    "$RP$": ")",
    "$RF$": "&",
    "$BP$": "*",
    "$C$": ",",
    "$SP$": "@",
}
_RUST_CODE = re.compile(r"\$u([0-9a-f]{1,6})\$")
_RUST_HASH = re.compile(r"::h[0-9a-f]{16}$")
_MAX_SYMBOL = 4096
_CLONE = re.compile(r"(_Z\w+?)((?:[.@].*)?)")


def demangled(symbol: str) -> str:
    """Return the demangled name; what is not mangled, or too unusual, stays as it is."""
    start = symbol.lstrip("_")
    if not start.startswith("Z") or len(symbol) - len(start) > 3 or len(symbol) > _MAX_SYMBOL:
        return symbol
    found = _CLONE.fullmatch("_" + start)
    if found is None:
        return symbol
    try:
        tree = itanium_demangler.parse(found[1])
    except (NotImplementedError, ValueError, IndexError, KeyError, RecursionError, AssertionError):
        return symbol
    if tree is None:
        return symbol
    name = str(tree)
    return (_rust(name) if _RUST_HASH.search(name) else name) + found[2]


def _rust(name: str) -> str:
    """Undo the escapes of Rust's legacy mangling, which borrows that of C++."""
    for escape, character in _RUST_ESCAPES.items():
        name = name.replace(escape, character)
    name = _RUST_CODE.sub(_character, name)
    return re.sub(r"(^|::)_(?=[<\[&*(])", r"\1", name).replace("..", "::")


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code < 0x110000 else match[0]
