"""A language runtime as the project declares it, wherever it does."""

from __future__ import annotations

import msgspec

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.model.regex import regex

RUNTIME_OF = {
    "c#": "dotnet",
    "clojure": "java",
    "dart": "dart",
    "elixir": "elixir",
    "f#": "dotnet",
    "go": "go",
    "groovy": "java",
    "java": "java",
    "javascript": "node",
    "kotlin": "java",
    "perl": "perl",
    "php": "php",
    "python": "python",
    "r": "r",
    "ruby": "ruby",
    "rust": "rust",
    "scala": "java",
    "swift": "swift",
    "typescript": "node",
    "visual-basic": "dotnet",
}
"""The runtime that each language needs; with `dotnet-framework`, all names of runtimes."""

_EXACT = regex(r"(?:===?|=)?[ \t]*v?(\d[A-Za-z0-9]*(?:[-+._][A-Za-z0-9]+)*)")
_WILDCARD = regex(r"(?:^|\.)[xX*](?:$|\.)")


class DeclaredRuntime(msgspec.Struct, frozen=True, kw_only=True):
    """One declaration. Either `version` or `constraint` is filled, or neither is known."""

    name: str
    path: str
    line: int = 0
    version: str = ""
    constraint: str = ""
    scope: Scope = Scope.RUNTIME
    traits: tuple[Trait, ...] = ()
    """What else the declaration says, such as the targets of a toolchain."""
    distribution: str = ""
    """Whose build of it: `temurin`, `corretto`, ... as `resources/runtimes/jdks.toml` has them."""

    @property
    def trait(self) -> Trait:
        """The declaration as a trait of the module: `NAME@VERSION`."""
        version = self.version or self.constraint
        return Trait("runtime", f"{self.name}@{version}" if version else self.name)

    def sighting(self, reader: str) -> Sighting:
        """The declaration as a component of its own."""
        traits = self.traits
        if self.distribution:
            traits = (*traits, Trait("distribution", self.distribution))
        return Sighting(
            purl=make_purl("generic", self.name, self.version),
            name=self.name,
            version=self.version,
            kind=Kind.RUNTIME,
            occurrence=Occurrence(
                path=self.path,
                line=self.line,
                scope=self.scope,
                constraint=self.constraint,
                traits=traits,
                reader=reader,
            ),
        )


def declared_runtime(
    name: str, spelled: str, path: str, line: int = 0, scope: Scope = Scope.RUNTIME
) -> DeclaredRuntime:
    """Tell an exact version from a range in what the project spells.

    Java's old numbers are read as JEP 223 has them: 1.8 is 8.
    """
    spelled = spelled.strip()
    exact = _EXACT.fullmatch(spelled)
    if not exact or _WILDCARD.search(spelled):
        return DeclaredRuntime(name=name, path=path, line=line, constraint=spelled, scope=scope)
    version = exact[1]
    if name == "java" and version.startswith("1."):
        version = version.removeprefix("1.")
    return DeclaredRuntime(name=name, path=path, line=line, version=version, scope=scope)
