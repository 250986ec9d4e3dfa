"""Self-built modules: folders with a manifest, or a Dockerfile, and source beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

from msgspec import structs

from workbench.model.component import Kind, Occurrence, Origin, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.scan.declared import Declared
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import Discovery, Format
from workbench.scan.languages import languages_of, uses_cgo
from workbench.scan.module_manifests import DOCKERFILE, MANIFESTS
from workbench.scan.modules import Manifest, Module, survey
from workbench.scan.name_index import NameIndex
from workbench.scan.runtimes import RUNTIME_OF, DeclaredRuntime, declared_runtime
from workbench.scan.tree import Tree
from workbench.scan.version_files import VERSION_FILES, read_version_file

ID = "module"
_UNTELLING = frozenset({"app", "code", "source", "src"})
_INDEX = NameIndex((manifest, manifest.patterns) for manifest in MANIFESTS)


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the runtimes that a manifest declares, and the module that it is the one to name.

    What cannot be read is for the manifest's own format to report: the module then goes by its
    folder's name.
    """
    for runtime in _manifest_runtimes(document.path, tree):
        yield runtime.sighting(ID)
    module = tree.remember(_modules).get(document.folder)
    if module is None or document.path not in module.manifests:
        return
    alone = [p for p in module.manifests if _manifest(p).one_each]
    if document.path in alone:
        others = tuple(p for p in module.manifests if p not in alone)
        yield _sighting(module, (document.path, *others), tree)
    elif not alone and document.path == _naming(module.manifests, tree):
        yield _sighting(module, module.manifests, tree)


def _modules(tree: Tree) -> dict[str, Module]:
    return survey(tree, MANIFESTS)


def _sighting(module: Module, manifests: tuple[str, ...], tree: Tree) -> Sighting:
    naming = _naming(manifests, tree)
    declared = _declared(naming, tree)
    name = declared.name or _folder_name(module.folder, tree)
    scope, _, last = name.rpartition("/")
    return Sighting(
        purl=make_purl("generic", last, namespace=scope, subpath=module.folder),
        name=name,
        version=declared.version,
        kind=Kind.APPLICATION,
        origin=Origin.SELF_BUILT,
        occurrence=Occurrence(
            path=naming,
            line=declared.line,
            traits=_traits(module, manifests, tree),
            reader=ID,
        ),
    )


def _folder_name(folder: str, tree: Tree) -> str:
    """What people call the folder: `cart/src` is cart."""
    names = [tree.root.name or "project", *(part for part in folder.split("/") if part)]
    while len(names) > 1 and names[-1] in _UNTELLING:
        names.pop()
    return names[-1]


def _traits(module: Module, manifests: tuple[str, ...], tree: Tree) -> tuple[Trait, ...]:
    every = [_declared(path, tree) for path in manifests]
    claimed = {language for declared in every for language in declared.languages}
    languages = languages_of(module.sources, claimed, tree)
    traits = [Trait("language", language) for language in languages]
    if "go" in languages and uses_cgo(module.sources, tree):
        traits.append(Trait("cgo"))
    traits.extend(r.trait for r in _runtimes(module, manifests, languages, tree))
    traits.extend(trait for declared in every for trait in declared.traits)
    return tuple(dict.fromkeys(traits))


def _runtimes(
    module: Module, manifests: tuple[str, ...], languages: tuple[str, ...], tree: Tree
) -> list[DeclaredRuntime]:
    """What the module's own folder declares; for the rest, the nearest folder above that does."""
    found = [r for path in manifests for r in _manifest_runtimes(path, tree)]
    found += _in_files(module.folder, tree)
    found += [r for p in manifests if _manifest(p) is DOCKERFILE for r in _bases(p, tree)]
    wanted = {RUNTIME_OF[language] for language in languages if language in RUNTIME_OF}
    wanted -= {runtime.name for runtime in found if runtime.version}
    folder = module.folder
    while folder and wanted:
        folder = folder.rpartition("/")[0]
        inherited = [r for r in _in_files(folder, tree) if r.name in wanted]
        found += inherited
        wanted -= {runtime.name for runtime in inherited}
    return found


def _in_files(folder: str, tree: Tree) -> list[DeclaredRuntime]:
    """What the version files directly in `folder` declare."""
    found = []
    for path in tree.files_in(folder):
        if path.rpartition("/")[2] in VERSION_FILES:
            with suppress(Unreadable):
                found += read_version_file(tree.read(path))
    return found


def _bases(path: str, tree: Tree) -> list[DeclaredRuntime]:
    from workbench.scan.containers.base_runtimes import base_runtimes

    try:
        return base_runtimes(tree.read(path))
    except Unreadable:
        return []


def _manifest_runtimes(path: str, tree: Tree) -> list[DeclaredRuntime]:
    declared = _declared(path, tree)
    return [declared_runtime(name, said, path, line) for name, said, line in declared.runtimes]


def _naming(manifests: tuple[str, ...], tree: Tree) -> str:
    """The first manifest that gives the module a name, else the first."""
    return next((p for p in manifests if _declared(p, tree).name), manifests[0])


def _declared(path: str, tree: Tree) -> Declared:
    manifest = _manifest(path)
    if manifest.declare is None:
        return Declared(name="")
    try:
        declared = manifest.declare(tree.read(path), tree) or Declared(name="")
    except (Unreadable, RecursionError):
        return Declared(name="")
    folder = path.rpartition("/")[0].rpartition("/")[2]
    given = declared.line or declared.name != folder
    return declared if given else structs.replace(declared, name="")


def _manifest(path: str) -> Manifest:
    return _manifest_named(path.rpartition("/")[2])


@lru_cache(maxsize=1024)
def _manifest_named(name: str) -> Manifest:
    return _INDEX.of(name)[0]


FORMAT = Format(
    id=ID,
    title="self-built module",
    patterns=tuple(pattern for manifest in MANIFESTS for pattern in manifest.patterns),
    read=read,
    unread=True,
)
