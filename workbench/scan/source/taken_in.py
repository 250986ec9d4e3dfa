"""How the build files above a source file take it in: read for the few that are still to change.

A folder that is left unless an option asks for it, a folder of Windows, a file that no list names:
none of these needs to say x86, so that their build files may not have been looked at before.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache

from workbench.model.finding import Reason
from workbench.model.regex import regex
from workbench.scan.document import Unreadable
from workbench.scan.source.build_choices import Choices
from workbench.scan.source.build_conditions import ALWAYS, NEVER, Known, Truths, negated
from workbench.scan.source.build_files import BuildText, Kind, kind_of, read_text
from workbench.scan.source.build_selected import leaves_at, names_in, paths_of
from workbench.scan.source.worlds import Truth
from workbench.scan.tree import Tree, within

_KINDS = (Kind.CMAKE, Kind.MESON, Kind.MAKE, Kind.AUTOMAKE)
_INCLUDED = (".cmake", ".mk", ".mak", ".make")
_OPTIONS = {"meson_options.txt", "meson.options"}
_OFF = regex(
    rb"\boption[ \t\n]*\([ \t\n]*(\w+)[ \t\n]+(?:\"(?:[^\"\\]|\\.)*\"[ \t\n]*)?"
    rb"(?:OFF|0|FALSE|NO)[ \t\n]*\)"
    rb"|\boption[ \t\n]*\([ \t\n]*'(\w+)'[^)]{0,400}\bvalue[ \t\n]*:[ \t\n]*false\b",
    re.IGNORECASE,
)
_ON = regex(
    rb"\b(?:set[ \t\n]*\([ \t\n]*(\w+)[ \t\n]+(?:ON|1|TRUE|YES)\b"
    rb"|option[ \t\n]*\([ \t\n]*(\w+)[ \t\n]+(?:\"(?:[^\"\\]|\\.)*\"[ \t\n]*)?(?:ON|1|TRUE|YES)\b)",
    re.IGNORECASE,
)
_HEADERS = (".h", ".hh", ".hpp", ".hxx", ".inc", ".inl", ".h.in", ".ipp", ".tpp", ".cuh", ".pxd")
_GLOB = regex(rb"(?i)\bwildcard\b|\bGLOB|\bglob\b|\*\.\w|\baux_source_directory\b|\bfind\b")
_ENOUGH_LISTED = 5
_MOST_FILES = 600
_MOST_BYTES = 512 * 1024
_MOST_BESIDE = 300
_MOST_READ = 2_000
_WORD = regex(rb"\w+")


class TakenIn:
    """What the build files of a project say of its source files."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._left = _MOST_FILES
        self._reads = _MOST_READ
        self._words: dict[str, frozenset[bytes]] = {}
        self._text = lru_cache(maxsize=None)(self._read)
        self._builds = lru_cache(maxsize=None)(self._builds_in)
        self._listed = lru_cache(maxsize=None)(self._list)
        self._off = lru_cache(maxsize=None)(self._options)
        self._globs = lru_cache(maxsize=None)(self._takes_all)
        self._named = lru_cache(maxsize=None)(self._names)
        self.reason = lru_cache(maxsize=None)(self._reason)

    def is_foreign(self, path: str) -> bool:
        """Whether the build takes the file at `path` in on other systems than Linux only."""
        return self.reason(path) is Reason.ELSEWHERE

    def _reason(self, path: str) -> Reason | None:
        """Return why the build leaves `path` out on arm64; None where that cannot be told."""
        options = self._off(path.rpartition("/")[0])
        plain, told = ALWAYS, ALWAYS
        for build in self._above(path):
            plain = _both(plain, self._asked(build, path, {}))
            told = _both(told, self._asked(build, path, options)) if options else plain
        if plain.arm is False:
            return Reason.ELSEWHERE if plain.x86 is False else Reason.SELECTED
        if told == NEVER:
            return Reason.OPTIONAL
        return Reason.UNLISTED if self._is_unlisted(path) else None

    def _above(self, path: str) -> Iterator[str]:
        """Yield the build files of the folder of `path`, and of those above it."""
        folder = path.rpartition("/")[0]
        while True:
            yield from self._builds(folder)
            if not folder:
                return
            folder = folder.rpartition("/")[0]

    def _builds_in(self, folder: str) -> tuple[str, ...]:
        beside = (p for p in self._tree.files_in(folder) if not p.endswith(_INCLUDED))
        return tuple(path for path in beside if kind_of(path) in _KINDS)

    def _read(self, path: str) -> BuildText | None:
        self._left -= 1
        kind = kind_of(path) or Kind.MESON
        if self._left < 0 or self._tree.sizes.get(path, 0) > _MOST_BYTES:
            return None
        try:
            with self._tree.open(path) as stream:
                return read_text(path, kind, stream.read(_MOST_BYTES))
        except Unreadable:
            return None  # the look at it says so

    def _options(self, folder: str) -> Known:
        """Return the options that are off unless somebody asks for them."""
        off: set[str] = set()
        on: set[str] = set()
        while True:
            for home in (folder, within(folder, "cmake")):
                for path in self._tree.files_in(home):
                    name = path.rpartition("/")[2]
                    if kind_of(path) is not Kind.CMAKE and name not in _OPTIONS:
                        continue
                    text = self._text(path)
                    if text is not None:
                        off |= _groups(_OFF, text.code)
                        on |= _groups(_ON, text.code)
            if not folder:
                return dict.fromkeys(off - on, NEVER)
            folder = folder.rpartition("/")[0]

    def _names(self, build: str, known: tuple[str, ...]) -> tuple[Truths, dict[str, Truths]]:
        """Return what a build file asks for its whole folder, and for each path that it names."""
        text = self._text(build)
        if text is None:
            return ALWAYS, {}
        choices = Choices(text, known=dict.fromkeys(known, NEVER))
        whole = ALWAYS
        for offset in leaves_at(text):
            left = _every([branch.reached for branch in choices.around(offset)])
            if left != ALWAYS or known:
                whole = _both(whole, negated(left))
        asked: dict[str, Truths] = {}
        folder = posixpath.dirname(build)
        for named, about in names_in(text, choices):
            for path in paths_of(text, folder, named):
                asked[path] = _any(asked.get(path, NEVER), _every(about))
        return whole, asked

    def _asked(self, build: str, path: str, known: Known) -> Truths:
        whole, asked = self._named(build, tuple(sorted(known)))
        folder = posixpath.dirname(build)
        below = path.removeprefix(f"{folder}/" if folder else "")
        parts = below.split("/")
        sources = [within(folder, posixpath.splitext(below)[0])]
        folders = [within(folder, "/".join(parts[:end])) + "/" for end in range(1, len(parts))]
        for one in (*sources, *reversed(folders)):
            if one in asked:
                return _both(whole, asked[one])
        return whole

    def _is_unlisted(self, path: str) -> bool:
        """Whether its folder's build file names the others of its kind one by one, and not it."""
        folder, _, name = path.rpartition("/")
        stem, ending = posixpath.splitext(name)
        if path.endswith(_HEADERS):
            return False
        texts = [text for build in self._above(path) if (text := self._text(build)) is not None]
        own = [text.path for text in texts if posixpath.dirname(text.path) == folder]
        if not own or any(map(self._globs, own)):
            return False
        if any(self._names_word(text, stem) for text in texts):
            return False
        alike, listed = self._listed(folder, ending)
        if listed < max(_ENOUGH_LISTED, (len(alike) - (path in alike)) // 2):
            return False
        return not any(self._names_it(p, name.encode()) for p in alike if p != path)

    def _list(self, folder: str, ending: str) -> tuple[tuple[str, ...], int]:
        """Return the first files in `folder` with an ending, and how many its build file names."""
        beside = self._tree.files_in(folder)[:_MOST_BESIDE]
        alike = tuple(path for path in beside if path.endswith(ending))
        stems = (posixpath.splitext(posixpath.basename(path))[0] for path in alike)
        texts = [text for build in self._builds(folder) if (text := self._text(build)) is not None]
        return alike, sum(any(self._names_word(text, stem) for text in texts) for stem in stems)

    def _takes_all(self, build: str) -> bool:
        """Whether a build file takes in what lies there, whatever its name."""
        text = self._text(build)
        return text is None or _GLOB.search(text.code) is not None

    def _names_word(self, text: BuildText, word: str) -> bool:
        """Whether a build file names a word, or all that its dots and dashes part it into."""
        known = self._words.get(text.path)
        if known is None:
            known = self._words[text.path] = frozenset(_WORD.findall(text.code))
        return known.issuperset(_WORD.findall(word.encode()))

    def _names_it(self, path: str, name: bytes) -> bool:
        """Whether the source beside it takes it in by name; so taken where too many are read."""
        self._reads -= 1
        if self._reads < 0:
            return True
        try:
            with self._tree.open(path) as stream:
                return name in stream.read(_MOST_BYTES)
        except Unreadable:
            return True


def _groups(pattern: re.Pattern[bytes], code: bytes) -> set[str]:
    return {
        next(g for g in match.groups() if g).decode("latin-1") for match in pattern.finditer(code)
    }


def _both(left: Truths, right: Truths) -> Truths:
    return Truths(_least(left.x86, right.x86), _least(left.arm, right.arm))


def _any(left: Truths, right: Truths) -> Truths:
    return negated(_both(negated(left), negated(right)))


def _every(asked: list[Truths]) -> Truths:
    value = ALWAYS
    for one in asked:
        value = _both(value, one)
    return value


def _least(left: Truth, right: Truth) -> Truth:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True
