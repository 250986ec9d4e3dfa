"""The Terraform configurations of a project: one a folder, with variables, locals and modules.

https://developer.hashicorp.com/terraform/language/files
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from workbench.scan.document import Document
from workbench.scan.syntax.computed import Default, Sought, Unresolved, either
from workbench.scan.syntax.hcl_values import evaluate
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_hcl import labelled, parse_expression, read_hcl
from workbench.scan.syntax.read_json import read_json
from workbench.scan.terraform.repeated import Repeated
from workbench.scan.tree import Tree

MAX_DEPTH = 12
"""Of variables that are passed from module to module."""
MAX_CALLERS = 20

_SOUGHT = {
    "aws_ami": ("id", "image_id"),
    "aws_ami_ids": ("ids",),
    "aws_ssm_parameter": ("value", "insecure_value"),
}
"""Data sources whose terms tell which machine image comes, and the members that give it."""


def read_file(document: Document) -> Node:
    """Return the blocks of one file, in either form. Raises Unreadable."""
    if document.name.endswith(".json"):
        return _with_expressions(read_json(document, places=True), document.path, 0)
    return read_hcl(document)


def _with_expressions(node: Node, path: str, depth: int) -> Node:
    """Turn the strings of HCL's JSON form that hold `${...}` into expressions."""
    if isinstance(node.value, str):
        return parse_expression(node.value, path, node.line) or node
    if depth > MAX_DEPTH * 4:
        return node
    if isinstance(node.value, list):
        return Node([_with_expressions(n, path, depth + 1) for n in node], node.line, node.place)
    if isinstance(node.value, dict):
        members = {k: _with_expressions(n, path, depth + 1) for k, n in node.items()}
        return Node(members, node.line, node.place)
    return node


class Configuration:
    """One folder's files, taken together as Terraform does."""

    def __init__(self, project: Project, folder: str) -> None:
        self.project = project
        self.folder = folder
        self._known: dict[str, Node | None] = {}

    @cached_property
    def files(self) -> list[Node]:
        """The blocks of every file that can be read."""
        return self.project.read(self.folder, (*self.project.hcl, *self.project.json))

    @cached_property
    def variables(self) -> dict[str, Node]:
        """The body of each variable."""
        return {labels[0]: body for f in self.files for labels, body in labelled(f["variable"], 1)}

    @cached_property
    def local_values(self) -> dict[str, Node]:
        """The expression of each local value."""
        return {
            name: value
            for file in self.files
            for _, body in labelled(file["locals"], 0)
            for name, value in body.items()
        }

    @cached_property
    def sought(self) -> dict[tuple[str, ...], Node]:
        """What the data sources for machine images and parameters give, by type and name."""
        found: dict[tuple[str, ...], Node] = {}
        for file in self.files:
            for labels, body in labelled(file["data"], 2):
                given = _SOUGHT.get(labels[0], ())
                if given:
                    inner = Repeated(body, self)
                    name = ".".join(("data", *labels))
                    value = Sought(name, f"data.{labels[0]}", inner.body, inner.value)
                    one = Node(dict.fromkeys(given, value), body.line)
                    repeated = "count" in body or "for_each" in body
                    found[tuple(labels)] = Node([one], body.line) if repeated else one
        return found

    @cached_property
    def calls(self) -> list[tuple[str, Node]]:
        """The modules that are called: name and arguments."""
        return [(labels[0], body) for f in self.files for labels, body in labelled(f["module"], 1)]

    @cached_property
    def given(self) -> dict[str, list[Node]]:
        """What the folder's own files of values set, by variable."""
        found: dict[str, list[Node]] = defaultdict(list)
        for file in self.project.read(self.folder, self.project.given):
            for name, value in file.items():
                found[name].append(value)
        return found

    def value(self, node: Node) -> Node:
        """Return what `node`, written in this folder, comes to."""
        return evaluate(node, self.named)

    def named(self, names: tuple[str, ...]) -> tuple[Node, int] | None:
        """Return the value of `var.NAME` or `local.NAME`, or what a data source looks for."""
        if len(names) > 2 and names[0] == "data":
            found = self.sought.get(names[1:3])
            return None if found is None else (found, 3)
        if len(names) < 2 or names[0] not in ("var", "local"):
            return None
        key = f"{names[0]}.{names[1]}"
        if key not in self._known:
            self._known[key] = None  # what refers to itself has no value
            self._known[key] = (
                self._variable(names[1]) if names[0] == "var" else self._local(names[1])
            )
        value = self._known[key]
        return None if value is None else (value, 2)

    def _local(self, name: str) -> Node | None:
        value = self.local_values.get(name)
        return None if value is None else self.value(value)

    def _variable(self, name: str) -> Node | None:
        """Return what callers pass, else what files of values set, else the default."""
        body = self.variables.get(name)
        default = body["default"] if body is not None and "default" in body else None
        values: list[Node] = []
        missing = False
        for caller, arguments in self.project.callers(self.folder):
            if name in arguments:
                values.append(Repeated(arguments, caller).whole(arguments[name]))
            else:
                missing = True
        values += [self.value(v) for v in self.given.get(name, ())]
        if default is not None and (missing or not values):
            value = self.value(default)
            scalar = isinstance(value.value, str | int)
            values.append(Default(value.value, value.line, value.place) if scalar else value)
        if values:
            return either(values)
        return Unresolved.of(f"var.{name}", body.line) if body is not None else None


class Project:
    """All configurations of a tree, and who calls whom."""

    hcl: tuple[str, ...] = (".tf", ".tofu")
    json: tuple[str, ...] = (".tf.json", ".tofu.json")
    given: tuple[str, ...] = (".tfvars", ".tfvars.json")

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._configurations: dict[str, Configuration] = {}

    @cached_property
    def folders(self) -> list[str]:
        """The folders that hold Terraform files."""
        paths = [p for p in self.tree.sizes if p.endswith((*self.hcl, *self.json))]
        return sorted({path.rpartition("/")[0] for path in paths})

    def configuration(self, folder: str) -> Configuration:
        """Return the configuration of a folder."""
        if folder not in self._configurations:
            self._configurations[folder] = Configuration(self, folder)
        return self._configurations[folder]

    def callers(self, folder: str) -> list[tuple[Configuration, Node]]:
        """Return who calls the folder as a module of the tree, with the arguments."""
        return self._callers.get(folder, [])[:MAX_CALLERS]

    @cached_property
    def _callers(self) -> dict[str, list[tuple[Configuration, Node]]]:
        found: dict[str, list[tuple[Configuration, Node]]] = defaultdict(list)
        for folder in self.folders:
            configuration = self.configuration(folder)
            for _, arguments in configuration.calls:
                source = arguments["source"].text
                if source.startswith(("./", "../")):
                    called = self.tree.resolve(folder, source)
                    if called is not None and called != folder:
                        found["" if called == "." else called].append((configuration, arguments))
        return found

    def read(self, folder: str, endings: tuple[str, ...]) -> list[Node]:
        """Return the files of a folder with these endings, less those that cannot be read."""
        paths = sorted(p for p in self.tree.files_in(folder) if p.endswith(endings))
        read = (self.tree.parsed_or(path, read_file, None) for path in paths)
        return [node for node in read if node is not None]


def project_of(tree: Tree) -> Project:
    """Return the Terraform of the tree, made once."""
    return tree.remember(Project)
