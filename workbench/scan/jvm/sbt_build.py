"""An sbt build as a whole: where the names in its scripts get their values."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from workbench.scan.document import Unreadable
from workbench.scan.jvm.gradle_values import Reference, Text
from workbench.scan.jvm.sbt_reader import read_sbt_script
from workbench.scan.jvm.sbt_script import Call, Module, Operand, SbtScript
from workbench.scan.tree import Tree

MAX_STEPS = 20
MAX_LENGTH = 1000
MAX_NAMES = 100
_UNRESOLVED = "${%s}"


class Resolved(msgspec.Struct, frozen=True):
    """A text with its names filled in; incomplete where one stays as written."""

    text: str
    complete: bool = True


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """One module as a script asks for it, names filled in as far as the build says."""

    group: Resolved
    name: Resolved
    version: Resolved
    module: Module
    line: int
    configuration: str
    within: tuple[str, ...]


def is_sbt(path: str) -> bool:
    """Whether a file is a script, or Scala source of the build itself."""
    folder, _, name = path.rpartition("/")
    return name.endswith(".sbt") or (
        name.endswith(".scala") and folder.rpartition("/")[2] == "project"
    )


def is_meta(path: str) -> bool:
    """Whether a script asks for what the build itself needs: plugins and theirs."""
    return path.endswith(".sbt") and path.rpartition("/")[0].rpartition("/")[2] == "project"


class SbtBuilds:
    """Every sbt script of the project, by the build that it belongs to."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._scripts: dict[str, SbtScript] = {}
        self._by_root: dict[str, list[str]] = {}
        self._defined: dict[str, dict[str, list[tuple[str, str, Operand]]]] = {}
        for path in tree.sizes:
            if is_sbt(path):
                self._by_root.setdefault(self.root(path), []).append(path)

    def script(self, path: str) -> SbtScript:
        """The script at `path`. Raises Unreadable."""
        if path not in self._scripts:
            self._scripts[path] = read_sbt_script(self._tree.read(path))
        return self._scripts[path]

    def root(self, path: str) -> str:
        """The folder of the build that a script belongs to: the nearest with a `project` folder."""
        folder = path.rpartition("/")[0]
        while folder.rpartition("/")[2] == "project":
            folder = folder.rpartition("/")[0]
        place = folder
        while True:
            prefix = f"{place}/" if place else ""
            if any(
                f"{prefix}project/{n}" in self._tree for n in ("build.properties", "plugins.sbt")
            ):
                return place
            if not place:
                return folder
            place = place.rpartition("/")[0]

    def scripts(self, root: str) -> Iterator[SbtScript]:
        """Yield the readable scripts of the build in `root`."""
        for path in self._by_root.get(root, ()):
            try:
                yield self.script(path)
            except (Unreadable, RecursionError):
                self._scripts[path] = SbtScript(path=path)

    def wanted(self, path: str) -> Iterator[Wanted]:
        """Yield what the script at `path` asks for. Raises Unreadable."""
        script = self.script(path)
        root = self.root(path)
        for module in script.modules:
            if _is_parametrised(module):
                continue
            if module.choices and _names(module, module.variable):
                for choice in module.choices:
                    yield self._filled(module, path, {module.variable: choice})
            else:
                yield self._filled(module, path, {})
        functions = {
            m.owner: (m, s.path)
            for s in self.scripts(root)
            for m in s.modules
            if _is_parametrised(m)
        }
        for call in script.calls:
            if call.name in functions:
                module, home = functions[call.name]
                yield self._called(module, home, call)

    def _called(self, module: Module, home: str, call: Call) -> Wanted:
        values = dict(zip(module.parameters, call.arguments, strict=False))
        filled = self._filled(module, home, values)
        return msgspec.structs.replace(
            filled,
            line=call.line,
            configuration=call.configuration or filled.configuration,
            within=(*call.within, *filled.within),
        )

    def _filled(self, module: Module, path: str, values: dict[str, str]) -> Wanted:
        return Wanted(
            group=self.text(module.group, path, values),
            name=self.text(module.name, path, values),
            version=self.text(module.version, path, values),
            module=module,
            line=module.line,
            configuration=module.configuration or self._used_in(module, path),
            within=module.within,
        )

    def _used_in(self, module: Module, path: str) -> str:
        """The configuration that every use of the constant for a module names, if they agree."""
        found: set[str] = set()
        pending, seen = [module.owner], {module.owner}
        while pending and len(seen) < MAX_NAMES:
            name = pending.pop()
            for script in self.scripts(self.root(path)):
                for configuration, owner in script.uses.get(name, ()):
                    if configuration or not owner:
                        found.add(configuration)
                    elif owner not in seen:
                        seen.add(owner)
                        pending.append(owner)
            if len(found) > 1:
                return ""
        return found.pop() if len(found) == 1 and not pending else ""

    def text(
        self, value: Operand, path: str, values: dict[str, str] | None = None, steps: int = 0
    ) -> Resolved:
        """What an operand is as text in the script at `path`; unknown parts as `${name}`."""
        if isinstance(value, Text):
            parts = [
                Resolved(part)
                if isinstance(part, str)
                else self.text(part, path, values, steps + 1)
                for part in value.parts
            ]
            whole = "".join(part.text for part in parts)
            return Resolved(whole[:MAX_LENGTH], all(part.complete for part in parts))
        if isinstance(value, Reference):
            if values and value.path in values:
                return Resolved(values[value.path])
            found = self._named(value.path, path, steps) if steps < MAX_STEPS else None
            return found or Resolved(_UNRESOLVED % value.path, complete=False)
        return Resolved(_UNRESOLVED % value.source, complete=False)

    def _named(self, name: str, path: str, steps: int) -> Resolved | None:
        """The one text that a name stands for; None where there is none, or more than one."""
        last = name.rpartition(".")[2]
        known = self._definitions(self.root(path)).get(last, [])
        meant = [k for k in known if _same_name(k[0], name)]
        meant = [k for k in meant if k[1] == path] or meant
        texts = {self.text(value, home, None, steps + 1) for _, home, value in meant}
        if len(texts) != 1:
            return None
        text = texts.pop()
        return text if text.complete and text.text else None

    def _definitions(self, root: str) -> dict[str, list[tuple[str, str, Operand]]]:
        """Constants and settings of a build by the last part of their names."""
        if root not in self._defined:
            found: dict[str, list[tuple[str, str, Operand]]] = {}
            for script in self.scripts(root):
                for full, operands in script.definitions.items():
                    at = found.setdefault(full.rpartition(".")[2], [])
                    at.extend((full, script.path, operand) for operand in operands)
            self._defined[root] = found
        return self._defined[root]

    def setting(self, name: str, path: str) -> list[tuple[Resolved, str, int]]:
        """The values that the build of the script at `path` gives to a setting, with places."""
        return [
            (self.text(value, script.path), script.path, line)
            for script in self.scripts(self.root(path))
            if not is_meta(script.path)
            for value, line in script.settings.get(name, ())
        ]

    def scala_version(self, path: str) -> str:
        """The one Scala version of the build; empty where it is not literal, or there are more."""
        found = {value for value, _, _ in self.setting("scalaVersion", path)}
        value = found.pop() if len(found) == 1 else Resolved("", complete=False)
        return value.text if value.complete else ""


def _names(module: Module, variable: str) -> bool:
    """Whether an operand of a module mentions a name."""
    for operand in (module.group, module.name, module.version):
        parts = operand.parts if isinstance(operand, Text) else (operand,)
        if any(isinstance(part, Reference) and part.path == variable for part in parts):
            return True
    return False


def _is_parametrised(module: Module) -> bool:
    """Whether a module is that of a function, a different one for each call."""
    return any(_names(module, parameter) for parameter in module.parameters)


def _same_name(full: str, name: str) -> bool:
    """Whether a name as used can mean a name as defined: one ends like the other."""
    return full == name or full.endswith(f".{name}") or name.endswith(f".{full}")
