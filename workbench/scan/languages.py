"""Which languages a set of files is written in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable

from workbench.model.regex import regex
from workbench.scan.document import Unreadable
from workbench.scan.tree import Tree

_EXTENSIONS: dict[str, tuple[str, ...]] = {
    "assembly": ("s", "S", "asm", "nasm"),
    "c": ("c",),
    "c++": ("cc", "cpp", "cxx", "c++", "C", "hh", "hpp", "hxx", "ipp", "tpp"),
    "c#": ("cs", "cshtml", "razor"),
    "clojure": ("clj", "cljc"),
    "cuda": ("cu", "cuh"),
    "cython": ("pyx", "pxd"),
    "d": ("d",),
    "dart": ("dart",),
    "elixir": ("ex", "exs"),
    "erlang": ("erl", "hrl"),
    "f#": ("fs", "fsx"),
    "fortran": ("f", "f77", "f90", "f95", "f03", "f08", "F", "F90"),
    "go": ("go",),
    "groovy": ("groovy",),
    "haskell": ("hs",),
    "java": ("java", "jsp"),
    "javascript": ("js", "jsx", "mjs", "cjs", "vue", "svelte"),
    "kotlin": ("kt",),
    "lua": ("lua",),
    "objective-c": ("mm",),
    "perl": ("pl", "pm"),
    "php": ("php",),
    "python": ("py",),
    "r": ("r", "R"),
    "ruby": ("rb",),
    "rust": ("rs",),
    "scala": ("scala",),
    "swift": ("swift",),
    "typescript": ("ts", "tsx", "mts", "cts"),
    "visual-basic": ("vb",),
}
_LANGUAGE = {extension: name for name, all_ in _EXTENSIONS.items() for extension in all_}
_HEADER = "h"
_LANGUAGES_IN = {
    **{extension: frozenset({name}) for extension, name in _LANGUAGE.items()},
    _HEADER: frozenset({"c", "c++"}),
}

SCRIPTS = frozenset({"javascript", "lua", "perl", "php", "python", "r", "ruby", "typescript"})
"""Languages in which other people's projects keep their build helpers."""
_SCRIPT_SHARE = 10
"""A script language counts from one file in this many: below, it is a helper, not the module."""

_JAVASCRIPT = ("js", "cjs", "mjs", "ts", "cts", "mts")
_UNWRITTEN = (
    *(f".config.{ending}" for ending in _JAVASCRIPT),
    *(f"/{n}file{b}.{e}" for n in ("gulp", "grunt") for b in ("", ".babel") for e in _JAVASCRIPT),
    *("/setup.py", "/conf.py", "/conftest.py", "/noxfile.py", "/mix.exs"),
    *(".min.js", ".d.ts", ".g.cs", ".g.dart", ".pb.go", ".pb.cc", ".pb.h"),
    *("_pb2.py", "_pb2_grpc.py", "_pb.js", "_pb.ts", "_pb.rb"),
)
"""Ends of paths, in lower case: settings of tools, and what generators make."""
_UNWRITTEN_BY_EXTENSION = {
    extension: tuple(end for end in _UNWRITTEN if end.endswith(f".{extension}"))
    for extension in _LANGUAGES_IN
}
_CPLUSPLUS = regex(
    r"^[ \t]*(?:class\s+\w+|namespace\b|template\s*<|using\s+\w+|(?:public|private)\s*:)",
    re.MULTILINE,
)
_HEADERS_READ = 20
_HEADER_BYTES = 256 * 1024
_CGO = regex(r'^(?:import[ \t]+|[ \t]*)"C"[ \t]*(?:(?://|;|/\*).*)?$', re.MULTILINE)
_GO_FILES_READ = 1000
_GO_BYTES = 512 * 1024


def extension(path: str) -> str:
    """Return the part of the file's name behind the last dot, case kept."""
    stem, _, ending = path.rpartition(".")
    return "" if not stem or stem.endswith("/") or "/" in ending else ending


def languages_in(path: str) -> frozenset[str]:
    """Return the languages that the file's name stands for: C and C++ for a header, often none."""
    return _LANGUAGES_IN.get(extension(path), frozenset())


def is_source(name: str) -> bool:
    """Whether the file of this name is source text that people write.

    Tools' settings and what a generator made are not.
    """
    stem, _, ending = name.rpartition(".")
    unwritten = _UNWRITTEN_BY_EXTENSION.get(ending)
    if unwritten is None or not stem or stem.startswith("."):
        return False
    return not (unwritten and f"/{name}".lower().endswith(unwritten))


def languages_of(sources: Iterable[str], declared: Container[str], tree: Tree) -> tuple[str, ...]:
    """Return the languages of the files `sources`, in alphabetical order.

    Compiled languages and those `declared` by a manifest count from the first file on, script
    languages from a tenth of the files. Headers count for the C or C++ that stands beside them;
    alone, their text decides.
    """
    paths = list(sources)
    counts: Counter[str] = Counter()
    for ending, count in Counter(map(extension, paths)).items():
        counts[_LANGUAGE.get(ending, _HEADER)] += count
    headers = counts.pop(_HEADER, 0)
    if headers and not any(counts[name] for name in ("c", "c++", "objective-c", "cuda")):
        counts[_language_of_headers(paths, tree)] += headers
    return tuple(
        sorted(
            name
            for name, count in counts.items()
            if count
            and (name not in SCRIPTS or name in declared or count * _SCRIPT_SHARE >= len(paths))
        )
    )


def uses_cgo(sources: Iterable[str], tree: Tree) -> bool:
    """Whether a Go file among `sources` imports the pseudo-package `C`."""
    files = [path for path in sources if path.endswith(".go")]
    return any(_CGO.search(text) for text in _texts(files[:_GO_FILES_READ], _GO_BYTES, tree))


def _language_of_headers(paths: Iterable[str], tree: Tree) -> str:
    headers = [path for path in paths if extension(path) == _HEADER]
    texts = _texts(headers[:_HEADERS_READ], _HEADER_BYTES, tree)
    return "c++" if any(_CPLUSPLUS.search(text) for text in texts) else "c"


def _texts(paths: Iterable[str], limit: int, tree: Tree) -> Iterable[str]:
    """Yield the text of those files that can be read and are no larger than `limit` bytes."""
    for path in paths:
        if tree.sizes[path] > limit:
            continue
        try:
            yield tree.read(path).text
        except Unreadable:
            continue
