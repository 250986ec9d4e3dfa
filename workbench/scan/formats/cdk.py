"""AWS CDK and Pulumi: instance types and architectures that stand literally in programs.

Programs are not run, and read no further than their words: what they compute is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec
import tomli

from workbench.model.component import Kind, Occurrence, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.model.resources import resources
from workbench.model.setting import Setting
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import WRITTEN_BY_HAND, Discovery, Format
from workbench.scan.infrastructure.machine_images import told_by
from workbench.scan.programs.made import made_in
from workbench.scan.programs.pulumi_yaml import pulumi_yaml
from workbench.scan.said_once import said_once
from workbench.scan.source.line_text import Comments, without_comments
from workbench.scan.systems import system_sighting
from workbench.scan.tree import Tree

ID = "cdk"
MAX_LINE = 5_000
MAX_PROGRAMS = 2_000

_PROGRAMS = (".ts", ".py", ".js", ".java", ".go", ".cs")
_SIZE = r"(?:nano|micro|small|medium|large|\d*xlarge|metal(?:-\d+xl)?)"
_LITERAL = regex(
    r"([\"'])(?P<text>(?:(?P<prefix>db|cache|ml|kafka)\.)?[a-z][a-z0-9-]*\d[a-z0-9-]*\."
    + _SIZE
    + r"(?P<suffix>\.search|\.elasticsearch)?)\1"
)
_OF = regex(
    r"InstanceType\.of\(\s*(?:[\w.]+\.)?InstanceClass\.(?P<class>\w+)\s*,"
    r"\s*(?:[\w.]+\.)?InstanceSize\.(?P<size>\w+)"
)
_AMI = regex(r"([\"'])(?P<text>ami-(?:[0-9a-f]{17}|[0-9a-f]{8}))\1")
_PARAMETER = regex(r"([\"'])(?P<text>/aws/service/[\w./-]+)\1")
_SERVICES = {
    "": "aws-ec2",
    "db": "aws-rds",
    "cache": "aws-elasticache",
    "ml": "aws-sagemaker",
    "kafka": "aws-msk",
}


class _Named(msgspec.Struct, frozen=True):
    find: str
    role: str
    service: str
    name: str


class _Made(msgspec.Struct, frozen=True):
    call: str
    unless: tuple[str, ...]
    service: str
    name: str


class _Words(msgspec.Struct, frozen=True):
    imports: tuple[str, ...]
    classes: dict[str, str]
    literal: tuple[_Named, ...]
    made: tuple[_Made, ...]


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield what the programs beside and below a project file of CDK or Pulumi name."""
    if document.name == "Pulumi.yaml":
        yield from said_once(pulumi_yaml(document, tree, ID))
    inside = f"{document.folder}/" if document.folder else ""
    programs = [p for p in tree.sizes if p.startswith(inside) and p.endswith(_PROGRAMS)]
    for path in sorted(programs)[:MAX_PROGRAMS]:
        if tree.sizes[path] > WRITTEN_BY_HAND:
            continue
        try:
            program = tree.read(path)
            if b"aws" in program.data.lower() and any(w in program.data for w in _imports()):
                yield from _of_program(program)
                yield from _defaults(program)
        except Unreadable:
            continue  # what is wrong with it, the look at sources says


def _of_program(program: Document) -> Iterator[Discovery]:
    for number, line in enumerate(_code(program).split("\n"), 1):
        if len(line) > MAX_LINE:
            continue
        for found in _LITERAL.finditer(line):
            service = "aws-opensearch" if found["suffix"] else _SERVICES[found["prefix"] or ""]
            at, text = found.start("text"), found["text"]
            yield from _seen(program, number, at, text, "instance-type", service, text)
        for found in _AMI.finditer(line):
            purl = make_purl("generic", found["text"], namespace="aws-ami")
            yield Sighting(
                purl=purl,
                name=found["text"],
                kind=Kind.OPERATING_SYSTEM,
                occurrence=Occurrence(program.path, number, reader=ID),
            )
        for found in _PARAMETER.finditer(line):
            yield from _parameter(program, number, found)
        for found in _OF.finditer(line):
            name = f"{_class(found['class'])}.{_size(found['size'])}"
            text, at = found[0], found.start()
            yield from _seen(program, number, at, text, "instance-class", "aws-ec2", name)
        for named in _words().literal:
            for found in re.finditer(named.find, line):
                at, text = found.start("text"), found["text"]
                yield from _seen(program, number, at, text, named.role, named.service, named.name)


def _code(program: Document) -> str:
    """Return the program with its comments blank; every other character stays where it was."""
    comments = Comments.HASH if program.name.endswith(".py") else Comments.QUOTED
    data = program.text.replace("\r\n", "\n").encode("utf-8", "replace")
    return without_comments(data, comments).decode("utf-8", "replace")


def _defaults(program: Document) -> Iterator[Discovery]:
    """Yield what is x86 because the program that makes it says nothing."""
    for made in made_in(program):
        for known in _words().made:
            if re.fullmatch(known.call, made.name) and not made.arguments & {*known.unless}:
                purl = make_purl("generic", known.name, namespace=known.service)
                user = Trait("used-by", made.label or "program")
                traits = (Trait("arch-default", known.name), user)
                at = Occurrence(program.path, made.line, traits=traits, reader=ID)
                yield Sighting(purl=purl, name=known.name, kind=Kind.COMPUTE, occurrence=at)
                yield Setting(
                    role="program-default",
                    path=program.path,
                    line=made.line,
                    column=made.column,
                    purl=purl,
                    use=user.value,
                )


def _seen(
    document: Document, line: int, column: int, text: str, role: str, service: str, name: str
) -> Iterator[Discovery]:
    purl = make_purl("generic", name, namespace=service)
    at = Occurrence(document.path, line, traits=(Trait("used-by", "program"),), reader=ID)
    yield Sighting(purl=purl, name=name, kind=Kind.COMPUTE, occurrence=at)
    yield Setting(role=role, path=document.path, line=line, column=column, text=text, purl=purl)


def _parameter(program: Document, line: int, found: re.Match[str]) -> Iterator[Discovery]:
    """Yield the machine image to which a public parameter leads, where its path tells."""
    system, arch = told_by(found["text"])
    if system is None:
        return
    traits = (Trait("ami-arch", arch),) if arch else ()
    yield system_sighting(system, Occurrence(program.path, line, traits=traits, reader=ID))
    yield Setting(
        role="machine-image-parameter",
        path=program.path,
        line=line,
        column=found.start("text"),
        text=found["text"],
        purl=system.purl,
        traits=(Trait("system", system.name),),
    )


def _class(name: str) -> str:
    return _words().classes.get(name, name.lower().replace("_", "-"))


def _size(name: str) -> str:
    """Return EC2's name of a size: XLARGE2 is 2xlarge."""
    times = re.fullmatch(r"XLARGE(\d+)", name)
    return f"{times[1]}xlarge" if times else name.lower()


@cache
def _imports() -> tuple[bytes, ...]:
    return tuple(word.encode() for word in _words().imports)


@cache
def _words() -> _Words:
    text = (resources() / "infrastructure" / "cdk.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomli.loads(text), _Words)


FORMAT = Format(
    id=ID,
    title="program of AWS CDK or Pulumi",
    patterns=("cdk.json", "Pulumi.yaml"),
    read=_read,
    documentation="https://docs.aws.amazon.com/cdk/v2/guide/home.html",
)
