"""From compiled files to components, and a finding for each that is made for x86."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

import msgspec

from workbench.model.component import Kind, Occurrence, Sighting, Trait
from workbench.model.finding import Effect, Finding, Reason
from workbench.model.problem import Omission, Omitted
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.binaries.binary import Binary
from workbench.scan.binaries.build_outputs import BuildOutputs
from workbench.scan.binaries.counterparts import alike, family_of, is_arm, is_x86
from workbench.scan.binaries.platform_names import elf_system_in
from workbench.scan.source.construct import Construct, constructs
from workbench.scan.source.scopes import scope_of
from workbench.scan.tree import Tree

ID = "binary"
_OBJECT = "ELF object file"
_MOST_NEEDED = 30
_PREBUILT = regex(r"((?:.*/)?)prebuilds/[^/]+/[^/]+\.node$")
_GLIBC = "libc.so.6"
_MUSL = regex(r"(?:^|(?<=[-/]))musl(?:-|$|(?=/))|-musl(?=/|$)")


def found(
    binaries: Mapping[str, Binary], tree: Tree, module_of: Callable[[str], str]
) -> Iterator[Sighting | Finding | Omitted]:
    """Yield what the compiled files, by path, come to. `module_of` gives the purl of a path.

    Files that stand in for each other are one component, named for the first of them.
    """
    outputs = BuildOutputs(tree, binaries)
    kept: dict[str, Binary] = {}
    for path, binary in binaries.items():
        if outputs.hold(path) or (binary.form == _OBJECT and outputs.source_of(path)):
            yield Omitted(path, Omission.BUILD_OUTPUT)
        else:
            kept[path] = _placed(binary, path)
    glibc = {family_of(path) for path in kept if is_arm(kept[path])}
    for paths in alike(kept):
        folder, _, name = paths[0].rpartition("/")
        purl = make_purl("generic", name, subpath=folder)
        ported = any(is_arm(kept[path]) for path in paths)
        musl = not ported and _less_musl(family_of(paths[0])) in glibc
        for path in paths:
            source = outputs.source_of(path) or _built_without(path, tree)
            traits = _traits(kept[path], source, musl)
            yield Sighting(
                purl=purl,
                name=name,
                kind=Kind.BINARY,
                occurrence=Occurrence(path=path, scope=scope_of(path), traits=traits, reader=ID),
            )
            if is_x86(kept[path]):
                yield _finding(path, kept[path], module_of(path), ported or musl)


def _built_without(path: str, tree: Tree) -> str:
    """Return what Node.js builds an add-on from where the package brings none for the machine."""
    found = _PREBUILT.match(path)
    source = f"{found[1]}binding.gyp" if found else ""
    return source if source in tree else ""


def _placed(binary: Binary, path: str) -> Binary:
    """Return `binary` with the system that its path names, where the file itself leaves it open."""
    if binary.construct != "elf" or binary.interpreter or _GLIBC in binary.needed:
        return binary
    system = elf_system_in(path)
    if not system:
        return binary
    platforms = (re.sub(r"^linux-", f"{system}-", p) for p in binary.platforms)
    return msgspec.structs.replace(binary, platforms=tuple(platforms))


def _less_musl(key: str) -> str:
    """Return where the build for glibc stands of what `key` says is for musl; empty for others."""
    plain = _MUSL.sub("", key)
    return "/".join(filter(None, plain.split("/"))) if plain != key else ""


def _traits(binary: Binary, source: str, musl: bool) -> tuple[Trait, ...]:
    return (
        *(Trait("binary", platform) for platform in binary.platforms),
        Trait("binary-form", binary.form),
        *([Trait("interpreter", binary.interpreter)] if binary.interpreter else []),
        *(Trait("needed", library) for library in binary.needed[:_MOST_NEEDED]),
        *([Trait("made-by", binary.maker)] if binary.maker else []),
        *([Trait("source-beside", source)] if source else []),
        *([Trait("musl-without-arm64")] if musl else []),
    )


def _finding(path: str, binary: Binary, module: str, ported: bool) -> Finding:
    construct = _constructs()[binary.construct]
    return Finding(
        rule=construct.rule,
        construct=construct.id,
        title=construct.title,
        path=path,
        line=0,
        effect=Effect.PORTED if ported else Effect.CHANGE,
        reason=Reason.TWIN if ported else Reason.COMPILED,
        text=f"{binary.form}, {', '.join(binary.platforms)}",
        way_out=construct.way_out,
        minutes=0 if ported else construct.minutes,
        url=construct.url,
        scope=scope_of(path),
        component=module,
    )


@cache
def _constructs() -> dict[str, Construct]:
    return {construct.id: construct for construct in constructs(ID)}
