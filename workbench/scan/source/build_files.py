"""Which files steer a build, and how each kind is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.model.regex import regex


class Kind(StrEnum):
    """A way of writing builds or scripts."""

    MAKE = "make"
    AUTOMAKE = "automake"
    CMAKE = "cmake"
    MESON = "meson"
    AUTOCONF = "autoconf"
    SHELL = "shell"
    BAZEL = "bazel"
    BAZELRC = "bazelrc"
    CARGO = "cargo"
    GYP = "gyp"
    GRADLE = "gradle"
    MAVEN = "maven"
    CI = "ci"


_NAMES = {
    "CMakeLists.txt": Kind.CMAKE,
    "meson.build": Kind.MESON,
    "configure.ac": Kind.AUTOCONF,
    "configure.in": Kind.AUTOCONF,
    "Makefile.am": Kind.AUTOMAKE,
    "BUILD": Kind.BAZEL,
    "WORKSPACE": Kind.BAZEL,
    ".bazelrc": Kind.BAZELRC,
    "pom.xml": Kind.MAVEN,
    "Jenkinsfile": Kind.CI,
    ".gitlab-ci.yml": Kind.CI,
    ".travis.yml": Kind.CI,
    ".cirrus.yml": Kind.CI,
    ".drone.yml": Kind.CI,
    "bitbucket-pipelines.yml": Kind.CI,
    "cloudbuild.yaml": Kind.CI,
    "justfile": Kind.SHELL,
    "Vagrantfile": Kind.CI,
}
_SUFFIXES = {
    ".mk": Kind.MAKE,
    ".mak": Kind.MAKE,
    ".make": Kind.MAKE,
    ".cmake": Kind.CMAKE,
    ".m4": Kind.AUTOCONF,
    ".ac": Kind.AUTOCONF,
    ".am": Kind.AUTOMAKE,
    ".sh": Kind.SHELL,
    ".bash": Kind.SHELL,
    ".ksh": Kind.SHELL,
    ".bazel": Kind.BAZEL,
    ".bzl": Kind.BAZEL,
    ".bazelrc": Kind.BAZELRC,
    ".gyp": Kind.GYP,
    ".gypi": Kind.GYP,
    ".gradle": Kind.GRADLE,
}
_MAKE = regex(r"(?:GNU)?[Mm]akefile(?:$|[._-])")
_NOT_MAKE = regex(r"\.(?:md|txt|rst|html?|py|json|ya?ml|am|win|vc|msc|bak|orig)$")
_ELSEWHERE = regex(r"(?i)(?:^|[._-])(?:windows|mingw\d*|msvc|win(?:32|64)|macos|darwin|osx)[._-]")
_CI_FOLDER = regex(
    r"(?:^|/)(?:\.github/workflows|\.github/actions|\.circleci|\.buildkite|\.gitlab|\.tekton)/"
)
_CI_NAME = regex(r"^(?:azure-pipelines|buildspec|\.gitlab-ci|[Tt]askfile)[\w.-]*\.ya?ml$")


def is_for_elsewhere(path: str) -> bool:
    """Whether the name says that the file is for another system than Linux."""
    return _ELSEWHERE.search(path.rpartition("/")[2]) is not None


def kind_of(path: str) -> Kind | None:
    """Return the kind of the file at `path`; None where it steers no build on Linux."""
    folders, _, name = path.rpartition("/")
    known = _NAMES.get(name)
    if known is not None:
        return known
    kind = _form_of(path, folders, name)
    return None if kind is None or is_for_elsewhere(path) else kind


def _form_of(path: str, folders: str, name: str) -> Kind | None:
    _, dot, suffix = name.rpartition(".")
    if suffix in ("yml", "yaml"):
        in_folder = _CI_FOLDER.search(path) is not None
        return Kind.CI if in_folder or _CI_NAME.match(name) else None
    if _MAKE.match(name):
        return None if _NOT_MAKE.search(name) else Kind.MAKE
    if name in ("config.toml", "config") and folders.rpartition("/")[2] == ".cargo":
        return Kind.CARGO
    if suffix == "in" and name.endswith(".cmake.in"):
        return Kind.CMAKE
    return _SUFFIXES.get(dot + suffix)


_BLANK = bytes(b if b in b"\n" else 0x20 for b in range(256))
_HASH = regex(rb"#(?<![^\n \t;(\[{]#)[^\n]*")
_HASH_OR_BRACKETS = regex(rb"#\[(=*)\[[\s\S]*?(?:\]\1\]|\Z)|" + _HASH.pattern)
_DNL = regex(rb"dnl(?<=\bdnl)\b[^\n]*|" + _HASH.pattern)
_SLASHES = regex(rb"/\*[\s\S]*?(?:\*/|\Z)|//(?<![^\s;{]//)[^\n]*")
_XML = regex(rb"<!--[\s\S]*?(?:-->|\Z)")
_COMMENTS = {
    Kind.CMAKE: _HASH_OR_BRACKETS,
    Kind.AUTOCONF: _DNL,
    Kind.GRADLE: _SLASHES,
    Kind.MAVEN: _XML,
}


@dataclass(frozen=True)
class BuildText:
    """A file that steers a build: its kind, its text without comments, every byte in its place."""

    path: str
    kind: Kind
    code: bytes


def read_text(path: str, kind: Kind, data: bytes) -> BuildText:
    """Blank out the comments of a file of `kind`."""
    comments = _COMMENTS.get(kind, _HASH)
    return BuildText(path, kind, comments.sub(lambda match: match[0].translate(_BLANK), data))
