"""Native methods of Java whose C code lies in the project: its own build makes their library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from workbench.model.finding import Effect, Reason
from workbench.model.regex import regex
from workbench.scan.document import Unreadable
from workbench.scan.source.hit import Looked
from workbench.scan.source.named import architecture_in, is_elsewhere
from workbench.scan.source.native_loads import lies_in_tests
from workbench.scan.tree import Tree

_NATIVE = "java-native"
_LOAD = "java-load"
_ENDINGS = (".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".m", ".mm", ".inc")
_LIKELY = regex(r"(?i)jni|java|native")
"""What stands in the path of nearly every file with such code, or of a folder above it."""
_EXPORTED = regex(rb"\bJava_(\w+)")
_JOINT = regex(r"_(?!\d)")
_MOST_FILES = 3_000
_MOST_BYTES = 2 * 1024 * 1024


class Implemented:
    """The native methods that C code of the project holds, by the class that they belong to.

    Its sources are read only where a class has native methods at all. `is_foreign` says of a file
    whether the build takes it in on other systems only.
    """

    def __init__(
        self,
        tree: Tree,
        looked: Iterable[Looked],
        component_of: Callable[[str], str],
        is_foreign: Callable[[str], bool],
    ) -> None:
        self._asked: dict[str, set[str]] = defaultdict(set)
        for seen in looked:
            if any(hit.construct == _NATIVE for hit in seen.hits) and not lies_in_tests(seen.path):
                self._asked[component_of(seen.path)].add(seen.path)
        self._by_class: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for path, owner in set(_implemented(tree)) if self._asked else ():
            self._by_class[_JOINT.split(owner)[-1]].append((owner, path))
        self._is_foreign = is_foreign
        self._component_of = component_of

    def of(self, construct: str, path: str, *, named: bool) -> tuple[Effect, Reason] | None:
        """Return what a native method, or a load, at `path` comes to; None where that is not seen.

        A load in a class without native methods is for the others of its component, where it is
        not `named`.
        """
        if construct not in (_NATIVE, _LOAD):
            return None
        own = self._class(path)
        if own is not None or construct == _NATIVE:
            return own
        others = {self._class(p) for p in self._asked.get(self._component_of(path), ())} - {None}
        return others.pop() if not named and len(others) == 1 else None

    def _class(self, path: str) -> tuple[Effect, Reason] | None:
        parts = path.rpartition(".")[0].replace("_", "_1").split("/")
        whole = "_" + "_".join(parts)
        files = [p for owner, p in self._by_class.get(parts[-1], ()) if whole.endswith(f"_{owner}")]
        if not files:
            return None
        here = [p for p in files if not (is_elsewhere(p) or self._is_foreign(p))]
        return Effect.NOTE, Reason.BUILT if here else Reason.ELSEWHERE


def _implemented(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield each file with C code of native methods, with a class whose methods they are."""
    paths = (p for p in tree.sizes if p.endswith(_ENDINGS) and _LIKELY.search(p))
    for path in sorted(paths)[:_MOST_FILES]:
        if architecture_in(path) in ("x86", "other") or lies_in_tests(path):
            continue
        try:
            with tree.open(path) as stream:
                data = stream.read(_MOST_BYTES)
        except Unreadable:
            continue  # the look at it says so
        for name in set(_EXPORTED.findall(data)):
            yield path, _owner(name.decode("latin-1"))


def _owner(name: str) -> str:
    """Return the class, packages and all, of a method by the name that C gives it.

    The signature of one of several of a name stands behind two underscores, an inner class behind
    a dollar sign, written as a number.
    """
    outer, inner, _ = name.partition("_00024")
    return outer if inner else "_".join(_JOINT.split(outer.partition("__")[0])[:-1])
