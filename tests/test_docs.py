"""The docs name what there is."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from packaging.requirements import Requirement

from workbench.cli import FORMATS as OUTPUTS
from workbench.knowledge.compiled import our_knowledge
from workbench.knowledge.knowledge import Knowledge
from workbench.knowledge.rules import Rule, When
from workbench.model.component import Component, Kind, Occurrence, Origin, Sighting
from workbench.model.status import Status
from workbench.scan.document import Document
from workbench.scan.formats import every_format
from workbench.scan.scanner import scan
from workbench.scan.tree import Tree

DOCS = Path(__file__).parent.parent / "docs"
FIXTURES = Path(__file__).parent / "fixtures"
CODE = DOCS.parent / "workbench"
ATTRIBUTES = DOCS.parent / "resources" / "infrastructure" / "attributes.toml"


def rows() -> dict[str, tuple[tuple[str, ...], str]]:
    """The files that prove each format, and who made them."""
    text = (DOCS / "file-formats.md").read_text(encoding="utf-8")
    table = text.split("## What a scan reads")[1].split("\n## ")[0]
    lines = re.findall(r"^\| `([a-z-]+)` \|.*\| ([^|]*) \| (\w+) \|$", table, re.MULTILINE)
    assert len(lines) == len(re.findall(r"^\| `", table, re.MULTILINE))
    return {id_: (tuple(re.findall(r"`([^`]+)`", files)), maker) for id_, files, maker in lines}


def test_that_every_format_is_in_the_table_and_every_row_is_a_format():
    assert sorted(rows()) == sorted(f.id for f in every_format())
    assert {maker for _, maker in rows().values()} == {"tool", "docs"}


@pytest.fixture(scope="module")
def read_by() -> set[tuple[str, str]]:
    """Format and file of all that is seen in the fixtures."""
    seen = {
        (event.occurrence.reader, event.occurrence.path)
        for event in scan(FIXTURES)
        if isinstance(event, Sighting)
    }
    for format_ in every_format():
        if not format_.patterns:
            for path in rows()[format_.id][0]:
                document = Document(path, (FIXTURES / path).read_bytes())
                assert format_.accepts(document)
                found = list(format_.read(document, Tree(FIXTURES, [])))
                seen |= {(s.occurrence.reader, path) for s in found if isinstance(s, Sighting)}
    return seen


@pytest.mark.parametrize("id_", [f.id for f in every_format()])
def test_that_the_files_that_prove_a_format_are_read_by_it_and_say_how_they_were_made(id_, read_by):
    files, _ = rows()[id_]
    assert files
    for path in files:
        assert (id_, path) in read_by
        folders = [str(folder) for folder in Path(path).parents if folder.name]
        own = any((FIXTURES / folder / "README.md").exists() for folder in folders)
        table = (FIXTURES / "README.md").read_text(encoding="utf-8")
        assert own or any(f"`{told}`" in table for told in (path, *folders))


def test_that_every_output_is_in_the_table():
    text = (DOCS / "file-formats.md").read_text(encoding="utf-8")
    table = text.split("## What a scan writes")[1].split("## ")[0]
    assert set(re.findall(r"^\| `([a-z]+)` \|", table, re.MULTILINE)) == set(OUTPUTS)


@pytest.mark.parametrize("page", [*DOCS.glob("*.md"), DOCS.parent / "README.md"], ids=str)
def test_that_links_to_own_pages_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def documented_traits() -> list[str]:
    text = (DOCS / "extending.md").read_text(encoding="utf-8")
    table = text.split("### Traits")[1].split("\n## ")[0]
    cells = re.findall(r"^\| ((?:`[\w-]+`(?:, )?)+) \|", table, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([\w-]+)`", cell)]


def test_that_each_trait_of_rules_and_scanners_is_documented_once():
    documented = documented_traits()
    assert [name for name, times in Counter(documented).items() if times > 1] == []
    judged = {
        pattern.trait
        for rule in our_knowledge().rules
        for pattern in (*rule.when.all, *rule.when.none)
    }
    sources = "".join(p.read_text(encoding="utf-8") for p in CODE.rglob("*.py"))
    said = set(re.findall(r"\b(?:Trait\(|TRAIT = )\"([\w-]+)\"", sources))
    table = tomllib.loads(ATTRIBUTES.read_text(encoding="utf-8"))
    said |= {name for with_ in _within(table, "with") for name in with_}
    assert len(said) > 50
    assert judged <= set(documented)
    assert said <= set(documented)
    assert {name for name in documented if f'"{name}"' not in sources} - said == set()


def _within(value: object, key: str) -> list[object]:
    """What stands under `key` at any depth."""
    if isinstance(value, list):
        return [found for element in value for found in _within(element, key)]
    if not isinstance(value, dict):
        return []
    inner = [found for member in value.values() for found in _within(member, key)]
    return [value[key], *inner] if key in value else inner


@pytest.mark.parametrize(("record", "of"), [(Rule, "[[rule]]"), (When, "when")])
def test_that_each_key_of_a_rule_is_documented_once(record, of):
    text = (DOCS / "extending.md").read_text(encoding="utf-8")
    table = text.split(f"| key of `{of}` |")[1].split("\n\n")[0]
    cells = re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE)
    keys = [key for cell in cells for key in re.findall(r"`([\w-]+)`", cell)]
    assert sorted(keys) == sorted(f.encode_name for f in msgspec.structs.fields(record))


def test_that_the_examples_of_own_knowledge_load_and_speak(tmp_path):
    text = (DOCS / "extending.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 3
    for number, example in enumerate(examples):
        (tmp_path / f"{number}.toml").write_text(example, encoding="utf-8")
    knowledge = Knowledge.load((tmp_path,))
    assert knowledge.notices == ()
    seen = Occurrence("pom.xml", 1)
    sdk = Component(
        purl="pkg:maven/com.acme/fraud-sdk@4.1",
        name="com.acme:fraud-sdk",
        version="4.1",
        kind=Kind.LIBRARY,
        origin=Origin.DOWNLOADED,
        occurrences=(seen,),
    )
    assert knowledge.is_purchased(sdk)
    assert {e.status for e in knowledge.evidence(sdk) if e.speaks} == {Status.UPGRADE}
    assert knowledge.advice(sdk) == []
    newer = msgspec.structs.replace(sdk, purl=sdk.purl.replace("4.1", "4.2"), version="4.2")
    assert [advice.source for advice in knowledge.advice(newer)] == ["vendor statement"]
    image = Component(
        purl="pkg:docker/legacy/base@1",
        name="legacy/base",
        version="1",
        kind=Kind.CONTAINER_IMAGE,
        origin=Origin.DOWNLOADED,
        occurrences=(seen,),
    )
    assert [e.status for e in knowledge.evidence(image)] == [Status.CHANGE]


def test_that_each_library_is_explained_once_and_pinned():
    project = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [Requirement(r).name for r in project["dependencies"]]
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\| ([^|]+) \|", readme.split("## Built on")[1], re.MULTILINE)[2:]
    explained = ", ".join(cells).replace("-regular, -bold", "-regular, noto-cjk-sans-jp-bold")
    assert sorted(explained.split(", "), key=str.lower) == sorted(needed, key=str.lower)
    development = project["optional-dependencies"]["dev"]
    lines = (DOCS.parent / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {Requirement(line).name for line in lines if not line.startswith("#")}
    assert {*needed, *(Requirement(r).name for r in development)} <= pinned
