"""Libraries that portable code loads by name, against those that lie in the project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from workbench.model.finding import Effect, Reason
from workbench.model.purl import parse_purl
from workbench.model.regex import regex
from workbench.scan.binaries.binary import Binary
from workbench.scan.binaries.counterparts import is_arm, is_x86
from workbench.scan.source.named import architecture_in, is_elsewhere, less_architecture

_NAMED = regex(r"""["'](?:[^"']*/)?([\w.+-]{1,80})["']""")
_TESTS = regex(r"(?i)(?:^|/)(?:tests?|testdata|fixtures|examples?)/")
BUILDS = ("pom.xml", "build.gradle", "build.gradle.kts")
"""Names of files that make a module of their folder, which may build a library."""
_HOMES = ("native", "natives")
_ENDING = regex(r"(?:\.so(?:\.\d+)*|\.dll|\.dylib|\.node)$")


class Natives:
    """The compiled libraries of a project, by the name that programs load them by.

    Also those that are not there yet: a module of its own may build them for arm64, such as
    `codec-linux-aarch64` or `natives/linux-aarch64` beside `codec`. `builds` are its files with the
    names in BUILDS.
    """

    def __init__(
        self,
        binaries: Mapping[str, Binary],
        component_of: Callable[[str], str],
        builds: Iterable[str] = (),
    ) -> None:
        self._built: dict[str, set[str]] = defaultdict(set)
        for path in builds:
            above, _, module = path.rpartition("/")[0].rpartition("/")
            if architecture_in(module) == "arm" and not is_elsewhere(module):
                self._built[above].add(less_architecture(module))
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
        if self._is_built(component, name):
            return Effect.PORTED, Reason.TWIN
        return None

    def _is_built(self, component: str, name: str) -> bool:
        """Whether a module beside `component` builds its library, which is `name` or unnamed."""
        if not self._built:
            return False
        above, slash, module = (parse_purl(component).subpath or "").rpartition("/")
        if name and module and name != module:
            return False
        stem = f"{less_architecture(module)}-"
        return any(self._built.get(f"{above}{slash}{home}") for home in _HOMES) or (
            len(stem) > 1 and any(one.startswith(stem) for one in self._built.get(above, ()))
        )


def loaded(call: str) -> str:
    """Return the library that `call` names, less `lib` and the ending; empty where none."""
    named = _NAMED.search(call)
    return _plain(named[1]) if named else ""


def lies_in_tests(path: str) -> bool:
    """Whether `path` is of tests or examples: what lies there is not what programs load."""
    return _TESTS.search(path) is not None


def _plain(name: str) -> str:
    return _ENDING.sub("", name).removeprefix("lib")
