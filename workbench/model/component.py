"""A component: one piece of software, and every place where it was seen."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Origin(StrEnum):
    """How the software got into the workload."""

    DOWNLOADED = "downloaded"
    SELF_BUILT = "self-built"
    PURCHASED = "purchased"


class Kind(StrEnum):
    """What sort of thing a component is."""

    CONTAINER_IMAGE = "container-image"
    OS_PACKAGE = "os-package"
    LIBRARY = "library"
    RUNTIME = "runtime"
    TOOL = "tool"
    APPLICATION = "application"
    BINARY = "binary"
    AGENT = "agent"
    SERVICE = "service"
    OPERATING_SYSTEM = "operating-system"
    COMPUTE = "compute"


class Scope(StrEnum):
    """When the workload needs it, the most binding first."""

    RUNTIME = "runtime"
    BUILD = "build"
    TEST = "test"
    OPTIONAL = "optional"


MOST_BINDING_FIRST: tuple[Scope, ...] = (Scope.RUNTIME, Scope.BUILD, Scope.TEST, Scope.OPTIONAL)


class Trait(msgspec.Struct, frozen=True, order=True):
    """One fact that a scanner saw and that a rule may judge, e.g. `platform` = `linux/amd64`.

    The names in use are listed in `docs/extending.md`; scanners state facts, never verdicts.
    """

    name: str
    value: str = ""


class Occurrence(msgspec.Struct, frozen=True, order=True):
    """Where a component was seen.

    `path` is relative to the project, POSIX separators; `line` counts from 1, 0 means the whole
    file. `constraint` is the version range as written where no exact version is pinned.
    """

    path: str
    line: int = 0
    scope: Scope = Scope.RUNTIME
    direct: bool = True
    constraint: str = ""
    traits: tuple[Trait, ...] = ()
    reader: str = ""
    """Id of the format that saw it, or `manual` for software added by hand."""

    @property
    def place(self) -> str:
        """`path:line` as people write it."""
        return f"{self.path}:{self.line}" if self.line else self.path


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """One mention of a component in one place, as a scanner yields it."""

    purl: str
    name: str
    kind: Kind
    occurrence: Occurrence
    version: str = ""
    origin: Origin = Origin.DOWNLOADED


class Component(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of software: all sightings of one purl, folded together."""

    purl: str
    name: str
    kind: Kind
    origin: Origin
    occurrences: tuple[Occurrence, ...]
    version: str = ""

    @property
    def scope(self) -> Scope:
        """The most binding scope of all occurrences."""
        return min((o.scope for o in self.occurrences), key=MOST_BINDING_FIRST.index)

    @property
    def direct(self) -> bool:
        """Whether a manifest of the project itself asks for it anywhere."""
        return any(o.direct for o in self.occurrences)

    @property
    def constraints(self) -> tuple[str, ...]:
        """The version ranges in use, each once, in order of appearance."""
        return tuple(dict.fromkeys(o.constraint for o in self.occurrences if o.constraint))

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts on which it was seen, as lists of installed software tell."""
        return self.traits("host")

    def traits(self, name: str) -> tuple[str, ...]:
        """Values of every trait called `name`, over all occurrences, each once."""
        return tuple(
            dict.fromkeys(t.value for o in self.occurrences for t in o.traits if t.name == name)
        )
