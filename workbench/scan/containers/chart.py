"""Helm charts: a chart's own facts and default values, and its templates' simple expressions.

Format: https://helm.sh/docs/topics/charts/.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.scan.document import Document, Unreadable
from workbench.scan.shell.expansion import Expansion, Unknown
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

NAMES = ("Chart.yaml", "Chart.yml")

_EMPTY = Node(None)
_COMMENT = re.compile(r"\{\{-?\s*/\*.*?\*/\s*-?\}\}", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}")
_VALUE = re.compile(r"\$?\.Values((?:\.[A-Za-z_][\w-]*)+)")
_STRING = re.compile(r"\"([^\"]*)\"|`([^`]*)`")
_PRINTF = re.compile(r"printf \"([^\"%]*%s[^\"%]*)\" (\S+)")
_PLAIN_FILTERS = frozenset({"quote", "squote", "toString", "trim", "trimAll"})


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart's folder, its Chart.yaml and its values.yaml."""

    folder: str
    facts: Node
    values: Node

    @property
    def app_version(self) -> str:
        """The version of the software that the chart installs by default."""
        return self.facts["appVersion"].text


def chart_of(folder: str, tree: Tree) -> Chart | None:
    """Return the chart whose folder is `folder` or the nearest above it."""
    known = tree.remember(_charts)
    if folder not in known:
        known[folder] = _read_chart(folder, tree)
        if known[folder] is None and folder:
            known[folder] = chart_of(folder.rpartition("/")[0], tree)
    return known[folder]


def _charts(_tree: Tree) -> dict[str, Chart | None]:
    """Return what is known of the tree's charts by folder: nothing yet."""
    return {}


def _read_chart(folder: str, tree: Tree) -> Chart | None:
    for name in NAMES:
        path = f"{folder}/{name}".lstrip("/")
        if path in tree:
            values = f"{folder}/values.yaml".lstrip("/")
            return Chart(folder, _first(path, tree), _first(values, tree))
    return None


def _first(path: str, tree: Tree) -> Node:
    try:
        documents = read_yaml(tree.read(path)) if path in tree else []
    except Unreadable:
        return _EMPTY
    return documents[0] if documents else _EMPTY


def is_template(text: str) -> bool:
    """Whether the text holds template actions."""
    return "{{" in text


def without_comments(document: Document) -> list[str]:
    """Return the lines of a template with its comments blanked."""
    blanked = _COMMENT.sub(lambda m: "\n" * m.group().count("\n"), document.text)
    return blanked.split("\n")


def expand_template(text: str, chart: Chart | None) -> Expansion:
    """Replace the expressions in `text` that only name one of the chart's default values."""
    parts: list[str | Unknown] = []
    at = 0
    for match in _EXPRESSION.finditer(text):
        parts.append(text[at : match.start()])
        value = _evaluate(match.group(1), chart) if chart else None
        parts.append(Unknown(match.group()) if value is None else value)
        at = match.end()
    parts.append(text[at:])
    return Expansion.of(parts)


def _evaluate(expression: str, chart: Chart) -> str | None:
    """Return the value of `.Values.a.b | default .Chart.AppVersion` and its like, else None."""
    first, *filters = (part.strip() for part in expression.split("|"))
    value = _default_call(first, chart)
    for step in filters:
        word, _, argument = step.partition(" ")
        if word == "default":
            value = value or _operand(argument.strip(), chart)
        elif word not in _PLAIN_FILTERS:
            return None
    return value or None


def _default_call(text: str, chart: Chart) -> str | None:
    words = text.split()
    if len(words) == 3 and words[0] == "default":
        return _operand(words[2], chart) or _operand(words[1], chart)
    if len(words) == 2 and words[0] in _PLAIN_FILTERS:
        return _operand(words[1], chart)
    return _operand(text, chart)


def _operand(text: str, chart: Chart) -> str | None:
    text = text.strip("() ")
    string = _STRING.fullmatch(text)
    if string:
        return string.group(1) or string.group(2)
    if text in (".Chart.AppVersion", "$.Chart.AppVersion"):
        return chart.app_version or None
    if text in (".Chart.Version", "$.Chart.Version"):
        return chart.facts["version"].text or None
    if text in (".Chart.Name", "$.Chart.Name"):
        return chart.facts["name"].text or None
    printed = _PRINTF.fullmatch(text)
    if printed:
        value = _operand(printed.group(2), chart)
        return printed.group(1).replace("%s", value) if value else None
    named = _VALUE.fullmatch(text)
    return chart.values.at(*named.group(1)[1:].split(".")).text or None if named else None
