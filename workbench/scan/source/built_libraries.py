"""Libraries that portable code loads by name and that the project builds from its own source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator

from workbench.model.finding import Effect, Reason
from workbench.model.regex import regex
from workbench.scan.document import Unreadable
from workbench.scan.source.construct import Means, constructs
from workbench.scan.source.hit import Looked
from workbench.scan.source.jni import Implemented
from workbench.scan.source.named import architecture_in
from workbench.scan.source.native_loads import lies_in_tests, loaded
from workbench.scan.source.taken_in import TakenIn
from workbench.scan.tree import Tree

_TARGETS = {
    "CMakeLists.txt": regex(
        r"(?i:\badd_library)\s*\(\s*([\w.+-]{1,80})\s+"
        r"(?!(?:STATIC|INTERFACE|OBJECT|ALIAS|(?:\w+\s+)?IMPORTED)\b)"
    ),
    "meson.build": regex(r"\b(?:shared_)?(?:library|module)\s*\(\s*'([\w.+-]{1,80})'"),
    "Makefile.am": regex(r"(?m)^lib(\w{1,80})_la_SOURCES\b"),
}
"""How each kind of build file names what programs load, less `lib` and the ending."""
_COMMENT = regex(r"(?m)(?:^|[ \t])#.*$")
_MOST_BYTES = 1024 * 1024
_MOST_FILES = 2000
_DECLARED = ("java-native",)
"""What names no library: it is in one of those that are loaded beside it."""


class OwnLibraries:
    """What the build files of a project make, against what its code loads.

    Its source is judged for itself: who loads it needs nothing else. The build files are read
    only where something is loaded at all.
    """

    def __init__(
        self,
        tree: Tree,
        looked: Collection[Looked],
        component_of: Callable[[str], str],
        taken: TakenIn,
    ) -> None:
        self._loads: dict[str, set[str]] = defaultdict(set)
        for path, construct, text in _asked(looked):
            if construct not in _DECLARED:
                self._loads[component_of(path)].add(loaded(text))
        self._built = set(_built(tree)) if self._loads else set()
        self._native = Implemented(tree, looked, component_of, taken.is_foreign)

    def of(
        self, construct: str, call: str, component: str, path: str
    ) -> tuple[Effect, Reason] | None:
        """Return what a load, or what stands in place of one, comes to; None where not seen."""
        found = self._native.of(construct, path, named=bool(loaded(call)))
        if found is not None:
            return found
        names = self._loads[component] if construct in _DECLARED else {loaded(call)}
        if names and names <= self._built:
            return Effect.NOTE, Reason.BUILT
        return None


def _asked(looked: Iterable[Looked]) -> Iterator[tuple[str, str, str]]:
    for seen in looked:
        if not seen.hits or lies_in_tests(seen.path):
            continue
        asking = {c.id for c in constructs(seen.family) if c.means is Means.ASK}
        for hit in seen.hits:
            if hit.construct in asking:
                yield seen.path, hit.construct, hit.text


def _built(tree: Tree) -> Iterator[str]:
    paths = [path for path in tree.called(*_TARGETS) if not lies_in_tests(path)]
    for path in sorted(paths)[:_MOST_FILES]:
        if tree.sizes[path] > _MOST_BYTES or architecture_in(path) == "x86":
            continue
        try:
            text = tree.read(path).text
        except Unreadable:
            continue  # the reader of its format says so
        for match in _TARGETS[path.rpartition("/")[2]].finditer(_COMMENT.sub("", text)):
            yield match[1].removeprefix("lib")
