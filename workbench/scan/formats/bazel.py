"""Bazel: MODULE.bazel and .bazelversion."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.bazel.module_file import Call, ModuleFile, module_file
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.remote import repository_purl, without_secrets
from workbench.scan.tree import Tree

MODULE_ID = "bazel-module"
VERSION_ID = "bazel-version"
_OWN = frozenset({"local_path_override"})
_OVERRIDES = frozenset({"single_version_override", "git_override", "archive_override", *_OWN})
_EXACT = regex(r"\d+\.\d+\.\d+[\w.+-]*", re.ASCII)
_ARTIFACT = regex(r"[\w.-]+:[\w.-]+(?::[\w.${}+-]+){0,3}")


def read_module(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield modules as they are overridden, Maven artifacts, and archives taken by address.

    Requirements and module files of other tools that an extension refers to are read as what they
    are, where they stand.
    """
    module = tree.parsed(document.path, module_file)
    overrides = {
        call.texts.get("module_name") or call.texts.get("0", ""): call
        for call in module.calls
        if call.verb in _OVERRIDES and not call.owner
    }
    for call in module.calls:
        if call.verb == "bazel_dep" and not call.owner:
            yield from _dependency(document.path, call, overrides)
        elif call.owner:
            yield from _of_extension(document.path, call, module)
        elif call.verb in module.extensions:
            yield from _by_address(document.path, call, module.extensions[call.verb])


def read_version(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001
    """Yield the Bazel that the project asks for."""
    for number, line in enumerate(document.lines, 1):
        wanted = line.strip()
        if not wanted or wanted.startswith("#"):
            continue
        version = wanted if _EXACT.fullmatch(wanted) else ""
        yield Sighting(
            purl=make_purl("generic", "bazel", version),
            name="bazel",
            version=version,
            kind=Kind.TOOL,
            occurrence=Occurrence(
                path=document.path,
                line=number,
                scope=Scope.BUILD,
                constraint="" if version else wanted[:100],
                reader=VERSION_ID,
            ),
        )
        return


def declared_module(document: Document, tree: Tree) -> Declared | None:
    """What `module(...)` says of the project; None where the file does not call it."""
    for call in tree.parsed(document.path, module_file).calls:
        if call.verb == "module" and not call.owner:
            name = call.texts.get("name") or call.texts.get("0", "")
            version = call.texts.get("version", "")
            return Declared(name=name, line=call.line, version=version) if name else None
    return None


def _dependency(path: str, call: Call, overrides: dict[str, Call]) -> Iterator[Sighting]:
    name = call.texts.get("name") or call.texts.get("0", "")
    override = overrides.get(name)
    if not name or (override and override.verb in _OWN):
        return
    version = call.texts.get("version") or call.texts.get("1", "")
    traits: list[Trait] = []
    if override and override.verb == "git_override":
        address = without_secrets(override.texts.get("remote", "")) or "git"
        references = [override.texts.get(key, "") for key in ("tag", "commit", "branch")]
        reference = next(filter(None, references), "")
        traits.append(Trait("vcs", f"{address}#{reference}" if reference else address))
        version = ""
    elif override and override.verb == "archive_override":
        traits.append(Trait("url", _first_address(override)))
        version = ""
    elif override:
        version = override.texts.get("version") or version
        if registry := override.texts.get("registry"):
            traits.append(Trait("registry", without_secrets(registry) or "unnamed"))
    yield Sighting(
        purl=make_purl("bazel", name, version),
        name=name,
        version=version,
        kind=Kind.LIBRARY,
        occurrence=Occurrence(
            path=path,
            line=call.line,
            scope=Scope.TEST if call.dev else Scope.RUNTIME,
            traits=tuple(traits),
            reader=MODULE_ID,
        ),
    )


def _of_extension(path: str, call: Call, module: ModuleFile) -> Iterator[Sighting]:
    """Maven artifacts, whichever variable the extension goes by."""
    extension, dev = module.extensions.get(call.owner, ("", False))
    if extension != "maven":
        return
    scope = Scope.TEST if dev or call.dev else Scope.RUNTIME
    if call.verb == "install":
        for artifact, line in call.lists.get("artifacts", ()):
            if _ARTIFACT.fullmatch(artifact):
                yield _artifact(path, artifact.split(":"), line, scope)
        for artifact, line in call.lists.get("boms", ()):
            if _ARTIFACT.fullmatch(artifact):
                yield _artifact(path, artifact.split(":"), line, scope, Trait("bom"))
    elif call.verb == "artifact":
        parts = [call.texts.get(key, "") for key in ("group", "artifact", "version")]
        if parts[0] and parts[1]:
            yield _artifact(path, parts, call.line, scope)


def _artifact(path: str, parts: list[str], line: int, scope: Scope, *traits: Trait) -> Sighting:
    """`group:artifact:version`; packaging and classifier may stand before the version."""
    group, artifact, *rest = parts
    version = rest[-1] if rest else ""
    found = [*traits]
    if len(rest) == 3:
        found.append(Trait("native-classifier", rest[1]))
    return Sighting(
        purl=make_purl("maven", artifact, version, namespace=group),
        name=f"{group}:{artifact}",
        version=version,
        kind=Kind.LIBRARY,
        occurrence=Occurrence(
            path=path, line=line, scope=scope, traits=tuple(found), reader=MODULE_ID
        ),
    )


def _by_address(path: str, call: Call, rule: tuple[str, bool]) -> Iterator[Sighting]:
    """`http_archive` and `git_repository`, bound by `use_repo_rule`."""
    name = call.texts.get("name", "")
    kind, dev = rule
    address = call.texts.get("remote", "")
    if kind.endswith("git_repository") and address:
        reference = call.texts.get("tag") or call.texts.get("commit", "")
        purl = repository_purl(address, reference)
        trait = Trait("vcs", without_secrets(address))
    elif kind in ("http_archive", "http_jar", "http_file"):
        address = _first_address(call)
        reference = ""
        purl = make_purl("generic", name, qualifiers={"download_url": address})
        trait = Trait("url", address)
    else:
        return
    if not name or not address or purl is None:
        return
    yield Sighting(
        purl=purl,
        name=name,
        version=reference,
        kind=Kind.LIBRARY,
        occurrence=Occurrence(
            path=path,
            line=call.line,
            scope=Scope.TEST if dev or call.dev else Scope.RUNTIME,
            traits=(trait,),
            reader=MODULE_ID,
        ),
    )


def _first_address(call: Call) -> str:
    urls = [url for key in ("urls", "url") for url, _ in call.lists.get(key, ())]
    single = call.texts.get("urls") or call.texts.get("url", "")
    return without_secrets(single or next(iter(urls), ""))


FORMATS = (
    Format(
        id=MODULE_ID,
        title="MODULE.bazel",
        patterns=("MODULE.bazel", "*.MODULE.bazel"),
        read=read_module,
        documentation="https://bazel.build/rules/lib/globals/module",
    ),
    Format(
        id=VERSION_ID,
        title=".bazelversion",
        patterns=(".bazelversion",),
        read=read_version,
        documentation="https://github.com/bazelbuild/bazelisk",
    ),
)
