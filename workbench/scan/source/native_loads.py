"""Libraries that portable code loads by name, against those that lie in the project."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping

from workbench.model.finding import Effect, Reason
from workbench.scan.binaries.binary import Binary
from workbench.scan.binaries.counterparts import is_arm, is_x86

_NAMED = re.compile(r"""["'](?:[^"']*/)?([\w.+-]{1,80})["']""")
_TESTS = re.compile(r"(?i)(?:^|/)(?:tests?|testdata|fixtures|examples?)/")
_ENDING = re.compile(r"(?:\.so(?:\.\d+)*|\.dll|\.dylib|\.node)$")


class Natives:
    """The compiled libraries of a project, by the name that programs load them by."""

    def __init__(self, binaries: Mapping[str, Binary], component_of: Callable[[str], str]) -> None:
        self._arm: dict[str, bool] = defaultdict(bool)
        self._names: dict[str, set[str]] = defaultdict(set)
        for path, binary in binaries.items():
            if not lies_in_tests(path) and (is_arm(binary) or is_x86(binary)):
                name = _plain(path.rpartition("/")[2])
                self._arm[name] = self._arm[name] or is_arm(binary)
                self._names[component_of(path)].add(name)

    def of(self, call: str, component: str) -> tuple[Effect, Reason] | None:
        """Return what the library named in `call` comes to; None where it is not seen.

        Where none is named, all that lie in the component must be there for arm64.
        """
        name = loaded(call)
        if name in self._arm:
            return (Effect.PORTED if self._arm[name] else Effect.CHANGE), (
                Reason.TWIN if self._arm[name] else Reason.COMPILED
            )
        beside = self._names.get(component, set())
        if not name and beside and all(self._arm[one] for one in beside):
            return Effect.PORTED, Reason.TWIN
        return None


def loaded(call: str) -> str:
    """Return the library that `call` names, less `lib` and the ending; empty where none."""
    named = _NAMED.search(call)
    return _plain(named[1]) if named else ""


def lies_in_tests(path: str) -> bool:
    """Whether `path` is of tests or examples: what lies there is not what programs load."""
    return _TESTS.search(path) is not None


def _plain(name: str) -> str:
    return _ENDING.sub("", name).removeprefix("lib")
