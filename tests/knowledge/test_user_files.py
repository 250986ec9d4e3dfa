"""A user's own catalog and rule files."""

import os

import pytest

from tests.knowledge.components import component, image
from workbench.assess.resolve import resolve
from workbench.knowledge import compiled
from workbench.knowledge.knowledge import Knowledge
from workbench.model.places import cache_folder
from workbench.model.status import Status

ENTRY = """
[[product]]
id = "{id}"
name = "numpy"
aliases = ["pkg:pypi/numpy"]
[[product.claim]]
status = "supported"
since = "1.0"
source = "our own tests"
"""


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / ".workbench" / "catalog"
    made.mkdir(parents=True)
    return made


def assessed(knowledge, seen):
    return resolve(seen, knowledge.evidence(seen), ())


def test_that_an_entry_of_the_user_replaces_ours_and_says_so(folder):
    (folder / "mine.toml").write_text(ENTRY.format(id="pypi/numpy"))
    knowledge = Knowledge.load((folder,))
    found = assessed(knowledge, component("pkg:pypi/numpy@1.1"))
    assert found.status is Status.READY
    assert found.deciding.origin == ".workbench/catalog/mine.toml"
    assert knowledge.notices == ()


def test_that_an_entry_under_a_new_id_stands_beside_ours(folder):
    (folder / "mine.toml").write_text(ENTRY.format(id="numpy-tested"))
    found = assessed(Knowledge.load((folder,)), component("pkg:pypi/numpy@1.1"))
    assert found.status is Status.UPGRADE
    assert found.disagreement


def test_that_other_entries_stay_as_they_are(folder):
    (folder / "mine.toml").write_text(ENTRY.format(id="pypi/numpy"))
    found = assessed(Knowledge.load((folder,)), component("pkg:pypi/scipy@1.0"))
    assert found.status is Status.UPGRADE


def test_that_a_rule_of_the_user_is_heard(folder):
    (folder / "rules.toml").write_text(
        '[[rule]]\nid = "house"\nstatus = "blocked"\ndetail = "{name} is not allowed"\n'
        '[rule.when]\necosystems = ["docker"]\nnames = ["acme/*"]\n'
    )
    found = assessed(Knowledge.load((folder,)), image("acme/app:1"))
    assert (found.status, found.why) == (Status.BLOCKED, "app is not allowed")
    assert found.deciding.origin == "house"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[product", "is left out"),
        ("[[product]]\nid = 3\nname = 'x'\n", "id"),
        ("[[product]]\nid = 'x'\nname = 'x'\nalias = ['y']\n", "alias"),
        ("[[product]]\nid = 'x'\nname = 'x'\naliases = ['']\n", "alias"),
        (ENTRY.format(id="x") + ENTRY.format(id="x"), "2 times"),
        ("[[rule]]\nid='x'\nstatus='fine'\ndetail='y'\n[rule.when]\n", "fine"),
        ("[[rule]]\nid='x'\nstatus='ready'\ndetail='{y}'\n[rule.when]\n", "{value}"),
        (
            "[[rule]]\nid='x'\nstatus='ready'\ndetail='y'\n[rule.when]\neverywhere=true\n",
            "everywhere",
        ),
        ("a = " + "[" * 5000, "is left out"),
    ],
)
def test_that_a_broken_file_is_a_notice_and_the_rest_goes_on(folder, text, reason):
    (folder / "broken.toml").write_text(text)
    (folder / "mine.toml").write_text(ENTRY.format(id="pypi/numpy"))
    knowledge = Knowledge.load((folder,))
    (notice,) = knowledge.notices
    assert notice.path.endswith("broken.toml")
    assert reason in notice.reason
    assert "\n" not in notice.reason
    assert assessed(knowledge, component("pkg:pypi/numpy@1.1")).status is Status.READY


def test_that_a_link_out_of_the_folder_is_not_followed(folder, tmp_path):
    outside = tmp_path / "outside.toml"
    outside.write_text(ENTRY.format(id="pypi/numpy"))
    (folder / "mine.toml").symlink_to(outside)
    assert "link" in Knowledge.load((folder,)).notices[0].reason


def test_that_a_folder_that_is_not_there_is_no_error(tmp_path):
    assert Knowledge.load((tmp_path / "none",)).notices == ()


def test_that_the_compiled_copy_says_the_same(ours):
    first = compiled.our_knowledge()
    (copy,) = cache_folder().glob("knowledge-*.msgpack")
    assert compiled.our_knowledge() == first == ours
    copy.write_bytes(b"\xc1 torn")
    assert compiled.our_knowledge() == ours


@pytest.mark.skipif(os.name != "posix", reason="a file stands in for a folder without rights")
def test_that_an_unwritable_cache_folder_is_no_error(ours, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "file"))
    assert compiled.our_knowledge() == ours


def test_that_a_text_is_matched_with_its_reason(knowledge):
    matches = knowledge.match("quay.io/argoproj/argocd:v2.2.0")
    assert [(m.product.name, m.alias) for m in matches] == [
        ("Argo CD", "quay.io/argoproj/argocd"),
    ]
    assert knowledge.match("pkg:pypi/NumPy")[0].product.id == "pypi/numpy"
    assert knowledge.match("no such thing") == []
    assert knowledge.match("") == []
