"""CircleCI: the images that jobs and executors run in, and their resource classes."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope
from workbench.scan.ci.ci_image import filled, image_of
from workbench.scan.ci.runner import sight_runner
from workbench.scan.ci.runner_setting import with_runner_settings
from workbench.scan.containers.own_image import OwnImage, published_images
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.shell.expansion import Expansion, literal
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "circleci"
SERVICE = "circleci-runner"


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    yield from with_runner_settings(_places(document, tree), document)


def _places(document: Document, tree: Tree) -> Iterator[Discovery]:
    published = published_images(tree)
    for root in read_yaml(document):
        pipeline = _defaults(root["parameters"], "pipeline.parameters.")
        for kind in ("executors", "jobs"):
            for _, place in root[kind].items():
                values = {**pipeline, **_defaults(place["parameters"], "parameters.")}
                yield from dict.fromkeys(_place(place, document.path, values, published))


def _place(
    place: Node, path: str, values: dict[str, Expansion], published: dict[str, OwnImage]
) -> Iterator[Discovery]:
    """Yield what a job or an executor says: the first image is the job's, the others stand by."""
    docker, machine = place["docker"], place["machine"]
    for number, entry in enumerate(docker):
        scope = Scope.TEST if number else Scope.BUILD
        yield from image_of(entry["image"], path, ID, published, values=values, scope=scope)
    if not docker.is_list and not machine:
        return
    asked = place["resource_class"] if place["resource_class"].text else machine["resource_class"]
    name = filled(asked.text, values).literal if asked.text else None
    at = Occurrence(
        path=path,
        line=asked.line or docker.line or machine.line,
        scope=Scope.BUILD,
        reader=ID,
    )
    if name and "/" not in name:
        seen = sight_runner(SERVICE, name, at)
    elif name:  # NAMESPACE/CLASS: a runner of one's own
        seen = sight_runner(SERVICE, name, at, labels=[name])
    elif asked.text:
        return
    else:
        seen = sight_runner(SERVICE, "docker" if docker else "machine", at, default=True)
    if seen is not None:
        yield seen


def _defaults(parameters: Node, prefix: str) -> dict[str, Expansion]:
    return {
        f"{prefix}{name}": literal(parameter["default"].text)
        for name, parameter in parameters.items()
        if parameter["default"].text
    }


FORMAT = Format(
    id=ID,
    title="CircleCI configuration",
    patterns=(".circleci/*.yml", "*/.circleci/*.yml", ".circleci/*.yaml", "*/.circleci/*.yaml"),
    read=_read,
    documentation="https://circleci.com/docs/reference/configuration-reference/",
)
