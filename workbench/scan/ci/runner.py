"""A build runner by the name that a file of continuous integration gives it, as a component."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import cache

import msgspec
import tomli

from workbench.model.component import Kind, Occurrence, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.model.resources import resources
from workbench.scan.shell.download_address import named_architecture

MAX_NAME = 200
"""Characters of a label; longer ones name nothing."""

_NOT_LINUX = ("windows", "win-", "macos", "macos-", "mac-", "osx", "darwin", "xcode")


class Runner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of `resources/infrastructure/runners.toml`."""

    service: str
    names: tuple[str, ...]
    arch: str
    url: str
    date: str = ""
    counterpart: str = ""


def known_runner(service: str, name: str) -> Runner | None:
    """Return the entry of the table for a runner's name."""
    for entry in _runners():
        if entry.service == service and any(fnmatchcase(name.lower(), p) for p in entry.names):
            return entry
    return None


def runs_linux(name: str) -> bool:
    """Whether a runner of this name may run Linux: those for Windows and macOS build no image."""
    return not name.lower().startswith(_NOT_LINUX)


def sight_runner(
    service: str, name: str, at: Occurrence, *, default: bool = False, labels: Sequence[str] = ()
) -> Sighting | None:
    """Return the runner `name` of `service`; None for another system's, and for what is no name.

    `default` says that the file leaves the processor to the service. `labels` are all that a runner
    of one's own must have: their words tell the processor.
    """
    if not name or len(name) > MAX_NAME or not runs_linux(name):
        return None
    known = known_runner(service, name)
    arch = known.arch if known else named_architecture(" ".join([name, *labels]))
    traits = [Trait("runner-arch", arch)] if arch else []
    if known and known.counterpart:
        traits.append(Trait("runner-counterpart", known.counterpart))
    if default:
        traits.append(Trait("default-architecture", arch))
    if labels:
        traits.append(Trait("runner-labels", ", ".join(labels)))
    return Sighting(
        purl=make_purl("generic", name, namespace=service),
        name=name,
        kind=Kind.COMPUTE,
        occurrence=msgspec.structs.replace(at, traits=(*at.traits, *traits)),
    )


@cache
def _runners() -> tuple[Runner, ...]:
    text = (resources() / "infrastructure" / "runners.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomli.loads(text)["runner"], tuple[Runner, ...])
