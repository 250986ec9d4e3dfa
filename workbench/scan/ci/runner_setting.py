"""Runners that a file names literally, as settings that may be changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.model.component import Kind, Sighting, Trait
from workbench.scan.containers.x86_settings import written
from workbench.scan.document import Document
from workbench.scan.format import Discovery
from workbench.scan.shell.download_address import ARM

ROLE = "runner"
_ON_ARM = Trait("runner-arch", ARM)


def with_runner_settings(
    discoveries: Iterable[Discovery], document: Document
) -> Iterator[Discovery]:
    """Yield `discoveries` of a file, and behind each x86 runner with a counterpart its setting.

    A file that names arm64 as well is left as it is: it builds or tests for both.
    """
    every = list(discoveries)
    both = any(isinstance(seen, Sighting) and _ON_ARM in seen.occurrence.traits for seen in every)
    told: set[tuple[int, str]] = set()
    for seen in every:
        yield seen
        if both:
            continue
        if not isinstance(seen, Sighting) or seen.kind is not Kind.COMPUTE:
            continue
        names = {trait.name for trait in seen.occurrence.traits}
        if "runner-counterpart" not in names or "default-architecture" in names:
            continue
        place = (seen.occurrence.line, seen.name)
        setting = written(document, seen.occurrence.line, seen.name, ROLE, seen)
        if setting is not None and place not in told:
            told.add(place)
            yield setting
