"""Mangled symbols of C++ and Rust to the names that people wrote."""

from __future__ import annotations

import re

import pycxxfilt

from workbench.model.regex import regex

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
_RUST_CODE = regex(r"\$u([0-9a-f]{1,6})\$")
_RUST_HASH = regex(r"::h[0-9a-f]{16}$")
_MAX_SYMBOL = 4096
_SYMBOL = regex(r"_{0,2}(_ZN.*17h[0-9a-f]{16}E|_[ZR][\w$]+?)((?:[.@].*)?)", re.DOTALL)
_REFERENCE = regex(r"S[0-9A-Z]*_|T[0-9]*_|B[0-9A-Za-z]*_")
_MOST_REFERENCES = 16
"""Each may double what is written: more of them than in 9,999 of 10,000 symbols would be a trap."""


def demangled(symbol: str) -> str:
    """Return the demangled name; what is not mangled, or too unusual, stays as it is."""
    if not symbol.startswith(("_Z", "_R", "__Z", "__R", "___Z")) or len(symbol) > _MAX_SYMBOL:
        return symbol
    found = _SYMBOL.fullmatch(symbol)
    if found is None or len(set(_REFERENCE.findall(found[1]))) > _MOST_REFERENCES:
        return symbol
    try:
        name = pycxxfilt.demangle(found[1])
    except ValueError:
        return symbol
    if name is None:
        return symbol
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
