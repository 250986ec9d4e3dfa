"""A chart's images as one values file makes them: what the file says, and what templates add.

The templates know best: they put a registry before a name, a letter before a version, and the
chart's `appVersion` where no tag is given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from workbench.model.component import Trait
from workbench.model.image import ImageReference
from workbench.scan.charts.chart import Chart
from workbench.scan.charts.default_values import plain, values_of
from workbench.scan.charts.template_tables import merge_over
from workbench.scan.charts.template_value import Value
from workbench.scan.charts.templated_images import Templated, templated_images
from workbench.scan.charts.value_images import ValueImage, value_images, value_pins
from workbench.scan.containers.pod_images import Pin
from workbench.scan.syntax.node import Node
from workbench.scan.tree import Tree


@dataclass(frozen=True, slots=True)
class UsedImage:
    """An image as it is used with a values file, and where that file says so."""

    reference: str
    line: int
    traits: tuple[Trait, ...] = ()
    pin: Pin | None = None


def images_in_use(values: Node, name: str, chart: Chart | None, tree: Tree) -> Iterator[UsedImage]:
    """Yield the images that values, from a file or place called `name`, name for a chart.

    `chart` is None where it does not lie in the project: then only what the values say alone.
    """
    if chart is None:
        for image in value_images(values):
            if image.certain and not image.open_tag:
                yield UsedImage(image.reference, image.line)
        return
    own = values is chart.values
    below = _below(chart)
    over = None if own else plain(values)
    templated = templated_images(chart, tree, name if isinstance(over, dict) else "", over)
    rendered = _by_name(templated)
    said: set[str] = set()
    for image in value_images(values, below):
        for used in _as_templates_have_it(image, chart, rendered):
            said.add(used.reference)
            yield used
    if not own:
        yield from _changed_besides(templated, templated_images(chart, tree), said)
    yield from _pinned(values, below, chart, rendered)


def _below(chart: Chart) -> Value:
    """Return what the chart's values files go over: its defaults, with those of its parts."""
    below: Value = values_of(chart)[0] if values_of(chart) else {}
    parts: dict[str, Value] = {}
    for part in chart.parts:
        inner = _below(part)
        for key in part.called_by_parent():
            parts[key] = inner
    return merge_over(parts, below)


def _by_name(templated: Templated) -> dict[str, set[str]]:
    """Return the versions (digest or tag) of the images whose names are known, by name."""
    versions: dict[str, set[str]] = defaultdict(set)
    named = [image for images in templated.images.values() for image in images]
    for idle in (False, True):
        running = set(versions)
        for image in named:
            try:
                reference = ImageReference.parse(image.reference.literal or "")
            except ValueError:
                continue
            if image.idle != idle or (idle and reference.name in running):
                continue
            tag = f":{reference.tag}" if reference.tag else ""
            digest = f"@{reference.digest}" if reference.digest else ""
            versions[reference.name].add(tag + digest)
    return versions


def _as_templates_have_it(
    image: ValueImage, chart: Chart, rendered: dict[str, set[str]]
) -> Iterator[UsedImage]:
    try:
        name = ImageReference.parse(image.name).name
    except ValueError:
        yield UsedImage(image.reference, image.line)
        return
    traits: tuple[Trait, ...] = ()
    if name not in rendered:
        longer = [known for known in rendered if known.endswith(f"/{name}")]
        name = longer[0] if len(longer) == 1 else name
    versions = rendered.get(name, set())
    wanted = image.reference.removeprefix(image.name)
    if wanted in versions or not versions:
        if not versions and image.takes_app_version and chart.app_version:
            wanted = f":{chart.app_version}"
            traits = (Trait("tag-from", "appVersion"),)
        shown = name if versions else image.name
        yield UsedImage(shown + wanted, image.line, traits)
        return
    for version in sorted(versions):
        app = chart.app_version
        from_chart = (
            image.open_tag
            and app
            and version.removeprefix(":").removeprefix("v") == (app.removeprefix("v"))
        )
        traits = (Trait("tag-from", "appVersion"),) if from_chart else ()
        if image.open_tag or version.endswith(image.tag) or len(versions) == 1:
            yield UsedImage(name + version, image.line, traits)


def _changed_besides(
    templated: Templated, before: Templated, said: set[str]
) -> Iterator[UsedImage]:
    """Yield what the values change without naming it: a registry for all, a version of a part."""
    known = {name for name, idle in _named(before) if not idle}
    shown = {name for text in said for name in [_plain_name(text)] if name}
    for name, idle in _named(templated):
        if not idle and name not in known | shown:
            shown.add(name)
            yield UsedImage(name, 0)


def _named(templated: Templated) -> Iterator[tuple[str, bool]]:
    """Yield the images whose names are known, and whether they run only with other values."""
    for images in templated.images.values():
        for image in images:
            name = _plain_name(image.reference.literal or "")
            if name:
                yield name, image.idle


def _plain_name(text: str) -> str:
    """Return an image without what Docker adds by itself; nothing for what is none."""
    try:
        image = ImageReference.parse(text)
    except ValueError:
        return ""
    tag = f":{image.tag}" if image.tag else ""
    return image.name + tag + (f"@{image.digest}" if image.digest else "")


def _pinned(
    values: Node, below: Value, chart: Chart, rendered: dict[str, set[str]]
) -> Iterator[UsedImage]:
    """Yield the images of what values tie to an architecture, at the line that does."""
    for found in value_pins(values):
        around, under = values.at(*found.keys), below
        for key in found.keys:
            under = under.get(key) if isinstance(under, dict) else None
        images = [*value_images(around, under), *value_images(_node(under))]
        used = [u for image in images for u in _as_templates_have_it(image, chart, rendered)]
        for each in {image.reference: image for image in used}.values():
            yield replace(each, line=found.pin.line, pin=found.pin)


def _node(value: Value) -> Node:
    """Return a plain value as a node without a place."""
    if isinstance(value, dict):
        return Node({key: _node(member) for key, member in value.items()})
    if isinstance(value, list):
        return Node([_node(element) for element in value])
    return Node(value if isinstance(value, str | int | float | bool) else None)
