"""serverless.yml of the Serverless Framework: architectures and images of functions."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.setting import Syntax
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.infrastructure.facts import facts
from workbench.scan.infrastructure.resource import Resource
from workbench.scan.said_once import said_once
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "serverless"


def _accepts(document: Document) -> bool:
    return b"provider" in document.data and b"functions" in document.data


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    return said_once(_discoveries(document, tree))


def _discoveries(document: Document, tree: Tree) -> Iterator[Discovery]:
    for root in read_yaml(document, places=True)[:1]:
        provider = root["provider"]
        if (provider["name"].text or provider.text) != "aws" or not root["functions"]:
            continue
        yield from facts(
            Resource(
                tool="serverless",
                type="service",
                name=root["service"].text or "service",
                body=root,
                line=provider.line,
                document=document,
                tree=tree,
                reader=ID,
                syntax=Syntax.YAML,
                home=provider,
            )
        )


FORMAT = Format(
    id=ID,
    title="Serverless Framework service",
    patterns=("serverless.yml", "serverless.yaml", "serverless.*.yml"),
    read=_read,
    accepts=_accepts,
    documentation="https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml",
)
