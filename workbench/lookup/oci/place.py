"""Where an image is asked for: its registry, and the mirrors that this machine puts before it."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

import msgspec

from workbench.lookup.failure import LookUpFailed
from workbench.lookup.oci.docker_settings import DockerSettings, Rule
from workbench.lookup.oci.known_registries import known_registry
from workbench.model.image import DEFAULT_REGISTRY, ImageReference

BLOCKED = "This machine's registries.conf blocks {host}: ask whoever set it up"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One host that may hold an image, and the repository's name there.

    `registry` is the name that credentials are kept under. An insecure host is asked without
    looking at its certificate, and by plain HTTP where it does not speak HTTPS.
    """

    host: str
    repository: str
    registry: str
    insecure: bool = False
    plain_only: bool = False
    """Whether the settings themselves say `http://`."""


def places_of(image: ImageReference, settings: DockerSettings) -> tuple[Place, ...]:
    """Return where to ask for `image`, in order, the last one being its own registry.

    Mirrors of `daemon.json` are for Docker Hub only, as the engine has it. Raises LookUpFailed
    where this machine blocks the registry.
    """
    known = known_registry(image.registry)
    repository = image.repository
    if known.official and "/" not in repository:
        repository = known.official + repository
    rule = _rule_for(f"{image.registry}/{repository}", settings.rules)
    if rule and rule.blocked:
        raise LookUpFailed(BLOCKED, final=True, host=image.registry)
    mirrors: list[Place] = []
    if image.registry == DEFAULT_REGISTRY:
        mirrors += (_mirror(address, repository, settings) for address in settings.mirrors)
    own = Place(
        host=known.host or image.registry,
        repository=repository,
        registry=image.registry,
        insecure=is_insecure(image.registry, settings),
    )
    if rule:
        full = f"{image.registry}/{repository}"
        mirrors += (_at(location, full, rule, insecure) for location, insecure in rule.mirrors)
        if rule.location != rule.prefix:
            own = _at(rule.location, full, rule, rule.insecure)
        elif rule.insecure:
            own = msgspec.structs.replace(own, insecure=True)
    return (*mirrors, own)


def is_insecure(host: str, settings: DockerSettings) -> bool:
    """Whether Docker would ask `host` by plain HTTP: listed as insecure, or this machine itself."""
    name = urlsplit(f"//{host}").hostname or host
    if name == "localhost" or host in settings.insecure or name in settings.insecure:
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    if address.is_loopback:
        return True
    for listed in settings.insecure:
        try:
            if "/" in listed and address in ip_network(listed, strict=False):
                return True
        except (ValueError, TypeError):
            continue
    return False


def _mirror(address: str, repository: str, settings: DockerSettings) -> Place:
    parts = urlsplit(address if "//" in address else f"https://{address}")
    plain = parts.scheme == "http"
    return Place(
        host=parts.netloc.rpartition("@")[2],
        repository=f"{parts.path.strip('/')}/{repository}".lstrip("/"),
        registry=parts.netloc.rpartition("@")[2],
        insecure=plain or is_insecure(parts.netloc, settings),
        plain_only=plain,
    )


def _rule_for(full: str, rules: tuple[Rule, ...]) -> Rule | None:
    """Return the rule of the longest prefix that ends where a part of the name does."""
    fitting = [r for r in rules if _is_below(full, r.prefix)]
    return max(fitting, key=lambda r: len(r.prefix), default=None)


def _is_below(full: str, prefix: str) -> bool:
    if prefix.startswith("*."):
        return full.partition("/")[0].endswith(prefix[1:])
    return f"{full}/".startswith(f"{prefix}/")


def _at(location: str, full: str, rule: Rule, insecure: bool) -> Place:
    """Return the place that `location` stands for, in place of the rule's prefix."""
    rest = full.partition("/")[2] if rule.prefix.startswith("*.") else full[len(rule.prefix) + 1 :]
    host, _, repository = f"{location}/{rest}".strip("/").partition("/")
    return Place(host=host, repository=repository, registry=host, insecure=insecure)
