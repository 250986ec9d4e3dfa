"""A project made of the given files, scanned: for the tests of the container formats."""

from dataclasses import dataclass, field
from pathlib import Path

from workbench.model.component import Sighting
from workbench.model.problem import Problem
from workbench.scan.format import Format
from workbench.scan.formats import gitops, helmfile, kubernetes_nodes
from workbench.scan.formats.compose import FORMAT as COMPOSE
from workbench.scan.formats.dockerfile import FORMAT as DOCKERFILE
from workbench.scan.formats.github_actions import FORMAT as GITHUB_ACTIONS
from workbench.scan.formats.helm import HELM_CHART, HELM_VALUES
from workbench.scan.formats.helm_template import HELM_ARCHIVE, HELM_TEMPLATE
from workbench.scan.formats.kubernetes import FORMAT as KUBERNETES
from workbench.scan.formats.kustomize import FORMAT as KUSTOMIZE
from workbench.scan.formats.skaffold import FORMAT as SKAFFOLD
from workbench.scan.scanner import scan

CONTAINER_FORMATS: tuple[Format, ...] = (
    DOCKERFILE,
    COMPOSE,
    KUBERNETES,
    kubernetes_nodes.FORMAT,
    KUSTOMIZE,
    HELM_CHART,
    HELM_VALUES,
    HELM_TEMPLATE,
    HELM_ARCHIVE,
    helmfile.FORMAT,
    gitops.FORMAT,
    SKAFFOLD,
    GITHUB_ACTIONS,
)


@dataclass
class Found:
    sightings: list[Sighting] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def purls(self) -> list[str]:
        """Everything but the project's own images, in order."""
        return [s.purl for s in self.sightings if not traits(s).get("own-image")]

    def lines(self) -> list[tuple[int, str]]:
        """Lines and names of everything but own images."""
        return [
            (s.occurrence.line, s.name) for s in self.sightings if not traits(s).get("own-image")
        ]

    def one(self, name: str) -> Sighting:
        """The only sighting of this name that is no own image."""
        (found,) = [s for s in self.sightings if s.name == name and not traits(s).get("own-image")]
        return found

    def own(self) -> list[Sighting]:
        """Mentions of own images."""
        return [s for s in self.sightings if traits(s).get("own-image")]


def traits(sighting: Sighting) -> dict[str, str]:
    return {t.name: t.value for t in sighting.occurrence.traits}


def scanned(root: Path, files: dict[str, str]) -> Found:
    """Write `files` under `root` and scan it with the container formats."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return scanned_folder(root)


def scanned_folder(root: Path) -> Found:
    found = Found()
    for event in scan(root, formats=CONTAINER_FORMATS):
        if isinstance(event, Sighting):
            found.sightings.append(event)
        elif isinstance(event, Problem):
            found.problems.append(event)
    return found
