"""Files whose whole purpose is to name a runtime's version: `.nvmrc`, `.tool-versions`, ..."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import structs

from workbench.model.component import Occurrence, Sighting, Trait
from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.golang.go_workspace import go_work, is_copy
from workbench.scan.jvm.jdk_distribution import java_version
from workbench.scan.runtimes import DeclaredRuntime, declared_runtime
from workbench.scan.syntax.read_toml import read_toml

_TOOLS = {
    "dotnet": "dotnet",
    "dotnet-core": "dotnet",
    "go": "go",
    "golang": "go",
    "java": "java",
    "node": "node",
    "nodejs": "node",
    "php": "php",
    "python": "python",
    "ruby": "ruby",
    "rust": "rust",
}
"""What asdf and mise call the runtimes (https://asdf-vm.com/manage/configuration.html)."""

MAX_LENGTH = 100
"""No version is longer than this."""

_IMPLEMENTATION = regex(
    r"(pypy|jruby|truffleruby|graalpy|rbx|miniconda|miniforge|anaconda|mambaforge|micropython)"
    r"(?:[\d.]*-)?(.*)"
)
"""Other programs that run the language, or bring it with them, under their own versions."""
_PYTHON = regex(
    r"(?:cpython[-@]?|python[-@]?)?"
    r"(\d+(?:\.\d+){0,2}(?:(?:a|b|rc)\d+|-dev)?|[<>=!~]=?.*)(?=t?(?:$|[-/+\s]))"
)
_NONE = ("system", "path:")


def read_version_file(document: Document) -> list[DeclaredRuntime]:
    """Return what a file with one of the names in VERSION_FILES declares, in order.

    Raises Unreadable.
    """
    return list(VERSION_FILES[document.name](document))


def runtime_of_tool(tool: str) -> str:
    """Return the runtime that asdf and mise install as `tool`, or an empty string."""
    return _TOOLS.get(tool.removeprefix("core:"), "")


def read_tool(tool: str, spelled: str, at: Occurrence) -> Iterator[Sighting]:
    """Yield the runtime that is installed as `tool`, with the scope, traits and reader of `at`."""
    for runtime in _declare(runtime_of_tool(tool), spelled, at.path, at.line):
        sighting = structs.replace(runtime, scope=at.scope).sighting(at.reader)
        said = sighting.occurrence
        traits = (*said.traits, *at.traits)
        yield structs.replace(sighting, occurrence=structs.replace(said, traits=traits))


def _plain(name: str) -> Callable[[Document], Iterator[DeclaredRuntime]]:
    """A reader of files that hold nothing but versions of one runtime, one on each line."""

    def read(document: Document) -> Iterator[DeclaredRuntime]:
        for number, line in _lines(document):
            yield from _declare(name, line, document.path, number)

    return read


def _python_version(document: Document) -> Iterator[DeclaredRuntime]:
    """`.python-version`: pyenv's names of environments are no versions; uv may add a platform."""
    for number, line in _lines(document):
        if len(line) > MAX_LENGTH:
            continue
        if found := _PYTHON.match(line):
            yield declared_runtime("python", found[1].strip(), document.path, number)
        elif _IMPLEMENTATION.fullmatch(line):
            yield from _declare("python", line, document.path, number)


def _tool_versions(document: Document) -> Iterator[DeclaredRuntime]:
    for number, line in _lines(document):
        tool, *versions = line.split()
        for version in versions:
            yield from _declare(runtime_of_tool(tool), version, document.path, number)


def _mise(document: Document) -> Iterator[DeclaredRuntime]:
    for tool, node in read_toml(document)["tools"].items():
        for version in node if node.is_list else (node,):
            spelled = version.text or version["version"].text
            yield from _declare(runtime_of_tool(tool), spelled, document.path, node.line)


def _go_work(document: Document) -> Iterator[DeclaredRuntime]:
    if is_copy(document.path):
        return
    for version, line in go_work(document).go:
        yield from _declare("go", version, document.path, line)


def _rust_toolchain(document: Document) -> Iterator[DeclaredRuntime]:
    """`rust-toolchain` holds a bare channel or the same TOML as `rust-toolchain.toml`."""
    if "[" not in document.text:
        number, line = next(_lines(document), (0, ""))
        yield from _declare("rust", line, document.path, number)
        return
    toolchain = read_toml(document)["toolchain"]
    channel = toolchain["channel"]
    targets = tuple(Trait("rust-target", n.text) for n in toolchain["targets"] if n.text)
    for declared in _declare("rust", channel.text, document.path, channel.line):
        yield structs.replace(declared, traits=targets)


def _pipfile(document: Document) -> Iterator[DeclaredRuntime]:
    requires = read_toml(document)["requires"]
    version = requires["python_full_version"] or requires["python_version"]
    yield from _declare("python", version.text, document.path, version.line)


def _properties(key: str) -> Callable[[Document], Iterator[DeclaredRuntime]]:
    """A reader of the one property that names a Java version."""

    def read(document: Document) -> Iterator[DeclaredRuntime]:
        for number, line in _lines(document):
            name, _, value = line.partition("=")
            if name.strip() == key:
                yield from _declare("java", value.strip(), document.path, number)

    return read


def _runtime_txt(document: Document) -> Iterator[DeclaredRuntime]:
    for number, line in _lines(document):
        if line.startswith("python-"):
            yield from _declare("python", line.removeprefix("python-"), document.path, number)


def _lines(document: Document) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, with their numbers, comments off."""
    for number, line in enumerate(document.lines, 1):
        said = line.partition("#")[0].strip()
        if said:
            yield number, said


def _declare(name: str, spelled: str, path: str, line: int) -> Iterator[DeclaredRuntime]:
    """Yield the runtime, unless it is none of ours or the machine's own."""
    if not name or not spelled or len(spelled) > MAX_LENGTH or spelled.startswith(_NONE):
        return
    if name == "java":
        version, distribution = java_version(spelled)
        runtime = declared_runtime(name, version, path, line)
        yield structs.replace(runtime, distribution=distribution)
    elif other := _IMPLEMENTATION.fullmatch(spelled):
        yield declared_runtime(other[1], other[2], path, line)
    else:
        spelled = spelled.removeprefix(f"{name}-").removeprefix("cpython-")
        yield declared_runtime(name, spelled, path, line)


VERSION_FILES: dict[str, Callable[[Document], Iterator[DeclaredRuntime]]] = {
    ".go-version": _plain("go"),
    ".java-version": _plain("java"),
    ".node-version": _plain("node"),
    ".nvmrc": _plain("node"),
    ".php-version": _plain("php"),
    ".python-version": _python_version,
    ".ruby-version": _plain("ruby"),
    ".sdkmanrc": _properties("java"),
    ".tool-versions": _tool_versions,
    ".mise.toml": _mise,
    "go.work": _go_work,
    "mise.toml": _mise,
    "Pipfile": _pipfile,
    "runtime.txt": _runtime_txt,
    "rust-toolchain": _rust_toolchain,
    "rust-toolchain.toml": _rust_toolchain,
    "system.properties": _properties("java.runtime.version"),
}
