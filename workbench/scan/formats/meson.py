"""Meson: dependencies of meson.build, and the wraps that stand in for them."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import Discovery, Format
from workbench.scan.native.meson_file import MesonCall, meson_calls, wrap_fields
from workbench.scan.native.native_names import Namespace, native_sighting
from workbench.scan.remote import repository_purl, without_secrets
from workbench.scan.tree import Tree

BUILD_ID = "meson"
WRAP_ID = "meson-wrap"
_EXACT = regex(r"==?\s*(\d+\.\d+[\w.]*)")
_MAX_NAME = 255
"""Characters: no file system knows longer names."""
_DIRECTORY = regex(r"(.+?)[-_]v?(\d[\w.+-]*)")


def read_build(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield what the file declares: `dependency()`, `find_library()`, all branches read."""
    for call in tree.parsed(document.path, meson_calls):
        namespace: Namespace = "link" if call.function == "find_library" else "pkgconfig"
        exact = _EXACT.fullmatch(call.version)
        seen = native_sighting(
            call.name,
            namespace,
            path=document.path,
            line=call.line,
            reader=BUILD_ID,
            scope=_scope(call),
            version=exact[1] if exact else "",
            constraint="" if exact else call.version,
        )
        if seen:
            yield seen


def read_wrap(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the source that a wrap file fetches. Raises Unreadable where it is none."""
    section, fields = tree.parsed(document.path, wrap_fields)
    name = document.name.removesuffix(".wrap")
    line = 1
    if section == "wrap-redirect":
        return
    if section == "wrap-git":
        address, line = fields.get("url", ("", 1))
        reference = fields.get("revision", ("", 0))[0]
        reference = "" if reference.lower() == "head" else reference
        purl = repository_purl(address, reference)
        traits: tuple[Trait, ...] = (Trait("vcs", without_secrets(address)),)
        version = reference
    else:
        directory, line = fields.get("directory", ("", 1))
        split = _DIRECTORY.fullmatch(directory) if len(directory) <= _MAX_NAME else None
        version = split[2] if split else ""
        address = without_secrets(fields.get("source_url", ("", 0))[0])
        purl = make_purl("generic", name.lower(), version)
        traits = (Trait("url", address),) if address else ()
    if purl is None:
        raise Unreadable("names no repository", line)
    occurrence = Occurrence(document.path, line, traits=traits, reader=WRAP_ID)
    yield Sighting(purl=purl, name=name, version=version, kind=Kind.LIBRARY, occurrence=occurrence)


def _scope(call: MesonCall) -> Scope:
    if call.native:
        return Scope.BUILD
    return Scope.OPTIONAL if call.optional else Scope.RUNTIME


FORMATS = (
    Format(
        id=BUILD_ID,
        title="meson.build",
        patterns=("meson.build",),
        read=read_build,
        documentation="https://mesonbuild.com/Reference-manual_functions.html#dependency",
    ),
    Format(
        id=WRAP_ID,
        title="Meson wrap",
        patterns=("*.wrap",),
        read=read_wrap,
        documentation="https://mesonbuild.com/Wrap-dependency-system-manual.html",
    ),
)
