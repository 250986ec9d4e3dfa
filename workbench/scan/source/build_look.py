"""A look at one file that steers a build, or at a script: what in it reaches the arm64 build."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

from workbench.scan.source.build_files import BuildText, Kind, kind_of, read_text
from workbench.scan.source.build_guard import Guards
from workbench.scan.source.build_refusal import missing_branches
from workbench.scan.source.build_selected import selection
from workbench.scan.source.c_text import line_starts
from workbench.scan.source.construct import Construct, Vocabulary, constructs
from workbench.scan.source.hit import Guard, Hit, Looked

BUILD = "build"
SCRIPT = "script"
_GUESSES = ("config.guess", "config.sub")
_FOR_ELSEWHERE = re.compile(
    rb"(?i)windows|win32|win64|[/_.-]win[_.-]|darwin|macos|osx|apple|\.exe\b|\.msi\b|\.dmg\b|\.nupkg\b"
)
_INSIDE = re.compile(rb"[\w/.+]")
_NAMES_ARM = re.compile(rb"(?i)aarch_?64|arm64|arm/v8|neoverse|graviton")
_SPEAKS = re.compile(
    rb"(?i)(?:^|[;&|{(@]|\bthen|\bdo|\belse)[ \t]*(?:[@-][ \t]*)?"
    rb"(?:\$\((?:info|warning|error)[ \t]|"
    rb"(?:echo|printf|message|option|cmake_dependent_option|AC_MSG_\w+|AC_HELP_STRING|AS_HELP_STRING|log|die|usage|warning|error|summary)"
    rb"(?:[ \t(]|$))[^;&|]*$"
)
_TRIGGERS = (
    *(
        "-m",
        "-xC",
        "-xS",
        "-xA",
        "-xH",
        "-axC",
        "-axS",
        "-axA",
        "-D_",
        "-D _",
        "-lmkl",
        "-lipp",
        "-ls",
    ),
    *(
        "-lqat",
        "-lpcm",
        "-lhs",
        "-lqu",
        "-li",
        "-lusdm",
        "-ldaal",
        "-lone",
        "-ldec",
        "x86",
        "amd64",
    ),
    *(
        "linux64",
        "linux-64",
        "linux_64",
        "linuxx64",
        "linux-x64",
        "linux_x64",
        "_x64",
        "/x64",
        "k8",
    ),
    *("-x64", ".x64", "386", "target-", "cpu=", "MKL", "IPP", "mkl", "ipp", "libhs", "icc", "icpc"),
    *("icx", "icpx", "ifort", "ifx"),
)
_LINE = 400
_MAX_TEXT = 1024 * 1024
"""What people write to steer a build is smaller."""
_MAX_MET = 5_000
_PER_LINE = 8
"""More of the same on one line say nothing new, and may be many."""
_ADDRESSES = _ADDRESSES = frozenset({"download", "package-file", "docker-platform"})


@cache
def vocabulary(family: str) -> Vocabulary:
    """The patterns of a family."""
    return Vocabulary(constructs(family))


def triggers() -> list[str]:
    """Return what makes a file worth a look.

    Coarser than the patterns: these files are few, and many exact patterns take long to prepare.
    """
    return [re.escape(word) for word in _TRIGGERS]


def family_of(path: str) -> str:
    """Return the family of a file that steers a build, a script or a CI file; else nothing."""
    kind = kind_of(path)
    if kind is None:
        return BUILD if is_guess(path) else ""
    return SCRIPT if kind is Kind.CI else BUILD


def is_guess(path: str) -> bool:
    """Whether the file is one of the two that tell autoconf which machine it runs on."""
    return path.rpartition("/")[2] in _GUESSES


def look_at_build(path: str, data: bytes) -> Looked:
    """Return the hits of one file, at most one a line and construct."""
    if is_guess(path):
        return Looked(path, BUILD, tuple(_guess(data)))
    return _look(path, data, BUILD)


def look_at_script(path: str, data: bytes) -> Looked:
    """As look_at_build, for CI files: their flags are those of one job, and are left out."""
    return _look(path, data, SCRIPT)


def _look(path: str, data: bytes, family: str) -> Looked:
    kind = kind_of(path)
    if kind is None:
        return Looked(path, family)
    text = read_text(path, kind, data[:_MAX_TEXT])
    guards = Guards(text)
    line_at = line_starts(data)
    hits: dict[tuple[int, str], Hit] = {}
    whole = len(data) <= _MAX_TEXT
    problem = "" if whole else "is larger than 1 MB: only its beginning was looked at"
    for met, (offset, construct, word) in enumerate(_met(text, vocabulary(family), line_at)):
        if met >= _MAX_MET:
            problem = f"holds more than {_MAX_MET:,} settings for x86: only these were looked at"
            break
        key = (line_at(offset), construct.id)
        if key in hits:
            continue
        guard = guards.of(offset, construct)
        if guard is not None:
            hits[key] = Hit(construct.id, key[0], guard, word, "", guards.condition(offset))
    for offset, guard, condition in missing_branches(text, guards.choices):
        key = (line_at(offset), "cpu-branch")
        hits[key] = Hit("cpu-branch", key[0], guard, condition[:60], "", condition[:60])
    found = tuple(sorted(hits.values(), key=lambda hit: hit.line))
    selected = selection(text, guards.choices)
    return Looked(
        path,
        family,
        found,
        problem=problem,
        x86_only=selected.x86_only,
        everywhere=selected.everywhere if selected.x86_only else (),
    )


def _met(
    text: BuildText, words: Vocabulary, line_at: Callable[[int], int]
) -> Iterator[tuple[int, Construct, str]]:
    """Yield each construct that is set, not told about: offset, construct, what was read."""
    for pattern, construct in words.patterns:
        on_line: Counter[int] = Counter()
        for match in pattern.finditer(text.code):
            group = match.lastindex or 0
            start, word = match.start(group), match[group]
            if word.startswith(b"-") and start and _INSIDE.match(text.code, start - 1):
                continue
            on_line[line_at(start)] += 1
            if on_line[line_at(start)] > _PER_LINE:
                continue
            line = text.code[max(0, start - _LINE) : start].rpartition(b"\n")[2]
            if construct.id in _ADDRESSES:
                word = line[line.rfind(b" ") + 1 :][-200:] + word
                if _FOR_ELSEWHERE.search(word) or _NAMES_ARM.search(word):
                    continue
                if construct.id == "package-file" and b"://" in word:
                    continue
            elif _SPEAKS.search(line):
                continue
            yield start, construct, " ".join(word.decode("latin-1").split())[:60]


def _guess(data: bytes) -> Iterator[Hit]:
    """The scripts that tell autoconf the machine: they say when they were written."""
    written = re.search(rb"^timestamp='([\d-]+)'", data, re.MULTILINE)
    if written and b"aarch64" not in data:
        line = data.count(b"\n", 0, written.start()) + 1
        yield Hit("config-guess", line, Guard.OPEN, written[0].decode("latin-1"))
