"""The images that a values file names: whole, or with registry, repository, tag and digest apart.

A values file goes over others: what it leaves out stands there. So a file that sets nothing but a
tag names the image of that tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.model.image import ImageReference
from workbench.model.regex import regex
from workbench.scan.charts.template_value import Value
from workbench.scan.containers.pod_images import ARCH_LABELS, Pin
from workbench.scan.syntax.node import Node

_IMAGE_KEY = regex(r".*image", re.IGNORECASE)
_APART = ("registry", "hub", "repository", "image", "name", "tag", "digest", "sha")
_BESIDE = (("image", "tag"), ("image", "imageTag"), ("image", "version"))
_NAMED_APART = (("imageRepository", "imageTag"), ("imageName", "imageTag"))


@dataclass(frozen=True, slots=True)
class ValueImage:
    """An image as values name it. `open_tag`: the values leave the tag to the chart."""

    name: str
    tag: str
    digest: str
    line: int
    open_tag: bool = False
    takes_app_version: bool = False
    """Whether its key says that it is an image and its tag is there and empty."""
    certain: bool = True
    """Whether it can be nothing else: false for a name without tag or registry."""

    @property
    def reference(self) -> str:
        """The image as people write it."""
        tag = f":{self.tag}" if self.tag else ""
        return f"{self.name}{tag}{f'@{self.digest}' if self.digest else ''}"


@dataclass(frozen=True, slots=True)
class ValuePin:
    """What values ask of nodes, and the keys of the table that says it."""

    pin: Pin
    keys: tuple[str, ...]


def value_images(values: Node, below: Value = None) -> Iterator[ValueImage]:
    """Yield the images that `values` name or change, over what is `below` them."""
    yield from _images(values, below, "")


def _images(node: Node, below: Value, parent: str) -> Iterator[ValueImage]:
    for element in node:
        yield from _images(element, None, parent)
    under = below if isinstance(below, dict) else {}
    yield from _named_apart(node, under)
    for key, value in node.items():
        is_image = bool(_IMAGE_KEY.fullmatch(key))
        if value.text:
            if is_image:
                yield from _string(key, value, node, under)
            continue
        found = _apart(value, under.get(key), parent, is_image=is_image)
        if found is not None:
            yield found
        else:
            yield from _images(value, under.get(key), key)


def _apart(value: Node, below: Value, parent: str, *, is_image: bool) -> ValueImage | None:
    """Return the image whose parts stand in a table, if the table is one and says any of them."""
    under = below if isinstance(below, dict) else {}
    said = {part: value[part].text or _below(under, part, value) for part in _APART}
    has_tag = "tag" in value or "tag" in under
    repository = said["repository"] or said["image"] or (said["name"] if has_tag else "")
    registry = said["registry"] or said["hub"]
    has_registry = any(part in value or part in under for part in ("registry", "hub"))
    says_all = has_registry and bool(said["repository"]) and has_tag
    from_registry = bool(said["tag"]) and "." in repository.partition("/")[0] and "/" in repository
    says_all = says_all or from_registry
    told = is_image or says_all or (parent == "images" and has_tag)
    lines = [value[part].line for part in _APART if part in value]
    if not repository or not told or not lines or "{{" in registry + repository:
        return None
    place = value["repository"] or value["image"] or value["name"]
    digest = said["digest"] or (f"sha256:{said['sha']}" if said["sha"] else "")
    name = f"{registry.rstrip('/')}/{repository}" if registry else repository
    tag = "" if "{{" in said["tag"] else said["tag"]
    return ValueImage(
        name,
        tag,
        "" if "{{" in digest else digest,
        place.line if place else min(lines),
        open_tag=not tag and not digest,
        takes_app_version=is_image and has_tag and not tag and not digest,
        certain=says_all or (is_image and (has_tag or has_registry)),
    )


def _below(under: dict[str, Value], part: str, value: Node) -> str:
    """Return what stands below for a part that the values do not speak of."""
    text = under.get(part)
    return text if part not in value and isinstance(text, str) else ""


def _named_apart(node: Node, under: dict[str, Value]) -> Iterator[ValueImage]:
    """Yield `imageRepository: name`, `imageTag: tag`."""
    for key, tag_key in _NAMED_APART:
        name = node[key].text or _below(under, key, node)
        tag = node[tag_key].text or _below(under, tag_key, node)
        if name and tag and (key in node or tag_key in node) and "{{" not in name + tag:
            yield ValueImage(name, tag, "", node[key].line or node[tag_key].line)


def _string(key: str, image: Node, around: Node, under: dict[str, Value]) -> Iterator[ValueImage]:
    """Yield `image: name:tag`, or `image: name` with a `tag` beside it."""
    try:
        reference = ImageReference.parse(image.text)
    except ValueError:
        return
    tag = ""
    if not reference.version:
        for one, other in _BESIDE:
            if key == one:
                tag = tag or around[other].text or _below(under, other, around)
        if not tag and "/" not in image.text:
            return  # a lone word can be anything: an icon, a name that a template completes
    name, _, digest = image.text.partition("@")
    if reference.tag:
        name = name.removesuffix(f":{reference.tag}")
    yield ValueImage(
        name,
        reference.tag or tag,
        digest,
        image.line,
        open_tag=not (reference.version or tag),
        certain=bool(reference.version or tag),
    )


def value_pins(values: Node, keys: tuple[str, ...] = ()) -> Iterator[ValuePin]:
    """Yield each demand for nodes of one architecture in `values`."""
    selector = values["nodeSelector"]
    for label in ARCH_LABELS:
        if selector[label].text:
            yield ValuePin(Pin(label, selector[label].text, selector[label].line), keys)
    for key, value in values.items():
        if key != "nodeSelector":
            yield from value_pins(value, (*keys, key))
