"""Helm charts: what a chart says of itself, its default values, its templates and its parts.

Format: https://helm.sh/docs/topics/charts/.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.scan.charts.archive import archived_files
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree, within

NAMES = ("Chart.yaml", "Chart.yml")
MAX_NESTING = 4
"""Charts within charts; people pack two."""

_EMPTY = Node(None)
_TEMPLATES = (".yaml", ".yml", ".tpl", ".json")


@dataclass(slots=True)
class Chart:
    """A chart's folder, its Chart.yaml, values.yaml and templates, and the charts that lie in it.

    `folder` is that of the project; for a chart in an archive the archive's path and, behind it,
    the folder in it, and `archive` is the archive's path.
    """

    folder: str
    facts: Node
    values: Node
    templates: tuple[Document, ...] = ()
    parts: tuple[Chart, ...] = ()
    archive: str = ""
    parent: Chart | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What the chart is called."""
        return self.facts["name"].text

    @property
    def app_version(self) -> str:
        """The version of the software that the chart installs by default."""
        return self.facts["appVersion"].text

    @property
    def is_library(self) -> bool:
        """Whether it only defines templates for other charts."""
        return self.facts["type"].text == "library"

    def called_by_parent(self) -> list[str]:
        """The keys under which the parent's values hold this chart's: its name, or each alias."""
        if self.parent is None:
            return []
        keys = [
            dependency["alias"].text or self.name
            for dependency in self.parent.dependencies()
            if dependency["name"].text == self.name
        ]
        return list(dict.fromkeys(keys)) or [self.name]

    def dependencies(self) -> list[Node]:
        """The charts that it is made of, as it or its requirements.yaml lists them."""
        return list(self.facts["dependencies"])

    def walk(self) -> Iterator[Chart]:
        """Yield the chart and those that lie in it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def top(self) -> Chart:
        """The chart that is installed: the outermost around this one."""
        chart = self
        while chart.parent is not None:
            chart = chart.parent
        return chart


def chart_of(folder: str, tree: Tree) -> Chart | None:
    """Return the chart whose folder is `folder` or the nearest above it."""
    charts = tree.remember(charts_of)
    while True:
        if folder in charts:
            return charts[folder]
        if not folder:
            return None
        folder = folder.rpartition("/")[0]


def template_chart(document: Document, tree: Tree) -> Chart | None:
    """Return the chart of which the document is a template; None where it is none."""
    chart = chart_of(document.folder, tree)
    if chart is None or not document.path.startswith(within(chart.folder, "templates/")):
        return None
    return chart


def charts_of(tree: Tree) -> dict[str, Chart]:
    """Return the charts that lie unpacked in the project, by folder. Call through `remember`."""
    folders = {path.rpartition("/")[0] for path in tree.sizes if path.endswith(NAMES)}
    folders = {folder for folder in folders if any(within(folder, n) in tree for n in NAMES)}
    templates: dict[str, list[str]] = {folder: [] for folder in folders}
    archives: dict[str, list[str]] = {folder: [] for folder in folders}
    for path in tree.sizes:
        parts = path.split("/")
        if path.endswith(_TEMPLATES) and "templates" in parts:
            _file(path, parts, "templates", templates)
        elif path.endswith(".tgz") and parts[-2:-1] == ["charts"]:
            _file(path, parts, "charts", archives)
    charts = {
        folder: Chart(
            folder,
            _facts(folder, tree),
            _first(within(folder, "values.yaml"), tree),
            tuple(_read(templates[folder], tree)),
        )
        for folder in sorted(folders)
    }
    for folder, chart in charts.items():
        head, _, _ = folder.rpartition("/")
        above = head.removesuffix("charts").removesuffix("/") if head.endswith("charts") else None
        if above is not None and above in charts and above != folder:
            chart.parent = charts[above]
            charts[above].parts += (chart,)
        for path in archives[folder]:
            packed = _packed(path, tree)
            if packed is not None:
                packed.parent = chart
                chart.parts += (packed,)
    return charts


def _file(path: str, parts: list[str], name: str, into: dict[str, list[str]]) -> None:
    """Put a path to the chart nearest to it in whose folder `name` it lies."""
    for at in range(len(parts) - 2, -1, -1):
        folder = "/".join(parts[:at])
        if parts[at] == name and folder in into:
            into[folder].append(path)
            return


def _facts(folder: str, tree: Tree) -> Node:
    path = next(within(folder, name) for name in NAMES if within(folder, name) in tree)
    facts = _first(path, tree)
    if not facts["dependencies"] and isinstance(facts.value, dict):
        required = _first(within(folder, "requirements.yaml"), tree)
        facts.value["dependencies"] = required["dependencies"]
    return facts


def _first(path: str, tree: Tree) -> Node:
    try:
        return _root(tree.read(path)) if path in tree else _EMPTY
    except Unreadable:
        return _EMPTY


def _root(document: Document) -> Node:
    try:
        documents = read_yaml(document)
    except Unreadable:
        return _EMPTY
    return documents[0] if documents else _EMPTY


def _read(paths: list[str], tree: Tree) -> Iterator[Document]:
    for path in paths:
        try:
            yield tree.read(path)
        except Unreadable:
            continue


def _packed(path: str, tree: Tree) -> Chart | None:
    """Return the chart in an archive; None where it cannot be read or holds none."""
    try:
        with tree.open(path) as stream:
            files = archived_files(stream, path)
    except Unreadable:
        return None
    return _packed_chart(files, path, 0)


def _packed_chart(files: dict[str, Document], archive: str, depth: int) -> Chart | None:
    """Return the chart that files make up; their names are those within the chart's folder."""
    said = files.get("Chart.yaml")
    if said is None:
        return None
    values = files.get("values.yaml")
    chart = Chart(
        said.folder,
        _root(said),
        _root(values) if values is not None else _EMPTY,
        tuple(
            document
            for name, document in files.items()
            if name.startswith("templates/") and name.endswith(_TEMPLATES)
        ),
        archive=archive,
    )
    inner: dict[str, dict[str, Document]] = {}
    for name, document in files.items():
        head, _, rest = name.removeprefix("charts/").partition("/")
        if name.startswith("charts/") and rest:
            inner.setdefault(head, {})[rest] = document
    for part_files in inner.values():
        part = _packed_chart(part_files, archive, depth + 1) if depth < MAX_NESTING else None
        if part is not None:
            part.parent = chart
            chart.parts += (part,)
    return chart


def is_template(text: str) -> bool:
    """Whether the text holds template actions."""
    return "{{" in text
