"""What a manifest says of the module that it belongs to."""

from __future__ import annotations

import msgspec

from workbench.model.component import Trait


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """A self-built module as its own manifest declares it.

    `line` is where the manifest names it, 0 where it does not. `runtimes` holds name, version or
    constraint as declared, and line: never what the scanning host happens to run.
    """

    name: str
    line: int = 0
    version: str = ""
    languages: tuple[str, ...] = ()
    runtimes: tuple[tuple[str, str, int], ...] = ()
    traits: tuple[Trait, ...] = ()
