"""Switches of a build that its branches for arm64 set, and what they keep from it.

`if(ARM64)`, `set(NO_MODE 1)` in one file; `if(NOT NO_MODE)`, `add_compile_options(-m64)` in
another. Read in the end, and only where a setting for x86 hangs on what its own file does not tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import structs

from workbench.model.regex import regex
from workbench.scan.document import Unreadable
from workbench.scan.source.build_choices import Branch, Choices
from workbench.scan.source.build_conditions import Known, Truths
from workbench.scan.source.build_files import BuildText, Kind, kind_of, read_text
from workbench.scan.source.build_look import BUILD
from workbench.scan.source.hit import Guard, Hit, Looked
from workbench.scan.tree import Tree, within

_SET = {
    Kind.CMAKE: regex(
        rb"(?i)\bset[ \t]*\([ \t]*(\w+)[ \t]+\"?(\w+)\"?[ \t]*"
        rb"(?:CACHE\b[^)]*|PARENT_SCOPE[ \t]*)?\)"
    ),
    Kind.MAKE: regex(
        rb"(?m)^[ \t]*(?:override[ \t]+|export[ \t]+)?(\w+)[ \t]*[:?]?=[ \t]*(\w*)[ \t]*$"
    ),
    Kind.SHELL: regex(rb"(?m)(?:^|[;)]|\bthen\b|\bdo\b)[ \t]*(\w+)=[\"']?(\w*)[\"']?(?=[\s;]|$)"),
    Kind.MESON: regex(rb"(?m)^[ \t]*(\w+)[ \t]*=[ \t]*(true|false)\b"),
}
_VALUES = {
    **dict.fromkeys((b"1", b"on", b"yes", b"true", b"y"), True),
    **dict.fromkeys((b"0", b"off", b"no", b"false", b"n", b""), False),
}
_HOMES = ("cmake", "CMake", "make", "mk")
"""Folders beside a build file that hold more of it."""
_SHARED = (Kind.CMAKE, Kind.MAKE)
"""Kinds whose files take in one another."""
_MOST_BYTES = 512 * 1024
_MOST_FILES = 400
_MOST_SET = 5_000


def settle(looked: Iterable[Looked], tree: Tree) -> list[Looked]:
    """Return `looked`, with less left open in build files, where their project tells."""
    switches = _Switches(tree)
    return [
        _settled(seen, switches)
        if seen.family == BUILD and any(hit.guard is Guard.CONDITIONAL for hit in seen.hits)
        else seen
        for seen in looked
    ]


def _settled(seen: Looked, switches: _Switches) -> Looked:
    text = switches.text(seen.path)
    known = switches.known_in(seen.path) if text else {}
    if text is None or not known:
        return seen
    choices = Choices(text, known=known)
    ends = _line_ends(text.code)

    def settled(hit: Hit) -> Hit:
        if hit.guard is not Guard.CONDITIONAL or hit.line > len(ends):
            return hit
        around = choices.around(ends[hit.line - 1])
        if any(branch.reached.arm is False for branch in around):
            return structs.replace(hit, guard=Guard.FALLBACK)
        return hit

    return structs.replace(seen, hits=tuple(map(settled, seen.hits)))


def _line_ends(code: bytes) -> list[int]:
    ends = []
    at = 0
    for line in code.split(b"\n"):
        at += len(line) + 1
        ends.append(at - 1)
    return ends


class _Switches:
    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._texts: dict[str, BuildText | None] = {}
        self._set: dict[str, list[tuple[str, bool]]] = {}

    def text(self, path: str) -> BuildText | None:
        """Return the build file at `path`; None where it cannot be read or is too large."""
        if path not in self._texts:
            self._texts[path] = self._read(path) if len(self._texts) < _MOST_FILES else None
        return self._texts[path]

    def _read(self, path: str) -> BuildText | None:
        kind = kind_of(path) or Kind.SHELL
        if self._tree.sizes.get(path, 0) > _MOST_BYTES:
            return None
        try:
            with self._tree.open(path) as stream:
                return read_text(path, kind, stream.read(_MOST_BYTES))
        except Unreadable:
            return None  # the look at it says so

    def known_in(self, path: str) -> Known:
        """Return the switches that are set for arm64, always to the same, for the file at `path`.

        Those of the file itself, and of the files of its kind around it that may take it in.
        """
        values: dict[str, set[bool]] = defaultdict(set)
        for other in {path, *self._around(path)}:
            if other not in self._set:
                text = self.text(other)
                self._set[other] = list(_set_for_arm(text)) if text else []
            for name, value in self._set[other]:
                values[name].add(value)
        return {
            name: Truths(None, found.pop()) for name, found in values.items() if len(found) == 1
        }

    def _around(self, path: str) -> Iterator[str]:
        kind = kind_of(path)
        folder = path.rpartition("/")[0]
        while kind in _SHARED:
            for home in (folder, *(within(folder, home) for home in _HOMES)):
                yield from (p for p in self._tree.files_in(home) if kind_of(p) is kind)
            if not folder:
                return
            folder = folder.rpartition("/")[0]


def _set_for_arm(text: BuildText) -> Iterator[tuple[str, bool]]:
    """Yield the switches that are set in branches that arm64 takes, and x86 does not."""
    pattern = _SET.get(text.kind)
    if pattern is None:
        return
    choices = Choices(text)
    if not any(_is_for_arm([b]) for choice in choices.every for b in choice.branches):
        return
    for number, match in enumerate(pattern.finditer(text.code)):
        if number >= _MOST_SET:
            return
        value = _VALUES.get(match[2].lower())
        if value is not None and _is_for_arm(list(choices.around(match.start(1)))):
            yield match[1].decode("latin-1"), value


def _is_for_arm(around: list[Branch]) -> bool:
    """A pattern of a `case` may be met where none before it is: it counts by itself."""
    named = [b for b in around if b.own.arm is True and b.own.x86 is False]
    others = [b for b in around if b not in named]
    if any(b.reached.arm is False for b in named):
        return False
    first = bool(named) or any(b.reached.x86 is False for b in others)
    return first and all(b.reached.arm is True for b in others)
