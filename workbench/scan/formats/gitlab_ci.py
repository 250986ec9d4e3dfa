"""GitLab CI: the images of jobs and services, and the runners that tags ask for."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope
from workbench.scan.ci.ci_image import image_of, variables
from workbench.scan.ci.runner import known_runner, sight_runner
from workbench.scan.ci.runner_setting import with_runner_settings
from workbench.scan.containers.own_image import published_images
from workbench.scan.containers.x86_settings import with_settings
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.shell.download_address import named_architecture
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "gitlab-ci"
SERVICE = "gitlab-runner"

_NO_JOBS = frozenset({"variables", "stages", "include", "workflow", "spec", "pages:deploy"})


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    found = with_settings(_jobs(document, tree), document)
    yield from with_runner_settings(found, document)


def _jobs(document: Document, tree: Tree) -> Iterator[Discovery]:
    published = published_images(tree)
    for root in read_yaml(document):
        common = variables(root["variables"])
        yield from dict.fromkeys(_job(root, document.path, common, published))
        for name, job in root.items():
            if name not in _NO_JOBS and job.is_object:
                values = {**common, **variables(job["variables"])}
                yield from dict.fromkeys(_job(job, document.path, values, published))


def _job(job: Node, path: str, values: dict, published: dict) -> Iterator[Discovery]:  # type: ignore[type-arg]
    image = job["image"]
    platform = image.at("docker", "platform").text
    yield from image_of(image, path, ID, published, values=values, platform=platform)
    for service in job["services"]:
        yield from image_of(
            service,
            path,
            ID,
            published,
            values=values,
            scope=Scope.TEST,
            platform=service.at("docker", "platform").text,
        )
    tags = [tag for tag in job["tags"] if tag.text]
    telling = [t for t in tags if known_runner(SERVICE, t.text) or named_architecture(t.text)]
    for tag in telling[:1]:
        at = Occurrence(path=path, line=tag.line, scope=Scope.BUILD, reader=ID)
        known = known_runner(SERVICE, tag.text)
        seen = sight_runner(SERVICE, tag.text, at, labels=[] if known else [t.text for t in tags])
        if seen is not None:
            yield seen


FORMAT = Format(
    id=ID,
    title="GitLab CI",
    patterns=(
        ".gitlab-ci.yml",
        ".gitlab-ci.yaml",
        "*.gitlab-ci.yml",
        ".gitlab-ci-*.yml",
        ".gitlab-ci.*.yml",
        ".gitlab/*.yml",
        "*/.gitlab/*.yml",
        ".gitlab-ci/*.yml",
        "*/.gitlab-ci/*.yml",
    ),
    read=_read,
    documentation="https://docs.gitlab.com/ci/yaml/",
)
