"""Bake files, held against what Bake itself makes of them."""

import json

import pytest

from tests.scan.reading import FIXTURES, problems, rows, tree, write
from workbench.scan.containers.bake_file import read_targets

FOLDER = FIXTURES / "bake"


def targets(root, name="docker-bake.hcl"):
    files = tree(root)
    return {build.service: build for build in read_targets(files.read(name), files)}


def test_that_each_target_is_what_bake_prints():
    listed = json.loads((FOLDER / "listed.json").read_text(encoding="utf-8"))["target"]
    read = targets(FOLDER)
    assert sorted(read) == sorted(listed)
    for name, expected in listed.items():
        build = read[name]
        tags = [*([build.image] if build.image else []), *build.tags]
        assert [tag.literal for tag in tags] == expected.get("tags", []), name
        assert {n: v.literal for n, v in build.arguments.items()} == expected.get("args", {})
        assert list(build.platforms) == expected.get("platforms", [])
        assert build.target == expected.get("target", "")
        assert {n: s.literal for n, _, s in build.contexts} == expected.get("contexts", {})
        assert build.inline == expected.get("dockerfile-inline", "")
        assert (build.context or ".") == expected["context"]
        if not build.inline:
            assert build.dockerfile == f"{expected['context']}/{expected['dockerfile']}"


def test_that_what_the_targets_take_in_stands_where_it_is_written():
    expected = (FOLDER / "rows.txt").read_text(encoding="utf-8").splitlines()
    assert sorted(row for row in rows(FOLDER) if row.startswith("docker-bake")) == expected
    assert problems(FOLDER) == []


def test_that_a_name_of_a_context_is_no_image():
    assert [row for row in rows(FOLDER) if "docker/tools" in row] == []


HCL = """
variable "V" { default = "1" }
variable "OPEN" {}
target "a" {
  args = {
    PLAIN = V
    TEXT = "v${V}-${OPEN}"
    EITHER = V == "1" ? "one" : "more"
    CALLED = upper(replace("a-b", "-", "."))
    JOINED = join(",", concat(["x"], ["y"]))
    UNKNOWN = timestamp()
    NOTHING = null
    FLAG = true
    NUMBER = 3
  }
}
"""


def test_that_expressions_come_to_what_the_file_says(tmp_path):
    write(tmp_path, {"docker-bake.hcl": HCL, "Dockerfile": "FROM scratch\n"})
    (build,) = targets(tmp_path).values()
    assert {name: value.text for name, value in build.arguments.items()} == {
        "PLAIN": "1",
        "TEXT": "v1-${OPEN}",
        "EITHER": "one",
        "CALLED": "A.B",
        "JOINED": "x,y",
        "UNKNOWN": "${timestamp()}",
        "FLAG": "true",
        "NUMBER": "3",
    }
    assert [n for n, v in build.arguments.items() if v.literal is None] == ["TEXT", "UNKNOWN"]


def test_that_the_json_form_is_read_with_its_templates(tmp_path):
    body = {
        "variable": {"TAG": {"default": "7"}},
        "target": {"web": {"dockerfile": "web.Dockerfile", "tags": ["acme/web:${TAG}"]}},
    }
    write(tmp_path, {"bake.json": json.dumps(body), "web.Dockerfile": "FROM redis:7\n"})
    build = targets(tmp_path, "bake.json")["web"]
    assert build.image.literal == "acme/web:7"
    assert build.dockerfile == "web.Dockerfile"


@pytest.mark.parametrize(
    "text",
    [
        'target "a" { inherits = ["a"] }',
        'target "a" { inherits = ["b"] }\ntarget "b" { inherits = ["a"] }',
    ],
)
def test_that_targets_that_inherit_from_themselves_are_one_problem(tmp_path, text):
    root = write(tmp_path, {"docker-bake.hcl": text, "Dockerfile": "FROM scratch\n"})
    assert len(problems(root)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "target",
        'target "a" "b" {}',
        'target "a" { matrix = { x = [1, {}] }, args = [1] }',
        'target "a" { tags = "x" platforms = {} contexts = [1] dockerfile = [] }',
        'target "a" { args = { X = ' + "(" * 200 + "1" + ")" * 200 + " } }",
        'target "a" { args = ' + "[" * 300 + "]" * 300 + " }",
    ],
)
def test_that_odd_files_end_in_nothing_or_one_problem(tmp_path, text):
    root = write(tmp_path, {"docker-bake.hcl": text})
    assert [row for row in rows(root) if "own-image" not in row] == []
    assert len(problems(root)) <= 1


def test_that_a_matrix_that_multiplies_is_cut_off(tmp_path):
    axes = "".join(f'{n} = ["1", "2", "3", "4"]\n' for n in "abcdefgh")
    text = f'target "x" {{ name = "x-${{a}}"\nmatrix = {{\n{axes}}} }}'
    root = write(tmp_path, {"docker-bake.hcl": text, "Dockerfile": "FROM scratch\n"})
    assert 1 <= len(targets(root)) <= 64
