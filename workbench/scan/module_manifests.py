"""The manifests that make a module of a folder, and how each tells what it declares."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from msgspec import structs

from workbench.model.regex import regex
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.formats import SHELVES
from workbench.scan.modules import Manifest
from workbench.scan.tree import Tree

_BEAM = frozenset({"elixir", "erlang"})
_C = frozenset({"c", "c++", "cuda"})
_DOTNET = frozenset({"c#", "f#", "visual-basic"})
_JAVASCRIPT = frozenset({"javascript", "typescript"})
_JVM = frozenset({"clojure", "groovy", "java", "kotlin", "scala"})
_PYTHON = frozenset({"cython", "python"})
_MAJOR_VERSION = regex(r"v\d+")

Declare = Callable[[Document, Tree], Declared | None]


def _by(module: str) -> Declare:
    """Return what asks the module of a format, which is imported when it is asked first."""

    def declare(document: Document, tree: Tree) -> Declared | None:
        asked = import_module(f"workbench.scan.formats.{module}").declared_module
        return cast("Declare", asked)(document, tree)

    return declare


def _alone(module: str, name: str) -> Declare:
    """Return what asks a function of the document alone, in a module that is imported then."""

    def declare(document: Document, tree: Tree) -> Declared | None:  # noqa: ARG001
        asked = getattr(import_module(f"workbench.scan.{module}"), name)
        return cast("Callable[[Document], Declared | None]", asked)(document)

    return declare


def _has_name_or_parts(document: Document) -> bool:
    """Tell a package from a bare marker such as `{"type": "module"}`."""
    return any(key in document.text for key in ('"name"', '"dependencies"', '"scripts"'))


def _declared_go(document: Document, tree: Tree) -> Declared | None:
    """Name a Go module by the last element of its path that is no major version."""
    declared = _by("go_mod")(document, tree)
    if declared is None:
        return None
    elements = declared.name.rstrip("/").split("/")
    if len(elements) > 1 and _MAJOR_VERSION.fullmatch(elements[-1]):
        elements.pop()
    return structs.replace(declared, name=elements[-1])


def _declared_dotnet(document: Document, tree: Tree) -> Declared | None:
    """Name the runtimes that the target frameworks stand for."""
    from workbench.scan.dotnet.target_framework import runtime_of_framework

    declared = _by("dotnet")(document, tree)
    if declared is None:
        return None
    runtimes = tuple(
        (*runtime, line)
        for _, moniker, line in declared.runtimes
        if (runtime := runtime_of_framework(moniker))
    )
    # Of several targets it is the portable one that a move to Linux takes.
    portable = [r for r in runtimes if r[0] != "dotnet-framework"]
    if portable or any(m.lower().startswith("netstandard") for _, m, _ in declared.runtimes):
        runtimes = tuple(portable)
    return structs.replace(declared, runtimes=runtimes)


def _holds_project(name: str) -> Callable[[Document], bool]:
    """Return whether a CMake or Meson file, as the function `name` reads it, begins a project."""

    def holds(document: Document) -> bool:
        from workbench.scan.native import native_manifests

        return getattr(native_manifests, name)(document) is not None

    return holds


def _is_no_meta_build(document: Document) -> bool:
    from workbench.scan.jvm.sbt_build import is_meta

    return not is_meta(document.path)


def _is_r_description(document: Document) -> bool:
    from workbench.scan.r.r_description import is_r_description

    return is_r_description(document)


def _is_dockerfile(document: Document) -> bool:
    (format_,) = SHELVES["dockerfile"].formats
    return format_.accepts is None or format_.accepts(document)


DOCKERFILE = Manifest(SHELVES["dockerfile"].patterns, None, counts=_is_dockerfile)

MANIFESTS: tuple[Manifest, ...] = (
    Manifest(("pom.xml",), _by("maven"), needs=_JVM),
    Manifest(("build.gradle", "build.gradle.kts"), _by("gradle"), needs=_JVM | _C),
    Manifest(
        ("build.sbt",),
        _by("sbt"),
        needs=_JVM,
        counts=_is_no_meta_build,
    ),
    Manifest(("*.csproj", "*.fsproj", "*.vbproj"), _declared_dotnet, needs=_DOTNET, one_each=True),
    Manifest(("go.mod",), _declared_go, needs=frozenset({"go"})),
    Manifest(("Cargo.toml",), _by("cargo"), needs=frozenset({"rust"})),
    Manifest(("mix.exs",), _by("mix"), needs=_BEAM),
    Manifest(("pubspec.yaml",), _by("pub"), needs=frozenset({"dart"})),
    Manifest(("Package.swift",), _by("swift"), needs=_C | {"swift"}),
    Manifest(
        ("DESCRIPTION",),
        _by("r"),
        needs=_C | {"fortran", "r"},
        counts=_is_r_description,
    ),
    Manifest(("cpanfile",), _by("perl"), needs=_C | {"perl"}),
    Manifest(("pyproject.toml",), _by("pyproject"), needs=_PYTHON | _C),
    Manifest(
        ("setup.cfg",),
        _alone("python.setuptools_manifests", "declared_setup_cfg"),
        needs=_PYTHON | _C,
    ),
    Manifest(
        ("setup.py",),
        _alone("python.setuptools_manifests", "declared_setup_py"),
        needs=_PYTHON | _C,
    ),
    Manifest(
        ("composer.json",), _alone("php.composer", "declared_composer"), needs=frozenset({"php"})
    ),
    Manifest(("package.json",), _by("npm"), needs=_JAVASCRIPT, counts=_has_name_or_parts),
    Manifest(("*.gemspec",), _by("ruby"), needs=frozenset({"ruby"})),
    Manifest(("Gemfile",), _by("ruby"), needs=frozenset({"ruby"})),
    Manifest(
        ("CMakeLists.txt",),
        _alone("native.native_manifests", "declared_cmake"),
        needs=_C,
        counts=_holds_project("declared_cmake"),
    ),
    Manifest(
        ("meson.build",),
        _alone("native.native_manifests", "declared_meson"),
        needs=_C,
        counts=_holds_project("declared_meson"),
    ),
    Manifest(("configure.ac",), _alone("native.native_manifests", "declared_autoconf"), needs=_C),
    Manifest(
        ("MODULE.bazel",),
        _by("bazel"),
        counts=lambda document: "module(" in document.text,
    ),
    Manifest(("Makefile", "makefile", "GNUmakefile"), None, needs=_C, near=True, nests=False),
    Manifest(("requirements.txt",), None, needs=_PYTHON),
    DOCKERFILE,
)
"""What makes a module of a folder, the most telling first."""
