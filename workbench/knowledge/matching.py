"""Which of the catalog's products a component or a text means: exact names, never substrings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from urllib.parse import unquote

from workbench.knowledge.catalog import Match, Product
from workbench.model.component import Component, Kind, Origin
from workbench.model.image import DEFAULT_REGISTRY, OFFICIAL_COPIES, ImageReference
from workbench.model.purl import ecosystem, parse_purl
from workbench.model.regex import regex

_SAME_REGISTRY = {"k8s.gcr.io": "registry.k8s.io", "index.docker.io": DEFAULT_REGISTRY}
_ECR = regex(r"(\d{12})\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com")
_OFFICIAL = (f"{DEFAULT_REGISTRY}/library/", *OFFICIAL_COPIES)
"""Where Docker's official images lie: the last part alone names them."""
_OS_PACKAGES = frozenset({"apk", "deb", "rpm"})
_CASELESS = frozenset({"composer", "generic", "github", "nuget"})
_BARE = frozenset({"conan", "generic", "helm"})


class Names:
    """The catalog's products by every exact name they go by."""

    def __init__(self, products: Iterable[Product]) -> None:
        self._products = tuple(products)
        self._by_key: dict[str, list[Match]] = {}
        for product in self._products:
            for alias in product.aliases:
                self._add(product, alias, certain=True)
            for alias in product.possible:
                self._add(product, alias, certain=False)

    @cached_property
    def _by_name(self) -> dict[str, list[Match]]:
        """Products by name, with and without the vendor's: built when a person's words ask."""
        found: dict[str, list[Match]] = {}
        for product in self._products:
            match = Match(product=product, certain=True, alias=product.name)
            for name in {_slug(product.name), _slug(f"{product.vendor} {product.name}")}:
                found.setdefault(name, []).append(match)
        return found

    def _add(self, product: Product, alias: str, *, certain: bool) -> None:
        match = Match(product=product, certain=certain, alias=alias)
        for key in _alias_keys(alias):
            self._by_key.setdefault(key, []).append(match)

    def of_component(self, component: Component) -> list[Match]:
        """Return the products that `component` is."""
        found = self._first(_component_keys(component))
        if ecosystem(component.purl) in _OS_PACKAGES:
            return found or self._vendor_package(component)
        if not found and component.origin is Origin.PURCHASED:
            return self._by_name.get(_slug(component.name), [])
        return found

    def of_text(self, text: str) -> list[Match]:
        """Return the products that a name, an image reference or a purl may mean."""
        text = text.strip()
        if text.startswith("pkg:"):
            return self._first(_purl_keys(text))
        slug = _slug(text)
        keys = [[f"bare:{slug}"], [f"github:{text.lower()}"]]
        with suppress(ValueError):
            keys[:0] = _image_keys(ImageReference.parse(text))
        return self._first(keys) or self._by_name.get(slug, [])

    def _first(self, groups: Iterable[Iterable[str]]) -> list[Match]:
        """Return what the first group of keys hits that hits anything, each product once."""
        for keys in groups:
            found = {
                (m.product.id, m.product.origin): m for k in keys for m in self._by_key.get(k, ())
            }
            if found:
                return list(found.values())
        return []

    def _vendor_package(self, component: Component) -> list[Match]:
        """Match an OS package by its bare name where it comes from a vendor.

        A distribution's own package is the distribution's to answer for.
        """
        name = parse_purl(component.purl).name.lower()
        found = self._first([[f"bare:{name}"]])
        if component.traits("repository"):
            return found
        return found if found and all(m.product.purchased for m in found) else []


def _alias_keys(alias: str) -> list[str]:
    """Return the keys under which a catalog's name is found."""
    if alias.startswith("pkg:"):
        type_, _, path = unquote(alias[4:]).partition("/")
        namespace, _, name = path.rpartition("/")
        return [_purl_key(type_, namespace, name)]
    name = alias.lower()
    if name.endswith("/*"):
        return [f"publisher:{_repository(*_split(name[:-2]))}"]
    if "/" not in name:
        return [f"bare:{name}", f"image:{_repository(DEFAULT_REGISTRY, name)}"]
    registry, repository = _split(name)
    keys = [f"image:{_repository(registry, repository)}"]
    return [*keys, f"github:{repository}"] if registry == DEFAULT_REGISTRY else keys


def _component_keys(component: Component) -> list[list[str]]:
    keys = _purl_keys(component.purl)
    by_hand = component.origin is Origin.PURCHASED
    if by_hand or component.kind is Kind.SERVICE or ecosystem(component.purl) in _BARE:
        keys.append([f"bare:{_slug(component.name)}"])
    return keys


def _purl_keys(text: str) -> list[list[str]]:
    """Return groups of keys for a purl, the most exact first; none where it is no purl."""
    try:
        purl = parse_purl(text)
    except ValueError:
        return []
    if purl.type in ("docker", "oci"):
        return _image_keys(ImageReference.of_purl(purl))
    groups = [[_purl_key(purl.type, purl.namespace or "", purl.name)]]
    if purl.type == "github":
        groups.append([f"github:{purl.namespace}/{purl.name}".lower()])
    if purl.type in _BARE:
        groups.append([f"bare:{purl.name.lower()}"])
    return groups


def _purl_key(type_: str, namespace: str, name: str) -> str:
    """Return one spelling per ecosystem of a purl without version and qualifiers."""
    if type_ == "pypi":
        name = re.sub(r"[-_.]+", "-", name).lower()
    elif type_ in _CASELESS:
        namespace, name = namespace.lower(), name.lower()
    if type_ in _OS_PACKAGES:
        namespace = ""
    return f"pkg:{type_}/{namespace}/{name}"


def _image_keys(image: ImageReference) -> list[list[str]]:
    """Return the exact repository, then its publishers from the nearest outwards."""
    whole = _repository(image.registry.lower(), image.repository.lower())
    groups = [[f"image:{whole}"]]
    while "/" in whole:
        whole = whole.rpartition("/")[0]
        groups.append([f"publisher:{whole}"])
    return groups


def _split(name: str) -> tuple[str, str]:
    """Split a name into registry and repository, Docker Hub where no registry stands."""
    head, slash, rest = name.partition("/")
    if slash and ("." in head or ":" in head):
        return head, rest
    if not slash and "." in head:
        return head, ""
    return DEFAULT_REGISTRY, name


def _repository(registry: str, repository: str) -> str:
    """Return one spelling of an image repository."""
    registry = _SAME_REGISTRY.get(registry, registry)
    if registry.endswith(".amazonaws.com"):
        registry = _ECR.sub(r"\1.dkr.ecr", registry)
    whole = f"{registry}/{repository}".rstrip("/")
    for official in _OFFICIAL:
        if whole.startswith(official):
            return f"{DEFAULT_REGISTRY}/{whole.removeprefix(official)}"
    return whole


def _slug(text: str) -> str:
    """Return a name as aliases spell it."""
    return re.sub(r"[^\w.+/@]+", "-", text.casefold()).strip("-")
