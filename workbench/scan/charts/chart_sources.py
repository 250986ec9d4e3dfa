"""Where Flux takes charts from: its repositories, by kind and name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.model.regex import regex
from workbench.scan.document import Unreadable
from workbench.scan.format import WRITTEN_BY_HAND
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

_KINDS = regex(rb"^kind:[ \t]*[\"']?(?:Helm|OCI)Repository", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ChartSource:
    """A repository's address; of one that holds a single chart its tag, too."""

    url: str
    tag: str = ""


def chart_sources(tree: Tree) -> dict[tuple[str, str], ChartSource]:
    """Return Flux's repositories of charts. Call through `remember`."""
    found: dict[tuple[str, str], ChartSource] = {}
    for path, size in tree.sizes.items():
        if not path.endswith((".yaml", ".yml")) or size > WRITTEN_BY_HAND:
            continue
        try:
            document = tree.read(path)
            roots = read_yaml(document) if _KINDS.search(document.data) else []
        except Unreadable:
            continue
        for root in roots:
            name, spec = root.at("metadata", "name").text, root["spec"]
            if name and spec["url"].text:
                reference = spec["ref"]
                tag = (reference["tag"] or reference["semver"] or reference["digest"]).text
                found.setdefault((root["kind"].text, name), ChartSource(spec["url"].text, tag))
    return found
