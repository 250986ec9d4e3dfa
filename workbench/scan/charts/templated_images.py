"""The images that a chart's templates name with its default values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import tomli

from workbench.model.regex import regex
from workbench.model.resources import resources
from workbench.scan.charts.chart import Chart, charts_of
from workbench.scan.charts.default_values import applied_to, values_of
from workbench.scan.charts.template_expression import NotATemplate
from workbench.scan.charts.template_lines import TemplateImage, images_of, lines_of
from workbench.scan.charts.template_parse import parse_template
from workbench.scan.charts.template_run import Piece, TemplateRun, TooMuch
from workbench.scan.charts.template_syntax import (
    Action,
    Choice,
    Definition,
    Function,
    Literal,
    Operand,
    Part,
    Pipeline,
    Template,
    Text,
)
from workbench.scan.charts.template_value import Value
from workbench.scan.document import Document, Unreadable
from workbench.scan.tree import Tree

MOST_READINGS = 500
"""Charts with one values file or another; the largest collections have some three hundred."""

_DEFINES = regex(r"\{\{-?\s*(?:define|block)\b")
_NAMED = regex(r"\b(?:include|template)\s+[\"`]([^\"`]*)")

_File = Template | Document


@dataclass(slots=True)
class Templated:
    """What the templates of one chart, with those that lie in it, come to.

    `images` by the path of the file they stand in; `failed` holds a reason by path.
    """

    images: dict[str, list[TemplateImage]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def templated_images(chart: Chart, tree: Tree, name: str = "", values: Value = None) -> Templated:
    """Return what the templates of the chart that is installed with `chart` in it come to.

    `values` go over the defaults of `chart`; `name` tells them from others.
    """
    known = tree.remember(_known)
    key = (chart.folder, name) if name else (chart.top.folder, "")
    if key not in known:
        if name and (len(known) >= MOST_READINGS or chart.top.folder in _default(chart, tree)):
            known[key] = Templated()  # what takes too long once is not read again and again
        else:
            known[key] = _read(chart if name else chart.top, tree, values)
    return known[key]


def _default(chart: Chart, tree: Tree) -> dict[str, str]:
    """Return why templates of the chart could not be read with its default values, by place."""
    return templated_images(chart, tree).failed


def _parsed_before(_tree: Tree) -> dict[str, list[_File]]:
    """Return the templates of library charts by folder: none yet. Many charts take in one."""
    return {}


def _known(_tree: Tree) -> dict[tuple[str, str], Templated]:
    """Return what is known of charts by folder and values: nothing yet."""
    return {}


def _read(top: Chart, tree: Tree, over: Value) -> Templated:
    result = Templated()
    before = tree.remember(_parsed_before)
    parsed: dict[str, list[_File]] = {}
    definitions = dict(_helpers())
    for chart in [*_libraries(top, tree), *top.walk()]:
        if chart.folder not in before:
            before[chart.folder] = list(_parsed(chart, result))
        parsed[chart.folder] = before[chart.folder]
        for file in parsed[chart.folder]:
            if isinstance(file, Template):
                definitions.update({each.name: each for each in file.definitions})
    run = TemplateRun(definitions, _naming(definitions))
    try:
        for chart in top.walk():
            if not chart.is_library:
                for values in values_of(chart, top, over):
                    _put_out(chart, values, parsed[chart.folder], run, result)
    except TooMuch:
        result.failed[top.folder] = "its templates take more steps than are read"
    except RecursionError:
        result.failed[top.folder] = "its templates are nested too deeply"
    result.images = {path: list(dict.fromkeys(images)) for path, images in result.images.items()}
    return result


def _put_out(
    chart: Chart,
    values: dict[str, Value],
    files: list[_File],
    run: TemplateRun,
    result: Templated,
) -> None:
    root = applied_to(chart, values)
    for at, file in enumerate(files):
        if isinstance(file, Document):
            if not _may_be_read_for_images(file.text, run.with_pieces):
                continue
            file = files[at] = _template(file, result) or Template(file.path)
        if not file.path.endswith(".tpl") and _may_name(file.body, run.with_pieces):
            _take(run.put_out(file, root), result)
    templates = [file for file in files if isinstance(file, Template)]
    own = {each.name for template in templates for each in template.definitions}
    for name in sorted((own & run.with_pieces) - run.entered):
        # A pod that is defined here and put out by whoever takes the chart in.
        _take(run.put_out_named(name, root), result)


def _take(pieces: list[Piece], result: Templated) -> None:
    for image in images_of(list(lines_of(pieces))):
        result.images.setdefault(image.path, []).append(image)


def _parsed(chart: Chart, result: Templated) -> Iterator[_File]:
    """Yield the files of a chart; what defines nothing is parsed when it may put out an image."""
    for document in chart.templates:
        try:
            text = document.text
        except Unreadable as error:
            result.failed[document.path] = str(error)
            continue
        if "{{" not in text:
            continue
        if not _DEFINES.search(text):
            yield document
            continue
        template = _template(document, result)
        if template is not None:
            yield template


def _template(document: Document, result: Templated) -> Template | None:
    try:
        return parse_template(document.text, document.path)
    except NotATemplate as error:
        result.failed[document.path] = str(error)
    except RecursionError:
        result.failed[document.path] = "is nested too deeply"
    return None


def _libraries(top: Chart, tree: Tree) -> Iterator[Chart]:
    """Yield the charts of the project that those in `top` take in without holding them."""
    lying = {chart.name for chart in top.walk()}
    wanted = {d["name"].text for chart in top.walk() for d in chart.dependencies()} - lying
    for chart in tree.remember(charts_of).values():
        if chart.name in wanted and chart.top is chart:
            yield from chart.walk()


def _naming(definitions: dict[str, Definition]) -> frozenset[str]:
    """Return the named templates that put out `image:` lines, alone or by others."""
    calls = {name: set(_calls(each.body)) for name, each in definitions.items()}
    naming = {name for name, each in definitions.items() if _says_image(each.body)}
    while True:
        more = {name for name, called in calls.items() if called & naming} - naming
        if not more:
            return frozenset(naming)
        naming |= more


def _may_be_read_for_images(text: str, naming: frozenset[str]) -> bool:
    """Whether a text that is not parsed may put out `image:` lines; true in doubt."""
    return "image:" in text or not naming.isdisjoint(_NAMED.findall(text))


def _may_name(body: tuple[Part, ...], naming: frozenset[str]) -> bool:
    return _says_image(body) or not naming.isdisjoint(_calls(body))


def _says_image(body: tuple[Part, ...]) -> bool:
    return any("image:" in part.text for part in _parts(body) if isinstance(part, Text))


def _calls(body: tuple[Part, ...]) -> Iterator[str]:
    for part in _parts(body):
        if isinstance(part, Action):
            yield from _called(part.pipeline)


def _called(pipeline: Pipeline) -> Iterator[str]:
    for command in pipeline.commands:
        if command[0] == Function("include") and len(command) > 1:
            name: Operand = command[1]
            if isinstance(name, Literal) and isinstance(name.value, str):
                yield name.value


def _parts(body: tuple[Part, ...]) -> Iterator[Part]:
    for part in body:
        yield part
        if isinstance(part, Choice):
            for arm in part.arms:
                yield from _parts(arm.body)


@cache
def _helpers() -> dict[str, Definition]:
    """Return the named templates of charts that many take in and few keep with their own."""
    text = (resources() / "scan" / "chart-helpers.toml").read_text(encoding="utf-8")
    return {
        entry["name"]: Definition(
            entry["name"], parse_template(entry["template"], "").body, "chart-helpers.toml"
        )
        for entry in tomli.loads(text)["helper"]
    }
