"""What an entry of `require` asks for: a package, an extension of PHP, or PHP itself."""

from __future__ import annotations

import re
from functools import cache

import msgspec
import tomli

from workbench.model.component import Kind, Trait
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.model.resources import resources

_NAME = regex(r"[a-z0-9](?:[_.-]?[a-z0-9]++)*+/[a-z0-9](?:(?:[_.]|-{1,2})?[a-z0-9]++)*+")
_EXTENSION = regex(r"ext-([a-z0-9_][a-z0-9_-]*)")
_LIBRARY = regex(r"lib-([a-z0-9_][a-z0-9_-]*)")
_EXACT = regex(r"=?\s*(v?\d+(?:\.\d+){1,3}(?:-[0-9A-Za-z.-]+)?)", re.ASCII)


class ComposerSpec(msgspec.Struct, frozen=True, kw_only=True):
    """Name, and either an exact version or a constraint."""

    name: str
    kind: Kind = Kind.LIBRARY
    version: str = ""
    constraint: str = ""
    traits: tuple[Trait, ...] = ()

    def purl(self, version: str = "") -> str:
        """Return the purl at `version`, or at the exact one asked for."""
        version = version or self.version
        if self.kind is Kind.OS_PACKAGE:
            type_ = "pear" if self.traits else "generic"
            return make_purl(type_, self.name, version)
        vendor, _, name = self.name.partition("/")
        return make_purl("composer", name, version, namespace=vendor)


def composer_spec(name: str, text: str) -> ComposerSpec | None:
    """Read one entry; None for PHP itself, Composer's own interfaces, and what is no name."""
    name = name.strip().lower()
    text = text.strip()
    exact = _EXACT.fullmatch(text)
    version, constraint = (exact[1], "") if exact else ("", text or "*")
    if _NAME.fullmatch(name):
        return ComposerSpec(name=name, version=version, constraint=constraint)
    if extension := _EXTENSION.fullmatch(name):
        bundled = extension[1] in _bundled()
        # An extension that comes with PHP has PHP's version: what is asked for is no pin.
        return ComposerSpec(
            name=extension[1],
            kind=Kind.OS_PACKAGE,
            constraint=text or "*",
            traits=(Trait("php-extension", "bundled" if bundled else "separate"),),
        )
    if library := _LIBRARY.fullmatch(name):
        return ComposerSpec(name=library[1], kind=Kind.OS_PACKAGE, constraint=text or "*")
    return None


@cache
def _bundled() -> frozenset[str]:
    text = (resources() / "scan" / "php-extensions.toml").read_text(encoding="utf-8")
    return frozenset(tomli.loads(text)["bundled"])
