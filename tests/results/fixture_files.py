"""The result files under tests/fixtures/results."""

from pathlib import Path

from workbench.scan.document import Document

FAMILIES = ("functional", "coverage", "load", "benchmarks", "profiles")
"""Not `truth`: recordings of a tool that the product does not read, for the truth check only."""
ROOT = Path(__file__).parents[1] / "fixtures" / "results"


def names(*families: str) -> list[str]:
    """Paths below ROOT of the fixtures of some families; of all of them where none is named."""
    paths = (path.relative_to(ROOT) for path in sorted(ROOT.rglob("*")) if path.is_file())
    return [
        path.as_posix()
        for path in paths
        if path.name != "README.md" and path.parts[0] in (families or FAMILIES)
    ]


def document(name: str) -> Document:
    return Document(name, (ROOT / name).read_bytes())
