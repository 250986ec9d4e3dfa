"""Small projects for tests of the scan, written from a table of paths and texts."""

from pathlib import Path

from workbench.model.component import Kind, Sighting
from workbench.scan.format import Format
from workbench.scan.scanner import scan


def write(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def sightings(root: Path, *formats: Format) -> list[Sighting]:
    return [event for event in scan(root, formats=formats) if isinstance(event, Sighting)]


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
