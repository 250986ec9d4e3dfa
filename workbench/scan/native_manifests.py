"""What the manifests of C and C++ builds say of the module: CMake, Meson, Autoconf."""

from __future__ import annotations

import re

from workbench.scan.declared import Declared
from workbench.scan.document import Document

_CMAKE = re.compile(r"^[^#\n]*?\bproject\s*\(\s*(?P<body>[^)]*)\)", re.MULTILINE | re.IGNORECASE)
_CMAKE_VERSION = re.compile(r"\bVERSION\s+\"?(\d[\w.]*)")
_CMAKE_LANGUAGES = {"C": "c", "CXX": "c++", "CUDA": "cuda", "FORTRAN": "fortran", "ASM": "assembly"}
_MESON = re.compile(r"^\s*project\s*\(\s*'(?P<name>[^']+)'(?P<body>[^)]*)", re.MULTILINE)
_MESON_VERSION = re.compile(r"\bversion\s*:\s*'([^']+)'")
_MESON_LANGUAGES = {"c": "c", "cpp": "c++", "cuda": "cuda", "fortran": "fortran"}
_AUTOCONF = re.compile(
    r"^\s*AC_INIT\s*\(\s*\[?([^\],)]+)\]?\s*(?:,\s*\[?([^\],)]*)\]?)?", re.MULTILINE
)
_VARIABLE = re.compile(r"[$@{(]")


def declared_cmake(document: Document) -> Declared | None:
    """Read `project(...)`; None where there is none: the file is a part of another's build."""
    match = _CMAKE.search(document.text)
    if not match:
        return None
    words = match["body"].split()
    name = words[0].strip('"') if words else ""
    version = _CMAKE_VERSION.search(match["body"])
    return Declared(
        name="" if _VARIABLE.search(name) else name,
        line=document.line_at(match.start("body")),
        version=version[1] if version else "",
        languages=tuple(_CMAKE_LANGUAGES[w] for w in words[1:] if w in _CMAKE_LANGUAGES),
    )


def declared_meson(document: Document) -> Declared | None:
    """Read `project('name', 'c', version : '1.0')`; None where there is none."""
    match = _MESON.search(document.text)
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
    match = _AUTOCONF.search(document.text)
    if not match:
        return None
    name, version = match[1].strip(), (match[2] or "").strip()
    return Declared(
        name="" if _VARIABLE.search(name) else name,
        line=document.line_at(match.start(1)),
        version="" if not version[:1].isdigit() else version,
    )
