"""An sbt script as written: constants, settings, and modules joined by `%`; nothing resolved."""

from __future__ import annotations

import msgspec

from workbench.scan.jvm.gradle_values import Reference, Text, Unknown

Operand = Text | Reference | Unknown


class Module(msgspec.Struct, frozen=True, kw_only=True):
    """`"group" %% "name" % "version" % configuration`, and what surrounds it."""

    group: Operand
    name: Operand
    version: Operand
    line: int
    cross: int
    """How many `%` stand before the name: 2 adds the Scala version, 3 its platform as well."""
    configuration: str = ""
    classifier: str = ""
    cross_version: str = ""
    """`full`, `for3Use2_13`, ...: which Scala version is added."""
    within: tuple[str, ...] = ()
    """Calls and the setting that it stands in, innermost first: `addSbtPlugin`."""
    owner: str = ""
    """The constant or function that it is the definition of."""
    parameters: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    """The texts that are mapped over it, of which each is one module."""
    variable: str = ""
    """The name under which a choice or a function's argument is filled in."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """`name("a", "b")`: perhaps of a function that makes a module."""

    name: str
    arguments: tuple[str, ...]
    line: int
    configuration: str = ""
    within: tuple[str, ...] = ()


class SbtScript(msgspec.Struct, kw_only=True):
    """What one script says."""

    path: str
    definitions: dict[str, list[Operand]] = {}
    """Constants by their name within the script: `Versions.akka`."""
    settings: dict[str, list[tuple[Operand, int]]] = {}
    modules: list[Module] = []
    calls: list[Call] = []
    uses: dict[str, set[tuple[str, str]]] = {}
    """Names to where they are used: configuration, empty where none is written, and the constant
    whose definition the use stands in."""
