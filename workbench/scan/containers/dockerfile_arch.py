"""Where a Dockerfile fixes the architecture of the image that it builds."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Trait
from workbench.model.regex import regex
from workbench.scan.containers.dockerfile_stages import Dockerfile, declared_arguments
from workbench.scan.containers.dockerfile_syntax import Instruction
from workbench.scan.shell.download_address import named_architecture
from workbench.scan.shell.shell import commands

_AUTOMATIC = frozenset({"TARGETARCH", "TARGETPLATFORM"})
_COMPILER_TARGET = "GOARCH"
_SOURCE = regex(
    r"\bdeb(?:-src)?\s+\[[^\]\n]{0,200}?\barch=((?:amd64|i386)(?:,(?:amd64|i386))*)[\s\]]"
)
_ASKS = regex(r"(?i)arm64|aarch64|TARGETARCH|\buname\s+-[mp]|dpkg\s+--print-arch|\barch\)")
"""What shows that a script tells the architectures apart."""


def architecture_traits(file: Dockerfile) -> Iterator[tuple[int, Trait]]:
    """Yield lines and what is fixed there: a default, a compiler, a package source, a file."""
    for stage in file.stages:
        for instruction in stage.instructions:
            if instruction.keyword == "ARG":
                yield from _defaults(instruction)
            elif instruction.keyword in ("ENV", "RUN"):
                yield from _compiler_target(instruction)
                yield from _package_sources(instruction)
            elif instruction.keyword in ("COPY", "ADD"):
                yield from _copied_files(instruction)


def _defaults(instruction: Instruction) -> Iterator[tuple[int, Trait]]:
    """Yield defaults of the automatic arguments: these win over the platform asked for.

    Source: https://github.com/docker/buildx/issues/510.
    """
    for name, line, value in declared_arguments(instruction, {}):
        if name in _AUTOMATIC and value:
            yield line, Trait("platform-default", f"{name}={value}")


def _compiler_target(instruction: Instruction) -> Iterator[tuple[int, Trait]]:
    if instruction.keyword == "ENV":
        for name, line, value in declared_arguments(instruction, {}):
            if name == _COMPILER_TARGET and named_architecture(value):
                yield line, Trait("build-arch", f"{name}={value}")
        return
    script = instruction.script or instruction.body
    for command in commands(script, joined=instruction.script is None):
        for assignment in command.assignments:
            value = assignment.value.text.strip("'\"")
            if assignment.name == _COMPILER_TARGET and named_architecture(value):
                yield assignment.value.line, Trait("build-arch", f"{assignment.name}={value}")


def _package_sources(instruction: Instruction) -> Iterator[tuple[int, Trait]]:
    """Yield sources of packages that are asked for x86 alone, in scripts for every processor."""
    script = instruction.script or instruction.body
    if instruction.keyword != "RUN" or _ASKS.search(script.text):
        return
    for match in _SOURCE.finditer(script.text):
        yield script.line_at(match.start()), Trait("package-source", match[1])


def _copied_files(instruction: Instruction) -> Iterator[tuple[int, Trait]]:
    """Yield files that are copied from the build context and named after one architecture."""
    if any(flag.name == "from" for flag in instruction.flags):
        return
    for word in instruction.sources():
        path = word.text.strip("'\"")
        if "$" not in path and "://" not in path and named_architecture(path):
            yield word.line, Trait("copied-file", path)
