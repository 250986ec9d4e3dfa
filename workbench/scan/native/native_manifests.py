"""What the manifests of C and C++ builds say of the module: CMake, Meson, Autoconf."""

from __future__ import annotations

import re

from workbench.model.regex import regex
from workbench.scan.declared import Declared
from workbench.scan.document import Document

_CMAKE = regex(r"^[ \t]*project[ \t]*\((?P<body>[^()]{0,2000})\)", re.MULTILINE | re.IGNORECASE)
_CMAKE_VERSION = regex(r"\bVERSION\s+\"?(\d[\w.]*)")
_CMAKE_LANGUAGES = {"C": "c", "CXX": "c++", "CUDA": "cuda", "FORTRAN": "fortran", "ASM": "assembly"}
_MESON = regex(
    r"^[ \t]*project[ \t]*\(\s{0,200}'(?P<name>[^']{1,200})'(?P<body>[^)]{0,2000})", re.MULTILINE
)
_MESON_VERSION = regex(r"\bversion\s*:\s*'([^']+)'")
_MESON_LANGUAGES = {"c": "c", "cpp": "c++", "cuda": "cuda", "fortran": "fortran"}
_AUTOCONF = regex(
    r"^[ \t]*AC_INIT[ \t]*\([ \t]*\[?([^\],)]{1,200})\]?\s{0,99}(?:,\s{0,99}\[?([^\],)]{0,99}))?",
    re.MULTILINE,
)
_HEAD = 256 * 1024
"""Characters in which the declaration is looked for: it stands near the top."""
_VARIABLE = regex(r"[$@{(]")


def declared_cmake(document: Document) -> Declared | None:
    """Read `project(...)`; None where there is none: the file is a part of another's build."""
    match = _CMAKE.search(document.text[:_HEAD])
    if not match:
        return None
    words = match["body"].split()
    name = words[0].strip('"') if words else ""
    version = _CMAKE_VERSION.search(match["body"])
    return Declared(
        name="" if _VARIABLE.search(name) else name,
        line=document.line_at(match.start("body") + match["body"].find(words[0]) if words else 0),
        version=version[1] if version else "",
        languages=tuple(_CMAKE_LANGUAGES[w] for w in words[1:] if w in _CMAKE_LANGUAGES),
    )


def declared_meson(document: Document) -> Declared | None:
    """Read `project('name', 'c', version : '1.0')`; None where there is none."""
    match = _MESON.search(document.text[:_HEAD])
    if not match:
        return None
    version = _MESON_VERSION.search(match["body"])
    quoted = re.findall(r"'([^']+)'", match["body"].partition(":")[0])
    return Declared(
        name=match["name"],
        line=document.line_at(match.start("name")),
        version=version[1] if version else "",
        languages=tuple(_MESON_LANGUAGES[w] for w in quoted if w in _MESON_LANGUAGES),
    )


def declared_autoconf(document: Document) -> Declared | None:
    """Read `AC_INIT([name], [version])`; None where there is none."""
    match = _AUTOCONF.search(document.text[:_HEAD])
    if not match:
        return None
    name, version = match[1].strip(), (match[2] or "").strip()
    is_name = version and not _VARIABLE.search(name)  # alone, it is the old form: a source file
    return Declared(
        name=name if is_name else "",
        line=document.line_at(match.start(1)),
        version="" if not version[:1].isdigit() else version,
    )
