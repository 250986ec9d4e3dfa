"""R's DESCRIPTION: Debian control syntax with R's own fields.

Described in https://cran.r-project.org/doc/manuals/R-exts.html#The-DESCRIPTION-file.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from workbench.model.component import Scope, Trait
from workbench.model.regex import regex
from workbench.scan.document import Document

_FIELD = regex(r"([A-Za-z][\w@/.-]*)\s*:[ \t]*(.*)")
_PACKAGE = regex(r"\s*+([A-Za-z][A-Za-z0-9.]*+)\s*+(?:\(([^()]*+)\)\s*+)?")
_EXACT = regex(r"==\s*(\d[\w.-]*)")
_REMOTE = regex(r"(?:(\w+)::)?([\w.@:/-]+?)(?:@([\w./*-]+)|#(\d+))?\s*$")
_FIELDS = {
    "Depends": Scope.RUNTIME,
    "Imports": Scope.RUNTIME,
    "LinkingTo": Scope.BUILD,
    "Suggests": Scope.TEST,
    "Enhances": Scope.OPTIONAL,
}
_MAKERS = "Config/Needs/"
"""Fields of packages that only the package's makers need, for its site or its coverage."""

WITH_R = frozenset(
    ["base", "compiler", "datasets", "graphics", "grDevices", "grid", "methods", "parallel",
     "splines", "stats", "stats4", "tcltk", "tools", "utils"]
)  # fmt: skip
"""The packages of R itself (https://cran.r-project.org/doc/FAQ/R-FAQ.html#Add_002don-packages)."""


class RPackage(msgspec.Struct, frozen=True, kw_only=True):
    """One dependency."""

    name: str
    line: int
    scope: Scope
    wanted: str = ""
    traits: tuple[Trait, ...] = ()

    @property
    def version(self) -> str:
        """The version where the requirement pins one exactly."""
        exact = _EXACT.fullmatch(self.wanted)
        return exact[1] if exact else ""


class RDescription(msgspec.Struct, frozen=True, kw_only=True):
    """Name and required R with their lines, version, and the dependencies."""

    name: tuple[str, int] = ("", 0)
    version: str = ""
    r: tuple[str, int] = ("", 0)
    packages: tuple[RPackage, ...] = ()


def r_description(document: Document) -> RDescription:
    """Read a DESCRIPTION. Raises Unreadable."""
    fields = _fields(document)
    remotes = dict(_remotes(fields.get("Remotes", [])))
    required = ("", 0)
    packages: list[RPackage] = []
    for field, lines in fields.items():
        scope = Scope.BUILD if field.startswith(_MAKERS) else _FIELDS.get(field)
        if scope is None:
            continue
        if field.startswith(_MAKERS):
            packages += _from_repositories(lines)
        for name, wanted, line in _named(lines):
            if name == "R":
                required = (wanted, line)
            elif name not in WITH_R:
                address = remotes.get(name)
                traits = (Trait("vcs", address),) if address else ()
                packages.append(
                    RPackage(name=name, line=line, scope=scope, wanted=wanted, traits=traits)
                )
    return RDescription(
        name=_first(fields, "Package"),
        version=_first(fields, "Version")[0],
        r=required,
        packages=tuple(packages),
    )


def is_r_description(document: Document) -> bool:
    """Whether a file of this name is R's: it names a package, or packages that it needs."""
    fields = _fields(document)
    return "Package" in fields or not fields.keys().isdisjoint(_FIELDS)


def _fields(document: Document) -> dict[str, list[tuple[int, str]]]:
    """The fields with the lines of their values; the first of a name counts."""
    found: dict[str, list[tuple[int, str]]] = {}
    current: list[tuple[int, str]] | None = None
    for number, line in enumerate(document.lines, 1):
        if line[:1] in (" ", "\t"):
            if current is not None:
                current.append((number, line))
        elif match := _FIELD.match(line):
            current = found.setdefault(match[1], [])
            if current:
                current = []  # a field that is there twice
            current.append((number, match[2]))
        elif line.strip():
            current = None
    return found


def _first(fields: dict[str, list[tuple[int, str]]], name: str) -> tuple[str, int]:
    line, text = fields.get(name, [(0, "")])[0]
    return text.strip(), line if text.strip() else 0


def _named(lines: list[tuple[int, str]]) -> Iterator[tuple[str, str, int]]:
    """Yield name, requirement and line of the packages in a list with commas."""
    index = 0
    for part in "\n".join(text for _, text in lines).split(","):
        match = _PACKAGE.fullmatch(part.partition("#")[0])
        if match:
            line = lines[index + part.count("\n", 0, match.start(1))][0]
            yield match[1], " ".join((match[2] or "").split()), line
        index += part.count("\n")


def _from_repositories(lines: list[tuple[int, str]]) -> Iterator[RPackage]:
    """Yield what the makers' fields take from version control: `owner/repository`."""
    for line, text in lines:
        for part in text.split(","):
            if "/" in part:
                for name, address in _remotes([(line, part)]):
                    traits = (Trait("vcs", address),)
                    yield RPackage(name=name, line=line, scope=Scope.BUILD, traits=traits)


def _remotes(lines: list[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    """Yield package and address of what `Remotes` takes from version control.

    The repository's name is taken for the package's, as it is by convention.
    """
    for part in "\n".join(text for _, text in lines).split(","):
        match = _REMOTE.match(part.strip())
        if not match:
            continue
        kind, path, reference = match[1] or "github", match[2], match[3]
        name = path.rstrip("/").rpartition("/")[2].removesuffix(".git")
        host = {"github": "https://github.com/", "gitlab": "https://gitlab.com/"}.get(kind, "")
        address = f"{host}{path}" if host and "://" not in path else path
        yield name, f"{address}#{reference}" if reference else address
