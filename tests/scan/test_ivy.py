"""Ivy files, with the properties that give their versions."""

import re

import pytest

from tests.scan.reading import FIXTURES, problems, row, sightings, write
from workbench.scan.formats.ivy import FORMAT as IVY

BATCH = FIXTURES / "ivy" / "batch"


def rows(root):
    return [row(s) for s in sightings(root, (IVY,))]


def ivy(dependencies, head=""):
    return (
        '<ivy-module version="2.0"><info organisation="own" module="own"/>'
        f"{head}<dependencies>{dependencies}</dependencies></ivy-module>"
    )


def test_that_every_dependency_is_found_with_its_version_and_scope():
    assert rows(BATCH) == [
        "ivy.xml:10 library runtime maven/commons-io/commons-io@2.11.0",
        "ivy.xml:11 library runtime maven/net.java.dev.jna/jna@5.13.0",
        "ivy.xml:12 library runtime maven/org.slf4j/slf4j-api [1.7.0,1.8.0)",
        "ivy.xml:13 library test maven/junit/junit@4.13.2",
        "ivy.xml:14 library runtime maven/io.netty/netty-all@4.1.48.Final",
    ]


def test_that_ivy_itself_resolved_the_same():
    text = (BATCH / "resolved.txt").read_text(encoding="utf-8")
    resolved = set(re.findall(r"^(\S+)#(\S+);(\S+)$", text, re.MULTILINE))
    ours = {(*s.name.split(":"), s.version) for s in sightings(BATCH, (IVY,)) if s.version}
    ranged = {("org.slf4j", "slf4j-api", "1.7.32")}  # from the range, which only a resolver settles
    assert resolved == ours | ranged


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"ivy.xml": 1, "versions.properties": "v=1.2"}, "g/a@1.2"),
        ({"ivy/ivy.xml": 1, "ivy/x.properties": "v=1", "x.properties": "v=2"}, "g/a@1"),
        ({"src/ivy.xml": 1, "ivy/libraries.properties": "w=3\nv=${w}"}, "g/a@3"),
        ({"ivy.xml": 1, "build.xml": '<project><property name="v" value="4"/></project>'}, "g/a@4"),
        ({"ivy.xml": 1, "a.properties": "v=1", "b.properties": "v=2"}, "g/a unresolved=${v}"),
        ({"ivy.xml": 1, "a.properties": "v=${v}"}, "g/a unresolved=${v}"),
        ({"ivy.xml": 1}, "g/a unresolved=${v}"),
    ],
)
def test_that_the_nearest_properties_that_agree_give_a_version(tmp_path, files, found):
    text = ivy('<dependency org="g" name="a" rev="${v}"/>')
    write(tmp_path, {path: text if content == 1 else content for path, content in files.items()})
    assert [r.partition("maven/")[2] for r in rows(tmp_path)] == [found]


@pytest.mark.parametrize(
    ("attributes", "scope"),
    [
        ('conf="test->default"', "test"),
        ('conf="compile->default;test->default"', "runtime"),
        ('conf="build"', "build"),
        ('conf="*->master"', "runtime"),
        ("", "runtime"),
    ],
)
def test_that_the_left_side_of_a_mapping_is_the_scope(tmp_path, attributes, scope):
    write(tmp_path, {"ivy.xml": ivy(f'<dependency org="g" name="a" rev="1" {attributes}/>')})
    assert [r.split()[2] for r in rows(tmp_path)] == [scope]


def test_that_classifiers_of_artifacts_are_noted_and_own_modules_are_no_downloads(tmp_path):
    artifact = (
        '<artifact name="a" xmlns:m="http://ant.apache.org/ivy/maven" m:classifier="linux-x86_64"/>'
    )
    text = ivy(f'<dependency org="g" name="a" rev="latest.release">{artifact}</dependency>')
    other = '<ivy-module version="2.0"><info organisation="own" module="b"/></ivy-module>'
    uses = ivy('<dependency name="b" rev="1"/>')
    write(tmp_path, {"ivy.xml": text, "b/ivy.xml": other, "c/ivy.xml": uses})
    assert rows(tmp_path) == [
        "ivy.xml:1 library runtime maven/g/a latest.release native-classifier=linux-x86_64"
    ]


def test_that_a_dependency_without_a_name_and_a_foreign_file_are_problems(tmp_path):
    write(tmp_path, {"ivy.xml": ivy('<dependency org="g"/>'), "x/ivy.xml": "<project/>"})
    assert sorted(p.reason for p in problems(tmp_path, (IVY,))) == [
        "is not an Ivy file: its root is <project>",
        "the coordinates 'g:' do not resolve within the project",
    ]


def test_that_a_settings_file_that_is_named_like_one_is_left_alone(tmp_path):
    write(tmp_path, {"ivy-settings.xml": "<ivysettings/>"})
    assert rows(tmp_path) == []
    assert problems(tmp_path, (IVY,)) == []
