"""conda's environments and locks."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scan.scanned import FIXTURES, scan_files, scan_folder
from workbench.model.component import Kind, Scope, Trait
from workbench.scan.conda.flat_packages import flat_packages
from workbench.scan.conda.match_spec import conda_spec
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml

CONDA = FIXTURES / "python" / "conda"


def test_that_an_environment_gives_condas_packages_and_pips():
    found = scan_folder(CONDA)
    assert [p for p in found.places if p[0].startswith("environment")] == [
        ("environment.yml:5", "pkg:generic/python@3.11"),
        ("environment.yml:6", "pkg:conda/numpy@1.26.4"),
        ("environment.yml:7", "pkg:conda/pandas"),
        ("environment.yml:8", "pkg:conda/scikit-learn"),
        ("environment.yml:9", "pkg:conda/xz@5.2.6"),
        ("environment.yml:10", "pkg:conda/mkl@2023.2.0"),
        ("environment.yml:11", "pkg:conda/zlib@1.2.13"),
        ("environment.yml:12", "pkg:conda/pip"),
        ("environment.yml:16", "pkg:pypi/orjson@3.9.0"),
        ("environment.yml:17", "pkg:pypi/typing-extensions@4.8.0"),
    ]
    assert ("extra.lst:1", "pkg:pypi/requests") in found.places
    assert found.at("environment.yml:8").constraint == ">=1.3"
    (python,) = [s for s in found.sightings if s.kind is Kind.RUNTIME]
    assert (python.version, python.purl) == ("3.11", "pkg:generic/python@3.11")


def test_that_a_lock_gives_each_package_once_with_its_platforms():
    found = scan_folder(CONDA)
    rows = {
        s.purl: (s.occurrence.scope, s.occurrence.direct, [t.value for t in s.occurrence.traits])
        for s in found.sightings
        if s.occurrence.path == "conda-lock.yml"
    }
    assert rows == {
        "pkg:conda/numpy@1.26.4": (Scope.RUNTIME, True, ["linux-64", "linux-aarch64"]),
        "pkg:conda/mkl@2023.2.0": (Scope.RUNTIME, True, ["linux-64"]),
        "pkg:conda/tzdata@2023c": (Scope.BUILD, False, ["noarch"]),
        "pkg:conda/appnope@0.1.3": (Scope.RUNTIME, False, ["osx-arm64"]),
        "pkg:pypi/orjson@3.9.0": (Scope.RUNTIME, True, ["linux-aarch64", "linux-x86_64"]),
    }


def test_that_an_explicit_list_tells_platforms_by_address():
    found = scan_folder(CONDA)
    assert found.at("conda-linux-64.lock:4").traits == (Trait("conda-platform", "linux-64"),)
    assert found.at("conda-linux-64.lock:5").traits == (Trait("conda-platform", "noarch"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("numpy", ("numpy", "", "")),
        ("numpy=1.19", ("numpy", "", "=1.19")),
        ("numpy=1.19.2", ("numpy", "1.19.2", "")),
        ("numpy=1.19=py38_0", ("numpy", "1.19", "")),
        ("numpy==1.19", ("numpy", "1.19", "")),
        ("numpy 1.19", ("numpy", "1.19", "")),
        ("numpy 1.19 py38_0", ("numpy", "1.19", "")),
        ("numpy=1.19.*", ("numpy", "", "=1.19.*")),
        ("numpy >=1.19,<2|3", ("numpy", "", ">=1.19,<2|3")),
        ("defaults::NumPy[version='>=1', build=x]", ("numpy", "", ">=1")),
        ("_libgcc_mutex=0.1=main", ("_libgcc_mutex", "0.1", "")),
        ("numpy *", ("numpy", "", "")),
    ],
)
def test_that_specifications_are_read_in_every_spelling(text, expected):
    spec = conda_spec(text)
    assert (spec.name, spec.version, spec.constraint) == expected


@given(st.text(max_size=80))
def test_that_any_text_is_a_specification_or_none(text):
    spec = conda_spec(text)
    assert spec is None or spec.name


def test_that_other_yaml_with_dependencies_is_no_environment(tmp_path):
    chart = "apiVersion: v2\nname: x\ndependencies:\n- name: redis\n  version: 1.0.0\n"
    found = scan_files(tmp_path, {"Chart.yaml": chart, "deps.yml": "dependencies:\n- a\n"})
    assert found.sightings == []


def test_that_environments_are_known_by_name_or_channels_with_their_scope(tmp_path):
    text = "channels: [defaults]\ndependencies:\n- numpy\n"
    found = scan_files(tmp_path, {"a.yml": text, "environment-dev.yaml": "dependencies: [scipy]\n"})
    assert [(s.purl, s.occurrence.scope) for s in found.sightings] == [
        ("pkg:conda/numpy", Scope.RUNTIME),
        ("pkg:conda/scipy", Scope.BUILD),
    ]


_lines = st.sampled_from(
    ["- name: a", "  version: 1.0", "  url: 'x'", "  dependencies:", "    b: '>=1'", "    c: ''",
     "  dependencies: {}", "  optional: true", "  optional: True", "  categories:", "  - main",
     "  hash:", "    md5: 0", "  version: a: b", "  version: a #b", "  version: 'it''s'", "- 1", "",
     "  version: &x 1", "  version: |", "    text", "- version: 1.10", "metadata:", "  version: =",
     "  url: ~", "  url: null"]
)  # fmt: skip


@given(st.lists(_lines, max_size=14))
def test_that_the_quick_reading_is_that_of_a_yaml_parser_or_none(lines):
    document = Document("conda-lock.yml", "\n".join(["package:", *lines]).encode())
    flat = flat_packages(document)
    if flat is None:
        return
    with suppress(Unreadable):  # what follows the list is read by the same parser
        read_yaml(flat[0])
        (root,) = read_yaml(document)
        _compare(flat[1], root)


def _compare(entries: list[Node], root: Node) -> None:
    slow = [node.plain() for node in root["package"]]
    quick = [node.plain() for node in entries]
    wanted = ("name", "version", "url", "optional")
    assert [[e.get(k) for k in wanted] for e in quick] == [[e.get(k) for k in wanted] for e in slow]
    assert [e.get("dependencies") or {} for e in quick] == [
        e.get("dependencies") or {} for e in slow
    ]
