"""Templates of Helm charts: the images that they name with the chart's default values."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Trait
from workbench.model.problem import Problem
from workbench.scan.charts.archive import archived_files
from workbench.scan.charts.chart import chart_of, template_chart
from workbench.scan.charts.template_lines import TemplateImage
from workbench.scan.charts.templated_images import templated_images
from workbench.scan.containers.image_sighting import sight_image
from workbench.scan.containers.own_image import OwnImage, published_images
from workbench.scan.document import Document
from workbench.scan.format import OF_ANY_SIZE, Discovery, Format
from workbench.scan.shell.expansion import Expansion, Unknown
from workbench.scan.tree import Tree

ID = "helm-template"
ARCHIVE_ID = "helm-archive"

_ENDS = ("yaml", "yml", "tpl")


def _accepts(document: Document) -> bool:
    return b"{{" in document.data


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    chart = template_chart(document, tree)
    if chart is None:
        return
    templated = templated_images(chart, tree)
    for place in (document.path, chart.top.folder):
        if place in templated.failed:
            yield Problem(document.path, f"template: {templated.failed[place]}")
    images = templated.images.get(document.path, [])
    yield from _sighted(images, published_images(tree), document.path)


def _read_archive(document: Document, tree: Tree) -> Iterator[Discovery]:
    around = chart_of(document.folder, tree)
    if around is None:
        return
    packed = [part for part in around.parts if part.archive == document.path]
    if not packed:
        with tree.open(document.path) as stream:
            archived_files(stream, document.path)  # raises what is wrong with it
        return
    published = published_images(tree)
    for path, images in templated_images(around, tree).images.items():
        archive, _, entry = path.partition("!/")
        if archive == document.path:
            yield from _sighted(images, published, archive, entry)


def _sighted(
    images: list[TemplateImage], published: dict[str, OwnImage], path: str, entry: str = ""
) -> Iterator[Discovery]:
    """Yield the images of one file, and one problem for all whose name is not known."""
    traits = (Trait("archive-entry", entry),) if entry else ()
    running: set[str] = set()
    problems: list[Problem] = []
    for image in sorted(images, key=lambda image: image.idle):
        at = Occurrence(path, 0 if entry else image.line, reader=ARCHIVE_ID if entry else ID)
        found = sight_image(_whole(image.reference), at, published, traits)
        if isinstance(found, Problem):
            if not image.idle:
                problems.append(found)
            continue
        if image.idle and found.name in running:
            continue  # another way to write one that runs
        running.add(found.name)
        yield found
        for pin in image.pins:
            pinned = Occurrence(path, 0 if entry else pin.line, reader=at.reader)
            trait = Trait("node-selector", f"{pin.label}={pin.value}")
            yield sight_image(_whole(image.reference), pinned, published, (*traits, trait))
    if problems:
        more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
        yield Problem(path, f"template: {problems[0].reason}{more}", problems[0].line)


def _whole(reference: Expansion) -> Expansion:
    """Return the reference; what is to stand behind a colon at its end is open."""
    parts = list(reference.parts)
    last = parts[-1] if parts else ""
    if isinstance(last, str):
        for end in ("@sha256:", "@", ":"):
            if last.endswith(end):
                parts[-1] = last.removesuffix(end)
                open_ = () if end != ":" else (":", Unknown("(no default)"))
                return Expansion.of([*parts, *open_])
    return reference


HELM_TEMPLATE = Format(
    id=ID,
    title="Helm template",
    patterns=tuple(f"{start}templates/*.{end}" for start in ("", "*/") for end in _ENDS),
    read=_read,
    accepts=_accepts,
    documentation="https://helm.sh/docs/chart_template_guide/",
)
HELM_ARCHIVE = Format(
    id=ARCHIVE_ID,
    title="packed Helm chart",
    patterns=("charts/*.tgz", "*/charts/*.tgz"),
    read=_read_archive,
    unread=True,
    most_bytes=OF_ANY_SIZE,
    documentation="https://helm.sh/docs/topics/charts/#managing-dependencies-manually-via-the-charts-directory",
)

FORMATS = (HELM_TEMPLATE, HELM_ARCHIVE)
