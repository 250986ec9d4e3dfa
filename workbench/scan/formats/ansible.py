"""Ansible: what tasks install and download, the agents among it, and the instances they start."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Scope
from workbench.model.regex import regex
from workbench.model.setting import Syntax
from workbench.scan.ansible.tasks import Task, tasks_of
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.infrastructure.facts import facts
from workbench.scan.infrastructure.host_scripts import shell_installs
from workbench.scan.infrastructure.resource import Resource
from workbench.scan.said_once import said_once
from workbench.scan.shell.run_context import RunContext
from workbench.scan.shell.script import Script
from workbench.scan.syntax.computed import options
from workbench.scan.syntax.node import Node
from workbench.scan.tree import Tree

ID = "ansible"

_MODULE = regex(
    rb"^[ ]+(?:- )?(?:[a-z_]+\.[a-z_]+\.)?(?:yum|dnf|apt|package|pip|apk|zypper|gem|npm|shell|"
    rb"command|get_url|unarchive|ec2\w*|rds_instance|elasticache|docker_container)[ ]*:",
    re.MULTILINE,
)
MOST_COMMENTS = 300
"""Lines before the first task; a licence has some 200."""

_INSTALL = {
    "yum": "yum install -y",
    "dnf": "dnf install -y",
    "package": "yum install -y",
    "apt": "apt-get install -y",
    "apk": "apk add",
    "zypper": "zypper install -y",
    "pip": "pip install",
    "gem": "gem install",
    "npm": "npm install -g",
}
_PLAIN = regex(r"[\w.+:/@%=~*,\[\]-]+")
_KEYED = regex(r"(?<!\w)(\w++)=(?:\"([^\"]*)\"|'([^']*)'|(\{\{.*?\}\}\S*|\S+))")


def _accepts(document: Document) -> bool:
    """Whether the file is a list, and calls a module that is read."""
    for line in document.data.split(b"\n", MOST_COMMENTS)[:MOST_COMMENTS]:
        plain = line.strip()
        if plain and not plain.startswith((b"#", b"---", b"%")):
            return line.startswith(b"- ") and _MODULE.search(document.data) is not None
    return False


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    return said_once(_discoveries(document, tree))


def _discoveries(document: Document, tree: Tree) -> Iterator[Discovery]:
    for task in tasks_of(document, tree):
        if task.module in _INSTALL:
            yield from _installed(task, document)
        elif task.module in ("shell", "command", "raw"):
            for node in (task.arguments, task.arguments["cmd"]):
                yield from _run(node.text, node, document)
        elif task.module in ("get_url", "unarchive"):
            for node in _values(task, "url", "src"):
                if "://" in node.text and _PLAIN.fullmatch(node.text):
                    yield from _run(f"curl -O {node.text}", node, document)
        elif task.arguments.is_object:
            yield from facts(_resource(task, document, tree))


def _installed(task: Task, document: Document) -> Iterator[Discovery]:
    arguments = _keyed(task.arguments)
    if arguments["state"].text in ("absent", "removed"):
        return
    keyed = Task(task.module, arguments, task.task, task.variables)
    for node in _values(keyed, "name", "pkg", "package", "deb"):
        for name in node.text.split(","):
            if _PLAIN.fullmatch(name.strip()):
                yield from _run(f"{_INSTALL[task.module]} {name.strip()}", node, document)


def _keyed(arguments: Node) -> Node:
    """Return arguments in the short form (`name=httpd state=present`) as members."""
    if not isinstance(arguments.value, str):
        return arguments
    members = {
        found[1]: Node(found[2] or found[3] or found[4] or "", arguments.line)
        for found in _KEYED.finditer(arguments.text)
    }
    return Node(members, arguments.line)


def _values(task: Task, *keys: str) -> Iterator[Node]:
    for key in keys:
        written = task.arguments[key]
        for option in options(task.value(written)):
            for element in option if option.is_list else [option]:
                yield from options(task.value(element))


def _run(text: str, node: Node, document: Document) -> Iterator[Discovery]:
    path = node.place.path if node.place else document.path
    line = node.place.line if node.place else node.line
    context = RunContext(path, Scope.RUNTIME, ID)
    # A variable of Ansible in a command is one without a value for the shell.
    yield from shell_installs(Script.starting(re.sub(r"\{\{.*?\}\}", "$V", text), line), context)


def _resource(task: Task, document: Document, tree: Tree) -> Resource:
    return Resource(
        tool="ansible",
        type=task.module,
        name=task.task["name"].text or task.module,
        body=task.arguments,
        line=task.task.line,
        document=document,
        tree=tree,
        reader=ID,
        value=task.value,
        syntax=Syntax.YAML,
    )


FORMAT = Format(
    id=ID,
    title="Ansible tasks",
    patterns=("*.yml", "*.yaml"),
    read=_read,
    accepts=_accepts,
    documentation="https://docs.ansible.com/ansible/latest/playbook_guide/playbooks_intro.html",
)
