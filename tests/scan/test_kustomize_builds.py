"""Kustomizations come to what kustomize itself builds."""

import shutil
from pathlib import Path

from tests.scan.container_files import scanned, scanned_folder, traits
from workbench.model.image import ImageReference

FIXTURE = Path(__file__).parent.parent / "fixtures" / "kubernetes" / "kustomize"
UNUSED = "nobody/uses-it:1"


def named(sightings):
    return {f"{s.name}:{s.version}" for s in sightings}


def test_that_what_is_left_is_what_kustomize_builds(tmp_path):
    shutil.copytree(FIXTURE, tmp_path / "k")
    found = scanned_folder(tmp_path / "k")
    built = [ImageReference.parse(x) for x in (FIXTURE / "built.txt").read_text("utf-8").split()]
    # An entry that meets no image of the project's files stands for itself.
    assert named(found.sightings) == {f"{r.name}:{r.version}" for r in built} | {UNUSED}
    assert found.problems == []


def test_that_an_image_that_is_replaced_is_not_in_use_and_the_one_in_use_says_what_is_written(
    tmp_path,
):
    shutil.copytree(FIXTURE, tmp_path / "k")
    found = [s for s in scanned_folder(tmp_path / "k").sightings if s.occurrence.path[:4] == "base"]
    assert [(s.occurrence.line, s.name, s.version[:12]) for s in found] == [
        (13, "quay.io/acme/app", "2.0"),
        (15, "registry.example:5000/acme/proxy", "sha256:22222"),
        (39, "quay.io/acme/app", "2.0"),
    ]
    assert traits(found[0])["written-as"] == "acme/app:1.0"


BASE = {
    "base/kustomization.yaml": "resources: [pod.yaml]\n",
    "base/pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n"
    "  containers: [{name: c, image: 'a/b:1'}]\n",
}
OVER = "resources: [../base]\nimages: [{name: a/b, newTag: '%s'}]\n"


def test_that_each_overlay_makes_its_own_image(tmp_path):
    found = scanned(
        tmp_path,
        BASE | {"x/kustomization.yaml": OVER % 2, "y/kustomization.yaml": OVER % 3},
    )
    assert named(found.sightings) == {"a/b:2", "a/b:3"}


def test_that_a_base_that_is_used_as_it_is_keeps_its_image(tmp_path):
    plain = "resources: [../base]\n"
    found = scanned(
        tmp_path, BASE | {"x/kustomization.yaml": OVER % 2, "y/kustomization.yaml": plain}
    )
    assert named(found.sightings) == {"a/b:1", "a/b:2"}
    deployed = (
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec:\n  path: ./base\n"
    )
    found = scanned(
        tmp_path / "f", BASE | {"x/kustomization.yaml": OVER % 2, "flux.yaml": deployed}
    )
    assert named(found.sightings) == {"a/b:1", "a/b:2"}


def in_scopes(found):
    return sorted((s.occurrence.scope.value, f"{s.name}:{s.version}") for s in found.sightings)


def test_that_an_overlay_of_tests_leaves_the_image_in_use(tmp_path):
    tests = {"test/e2e/kustomization.yaml": OVER.replace("..", "../..") % 9}
    found = scanned(tmp_path / "alone", BASE | tests)
    assert in_scopes(found) == [("runtime", "a/b:1"), ("test", "a/b:9")]
    real = {"prod/kustomization.yaml": OVER % 2}
    found = scanned(tmp_path / "beside", BASE | tests | real)
    assert in_scopes(found) == [("runtime", "a/b:2"), ("runtime", "a/b:2"), ("test", "a/b:9")]


def test_that_a_base_of_which_only_tests_know_changes_its_own_image(tmp_path):
    base = {
        "base/kustomization.yaml": "resources: [pod.yaml]\nimages: [{name: a/b, newTag: '4'}]\n"
    }
    tests = {"test/kustomization.yaml": OVER % 9}
    found = scanned(tmp_path, BASE | base | tests)
    assert sorted((s.occurrence.path, s.version) for s in found.sightings) == [
        ("base/kustomization.yaml", "4"),
        ("base/pod.yaml", "4"),
        ("test/kustomization.yaml", "9"),
    ]


def test_that_overlays_of_tests_decide_for_what_is_of_tests(tmp_path):
    files = {f"tests/{path}": text for path, text in BASE.items()}
    found = scanned(tmp_path, files | {"tests/x/kustomization.yaml": OVER % 2})
    assert {reference for _, reference in in_scopes(found)} == {"a/b:2"}


def test_that_a_name_must_be_the_very_one_that_is_written(tmp_path):
    kustomization = "resources: [../base]\nimages: [{name: docker.io/a/b, newTag: '2'}]\n"
    found = scanned(tmp_path, BASE | {"x/kustomization.yaml": kustomization})
    assert ("a/b", "1") in {(s.name, s.version) for s in found.sightings}


def test_that_circles_and_deep_stacks_end(tmp_path):
    files = {
        "a/kustomization.yaml": "resources: [../b, ../base]\n",
        "b/kustomization.yaml": "resources: [../a]\n",
        "c/kustomization.yaml": "components: [../c]\nresources: [.]\n",
    }
    files |= {f"s{n}/kustomization.yaml": f"resources: [../s{n + 1}, ../s{n + 1}]\n"
              for n in range(60)}  # fmt: skip
    assert scanned(tmp_path, BASE | files).problems == []


def test_that_a_chart_that_kustomize_renders_is_an_application(tmp_path):
    text = (
        "helmCharts:\n- name: minio\n  version: 5.0.1\n  repo: https://charts.example\n"
        "  valuesInline:\n    image: {repository: acme/minio, tag: r1}\n"
    )
    found = scanned(tmp_path, {"kustomization.yaml": text})
    assert [(s.occurrence.line, s.name, s.version) for s in found.sightings] == [
        (2, "minio", "5.0.1"),
        (6, "acme/minio", "r1"),
    ]
