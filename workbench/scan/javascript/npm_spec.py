"""What a dependency entry of package.json asks for."""

from __future__ import annotations

import re
from urllib.parse import unquote

import msgspec

from workbench.model.component import Trait
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.remote import without_secrets

_NAME = regex(r"(?:@[\w.~-]{1,214}/)?[\w.~!'()*-]{1,214}", re.ASCII)
_EXACT = regex(r"[v=\s]*(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)", re.ASCII)
_OWN = ("file:", "link:", "portal:", "workspace:", "./", "../", "/", "~/")
_HOSTS = ("github:", "gitlab:", "bitbucket:", "gist:")
_VCS = regex(r"git(?:\+\w+)?:|git@|(?:git\+)?ssh:|https?://[^#]+\.git(?:#|$)")
_REGISTRY_FILE = regex(r"/-/([^/?#]+?)-(\d+\.\d+\.\d+(?:-[\w.-]+)?)\.tgz(?:$|[?#])")
"""How every npm registry lays out its files: `NAME/-/BASENAME-VERSION.tgz`."""
_RANGE = regex(r"[v=<>~^*\s]|\d+(?:\.|$|\s|-)|x$|latest$")
"""What stands behind `npm:` where Yarn means the package of the same name."""
_GITHUB = regex(r"[\w.-]+/[\w.-]+(?:#.*)?", re.ASCII)


class NpmSpec(msgspec.Struct, frozen=True, kw_only=True):
    """Package name, exact version or range, and where it comes from if not from the registry."""

    name: str
    version: str = ""
    constraint: str = ""
    traits: tuple[Trait, ...] = ()


def is_npm_name(name: str) -> bool:
    """Whether the registry could hold a package of that name."""
    return _NAME.fullmatch(name) is not None and name not in (".", "..")


def npm_purl(name: str, version: str = "") -> str:
    """Return the purl of the package `name`, which is_npm_name."""
    scope, _, rest = name.rpartition("/")
    return make_purl("npm", rest, version, namespace=scope)


def split_request(text: str) -> tuple[str, str]:
    """Split `name@range` or `@scope/name@range` into name and range."""
    name, at, wanted = _scoped(text) if text.startswith("@") else text.partition("@")
    return name, wanted if at else ""


def npm_spec(name: str, text: str) -> NpmSpec | None:
    """Read one entry; None for the project's own packages and for what npm would refuse."""
    text = text.strip()
    if text.startswith("patch:"):  # Yarn's own change to a package: `patch:NAME@npm%3ARANGE#FILE`
        name, text = split_request(unquote(text[6:].partition("#")[0]))
    if text.startswith("npm:") and _RANGE.match(text, 4):
        text = text[4:]
    if text.startswith("npm:"):
        name, at, text = text[4:].partition("@") if text[4:5] != "@" else _scoped(text[4:])
        text = text if at else "*"
    if not is_npm_name(name):
        return None
    if text.startswith(_OWN):
        return NpmSpec(name=name) if text.endswith((".tgz", ".tar.gz")) else None
    if text.startswith(_HOSTS) or _VCS.match(text) or _GITHUB.fullmatch(text):
        return NpmSpec(name=name, traits=(Trait("vcs", shown_source(text)),))
    if text.startswith(("http://", "https://")):
        file = _REGISTRY_FILE.search(text)
        if file and file[1] == name.rpartition("/")[2]:
            return NpmSpec(name=name, version=file[2])
        return NpmSpec(name=name, traits=(Trait("url", without_secrets(text)),))
    exact = _EXACT.fullmatch(text)
    if exact:
        return NpmSpec(name=name, version=exact[1])
    return NpmSpec(name=name, constraint=text or "*")


def shown_source(text: str) -> str:
    """A repository as written, with its commit or tag but without user and password."""
    address, _, reference = text.partition("#")
    plain = without_secrets(address) if "://" in address else address
    return f"{plain}#{reference}" if reference and plain else plain


def _scoped(text: str) -> tuple[str, str, str]:
    """Split `@scope/name@range` at its second `@`."""
    name, at, version = text[1:].partition("@")
    return f"@{name}", at, version
