"""Files whose whole purpose is to name a runtime's version: `.nvmrc`, `.tool-versions`, ..."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from workbench.scan.document import Document
from workbench.scan.runtimes import DeclaredRuntime, declared_runtime
from workbench.scan.syntax.node import Node
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

_VENDOR = re.compile(r"(?:[A-Za-z][A-Za-z_]*(?:64|32)?-)+(?=\d)")
"""The distribution in front of a Java version: `temurin-17.0.3+7`, `openjdk64-11.0.2`."""
_SDKMAN_VENDOR = re.compile(r"-[a-z]+$")
_OTHER_IMPLEMENTATION = re.compile(
    r"(?:pypy|jruby|truffleruby|graalpy|rbx|miniconda|anaconda|mambaforge|micropython|system|path:)"
)
_PYTHON = re.compile(
    r"(?:cpython[-@]?|python[-@]?)?"
    r"(\d+(?:\.\d+){0,2}(?:(?:a|b|rc)\d+|-dev)?|[<>=!~]=?.*)(?=t?(?:$|[-/+\s]))"
)


def read_version_file(document: Document) -> list[DeclaredRuntime]:
    """Return what a file with one of the names in VERSION_FILES declares, in order.

    Raises Unreadable.
    """
    return list(VERSION_FILES[document.name](document))


def _plain(name: str) -> Callable[[Document], Iterator[DeclaredRuntime]]:
    """A reader of files that hold nothing but versions of one runtime, one on each line."""

    def read(document: Document) -> Iterator[DeclaredRuntime]:
        for number, line in _lines(document):
            yield from _declare(name, line, document.path, number)

    return read


def _python_version(document: Document) -> Iterator[DeclaredRuntime]:
    """`.python-version`: pyenv's names of environments are no versions; uv may add a platform."""
    for number, line in _lines(document):
        if len(line) <= MAX_LENGTH and (found := _PYTHON.match(line)):
            yield declared_runtime("python", found[1].strip(), document.path, number)


def _tool_versions(document: Document) -> Iterator[DeclaredRuntime]:
    for number, line in _lines(document):
        tool, *versions = line.split()
        for version in versions:
            yield from _declare(_TOOLS.get(tool, ""), version, document.path, number)


def _mise(document: Document) -> Iterator[DeclaredRuntime]:
    for tool, node in read_toml(document)["tools"].items():
        for version in node if node.is_list else (node,):
            spelled = version.text or version["version"].text
            yield from _declare(_TOOLS.get(tool, ""), spelled, document.path, node.line)


def _rust_toolchain(document: Document) -> Iterator[DeclaredRuntime]:
    """`rust-toolchain` holds a bare channel or the same TOML as `rust-toolchain.toml`."""
    if "[" in document.text:
        channel = read_toml(document).at("toolchain", "channel")
    else:
        number, line = next(_lines(document), (0, ""))
        channel = Node(line, number)
    yield from _declare("rust", channel.text, document.path, channel.line)


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
                version = _SDKMAN_VENDOR.sub("", value.strip())
                yield from _declare("java", version, document.path, number)

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
    """Yield the runtime, unless it is none of ours or another implementation of it."""
    if not name or not spelled or len(spelled) > MAX_LENGTH or _OTHER_IMPLEMENTATION.match(spelled):
        return
    if name == "java":
        spelled = _VENDOR.sub("", spelled, count=1)
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
    "mise.toml": _mise,
    "Pipfile": _pipfile,
    "runtime.txt": _runtime_txt,
    "rust-toolchain": _rust_toolchain,
    "rust-toolchain.toml": _rust_toolchain,
    "system.properties": _properties("java.runtime.version"),
}
