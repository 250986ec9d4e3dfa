"""Scans small projects the way the product does, for the tests of formats."""

from __future__ import annotations

from pathlib import Path

from workbench.model.component import Sighting
from workbench.model.problem import Problem
from workbench.scan.format import Format
from workbench.scan.scanner import scan
from workbench.scan.source.inspect import ID as SOURCE
from workbench.scan.tree import Tree
from workbench.scan.walk import folders

FIXTURES = Path(__file__).parent.parent / "fixtures"


def sightings(root: Path, formats: tuple[Format, ...] | None = None) -> list[Sighting]:
    """What the formats see; what the look at sources adds has tests of its own."""
    events = scan(root, formats=formats)
    return [e for e in events if isinstance(e, Sighting) and e.occurrence.reader != SOURCE]


def problems(root: Path, formats: tuple[Format, ...] | None = None) -> list[Problem]:
    return [event for event in scan(root, formats=formats) if isinstance(event, Problem)]


def rows(root: Path) -> list[str]:
    """Each sighting as one line: place, kind, scope, purl, constraint, traits."""
    return [row(sighting) for sighting in sightings(root)]


def row(sighting: Sighting) -> str:
    at = sighting.occurrence
    traits = [f"{t.name}={t.value}" if t.value else t.name for t in at.traits]
    parts = [at.place, sighting.kind, at.scope, sighting.purl.removeprefix("pkg:"), at.constraint]
    return " ".join([*filter(None, parts), *traits])


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def tree(root: Path) -> Tree:
    return Tree(root, folders(root))
