"""Elastic Beanstalk: instance types of option settings, and what its extensions install."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Scope
from workbench.model.setting import Syntax
from workbench.scan.cloudformation.host_setup import host_config
from workbench.scan.cloudformation.template import Template, read_template
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.infrastructure.facts import facts
from workbench.scan.infrastructure.resource import Resource
from workbench.scan.shell.run_context import RunContext
from workbench.scan.tree import Tree

ID = "beanstalk"


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    root = read_template(document)
    template = Template(root)
    yield from facts(
        Resource(
            tool="beanstalk",
            type="option_settings",
            name="option_settings",
            body=root,
            line=1,
            document=document,
            tree=tree,
            reader=ID,
            value=template.value,
            syntax=Syntax.YAML,
        )
    )
    yield from host_config(root, template, RunContext(document.path, Scope.RUNTIME, ID))


FORMAT = Format(
    id=ID,
    title="Elastic Beanstalk extension",
    patterns=("*.ebextensions/*.config",),
    read=_read,
    documentation="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/ebextensions.html",
)
