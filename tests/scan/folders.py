"""Small projects for tests of the scan, written from a table of paths and texts."""

from pathlib import Path

from workbench.model.component import Kind, Sighting
from workbench.scan.format import Format
from workbench.scan.scanner import scan
from workbench.scan.source.inspect import ID as SOURCE


def write(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def sightings(root: Path, *formats: Format) -> list[Sighting]:
    """What the formats see; what the look at sources adds has tests of its own."""
    events = scan(root, formats=formats)
    return [e for e in events if isinstance(e, Sighting) and e.occurrence.reader != SOURCE]


def traits(sighting: Sighting, name: str) -> list[str]:
    return [trait.value for trait in sighting.occurrence.traits if trait.name == name]


def runtimes(seen: list[Sighting]) -> dict[str, str]:
    """Place of each runtime, by purl; with its constraint where it has no version."""
    return {
        s.purl + (f" {s.occurrence.constraint}" if s.occurrence.constraint else ""): (
            s.occurrence.place
        )
        for s in seen
        if s.kind is Kind.RUNTIME
    }
