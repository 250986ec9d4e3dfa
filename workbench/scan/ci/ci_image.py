"""Images in files of continuous integration: variables filled in, what only a run knows open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.model.component import Occurrence, Scope, Sighting, Trait
from workbench.model.problem import Problem
from workbench.model.regex import regex
from workbench.scan.containers.image_sighting import sight_image
from workbench.scan.containers.own_image import OwnImage
from workbench.scan.shell.expansion import Expansion, Unknown, expand, literal
from workbench.scan.syntax.node import Node

_OPEN = regex(r"\$\{\{(?:(?!\$\{\{).)*?\}\}|<<[^<>]*>>|\$\[\[(?:(?!\$\[\[).)*?\]\]|\$\([^()]*\)")


def image_of(
    node: Node,
    path: str,
    reader: str,
    published: Mapping[str, OwnImage],
    *,
    values: Mapping[str, Expansion] | None = None,
    scope: Scope = Scope.BUILD,
    platform: str = "",
) -> Iterator[Sighting | Problem]:
    """Yield the image that `node` names: text, or an object with `name` or `image`.

    A name that is all variable names nothing, and is no problem: a run chooses it.
    """
    if node.is_object:
        node = node["name"] if node["name"].text else node["image"]
    text = node.text.strip()
    if not text:
        return
    reference = filled(text, values or {})
    if isinstance(reference.parts[0] if reference.parts else "", Unknown):
        return
    traits = (Trait("platform", platform),) if platform else ()
    at = Occurrence(path=path, line=node.line, scope=scope, reader=reader)
    yield sight_image(reference, at, dict(published), traits)


def filled(text: str, values: Mapping[str, Expansion]) -> Expansion:
    """Replace `$NAME` and `${NAME}`; keep what `${{ }}`, `<< >>` and `$( )` stand for open."""
    parts: list[str | Unknown] = []
    at = 0
    for piece in _OPEN.finditer(text):
        parts += expand(text[at : piece.start()], values, quotes=False).parts
        inner = values.get(piece[0].strip("<> "))
        parts += inner.parts if inner is not None else (Unknown(piece[0]),)
        at = piece.end()
    return Expansion.of([*parts, *expand(text[at:], values, quotes=False).parts])


def variables(node: Node) -> dict[str, Expansion]:
    """Return the literal variables of an object; a value may be an object with `value`."""
    found: dict[str, Expansion] = {}
    for name, value in node.items():
        text = value.text or value["value"].text
        if text:
            found[name] = filled(text, found) if "$" in text else literal(text)
    return found
