"""What answers on arm64 for the Go files that are built on x86 only: names, package by package.

Go links a package as a whole. A name that x86 files declare and files for arm64 use must be
declared for arm64, too; where it is, that file stands in for the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from workbench.model.regex import regex
from workbench.scan.source.go_build import Built, built
from workbench.scan.source.line_text import Comments, without_comments

_DECLARED = regex(rb"^(?:func|var|const|type)[ \t]+(\w+)", re.MULTILINE)
_GROUP = regex(
    rb"^(?:var|const|type)[ \t]*\(\n((?:(?!(?:var|const|type)[ \t]*\()[^)\n][^\n]*\n|\n)*+)\)",
    re.MULTILINE,
)
_IN_GROUP = regex(rb"^\t(\w+)", re.MULTILINE)
_SYMBOL = regex(rb"^TEXT[ \t]+(?:\xc2\xb7|\w*\xc2\xb7)(\w+)", re.MULTILINE)
_STRING = regex(rb'"[^"\\\n]*+(?:(?:\\.[^"\\\n]*+)++"?|")|`[^`]*`')
_CALLED = regex(rb"(?<![\w.])([A-Za-z_]\w*)[ \t]*\(")
_BOUND = regex(rb"\b(\w+)(?:[ \t]*,[ \t]*\w+){0,20}[ \t]*:=|[(,][ \t]*(\w+)[ \t]+func\b")
_METHOD = regex(
    rb"^func[ \t]+\([ \t]*+(?:\w++[ \t]++)?\*?[ \t]*+(\w++)[^)\n]*+\)[ \t]*(\w+)", re.MULTILINE
)
_REFUSES = regex(
    rb"""(?i)["`][^"`\n]*(?:unsupported|not[ ]supported|not[ ]implemented)[^"`\n]*"""
    rb"""\b(?:platform|cpu|arch\w*|processor|amd64|x86\w*)\b|"""
    rb"""["`][^"`\n]*\b(?:platform|cpu|arch\w*|processor)[^"`\n]{0,30}"""
    rb"""(?:unsupported|not[ ]supported)"""
)
_NO_NAMES = frozenset({b"_", b"init", b"main"})


class Answer(StrEnum):
    """What stands in for a file on arm64."""

    ARM = "arm"
    PORTABLE = "portable"
    REFUSED = "refused"
    MISSING = "missing"
    """Names that arm64 code uses are not there."""
    UNUSED = "unused"
    """No arm64 code asks for what it declares."""
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class GoFile:
    """One file of a package, without its comments."""

    path: str
    code: bytes
    built: Built

    @property
    def declared(self) -> frozenset[bytes]:
        """The names that it declares at the top, methods as `Type.name`."""
        if self.path.endswith(".s"):
            return frozenset(_SYMBOL.findall(self.code))
        names = set(_DECLARED.findall(self.code)) - _NO_NAMES
        names.update(b"%s.%s" % pair for pair in _METHOD.findall(self.code))
        for group in _GROUP.finditer(self.code):
            names.update(_IN_GROUP.findall(group[1]))
        return frozenset(names)

    @property
    def called(self) -> frozenset[bytes]:
        """What it calls of its own package: neither methods nor what it binds itself."""
        code = _STRING.sub(b'""', self.code)
        bound = {name for pair in _BOUND.findall(code) for name in pair}
        return frozenset(_CALLED.findall(code)) - bound


def go_file(path: str, data: bytes) -> GoFile:
    """Return the file at `path` with what decides where it is built."""
    return GoFile(path, without_comments(data, Comments.SLASHES), built(path, data))


def answers(files: Iterable[GoFile]) -> Mapping[str, Answer]:
    """Return what stands in for each file of one package that x86 builds and arm64 does not."""
    every = list(files)
    left_out = [f for f in every if f.built.x86 and not f.built.arm]
    if not left_out:
        return {}
    tests = {f.path for f in every if f.path.endswith("_test.go")}
    for_arm = [f for f in every if f.built.arm and f.path not in tests]
    code = [f for f in for_arm if not f.path.endswith(".s")]
    if not code:
        return {f.path: Answer.UNTOLD for f in left_out}
    declared: dict[bytes, list[GoFile]] = defaultdict(list)
    for file in for_arm:
        for name in file.declared:
            declared[name].append(file)
    called = frozenset[bytes]().union(*(file.called for file in code))
    said = {f.path: _answer(f, declared, called) for f in left_out if f.path not in tests}
    missing = Answer.MISSING in said.values()
    best = next((a for a in (Answer.ARM, Answer.PORTABLE) if a in said.values()), Answer.UNUSED)
    for file in left_out:
        unused = said.get(file.path) is Answer.UNUSED and not missing
        if file.path in tests or unused:
            said[file.path] = best
    return said


def _answer(
    file: GoFile, declared: Mapping[bytes, list[GoFile]], called: frozenset[bytes]
) -> Answer:
    names = file.declared
    instead = [other for name in names for other in declared.get(name, ())]
    own = [other for other in instead if not other.built.x86]
    plain = [name for name in names if b"." not in name]
    if not file.path.endswith(".s") and any(n in called and n not in declared for n in plain):
        return Answer.MISSING
    if any(_is_for_arm(other) for other in own):
        return Answer.ARM
    if own:
        refuses = all(_REFUSES.search(other.code) for other in own)
        return Answer.REFUSED if refuses else Answer.PORTABLE
    if instead:
        return Answer.PORTABLE
    # What other packages may ask for is not seen here.
    is_offered = any(name[:1].isupper() for name in plain)
    return Answer.UNTOLD if is_offered and not file.path.endswith(".s") else Answer.UNUSED


def _is_for_arm(file: GoFile) -> bool:
    return file.built.arm and not file.built.elsewhere
