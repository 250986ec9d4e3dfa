"""`workbench catalog`: show, match, update."""

import pytest
from click.testing import CliRunner

from tests.knowledge.sources import GUIDE, write
from workbench.cli import workbench
from workbench.model.places import config_folder


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))

    def invoke(*arguments):
        return CliRunner().invoke(workbench, ["catalog", *map(str, arguments)])

    return invoke


def test_that_show_lists_the_files_and_one_entry_with_its_claims(run):
    assert "catalog/guide-images.toml" in run("show").output
    shown = run("show", "istio").output
    assert "since 1.15.0 (AWS Graviton guide, 2026-07-01" in shown
    assert "istio/pilot" in shown


def test_that_show_of_a_near_name_says_what_is_like_it(run):
    result = run("show", "postgress")
    assert result.exit_code != 0
    assert "postgres" in str(result.exception)


def test_that_match_says_what_matches_by_which_name_and_what_it_would_be(run):
    said = run("match", "docker.io/istio/pilot:1.14.0").output
    assert "is Istio: the name istio/pilot in catalog/guide-images.toml" in said
    assert "it would be upgrade (stated): Runs on arm64 since 1.15.0" in said


def test_that_match_of_a_purl_gives_the_advice_with_who_gives_it(run):
    said = run("match", "pkg:pypi/tensorflow@2.9.0").output
    assert "TF_ENABLE_ONEDNN_OPTS" in said
    assert "(AWS Graviton guide)" in said


def test_that_a_part_of_a_name_is_a_near_miss_and_no_match(run):
    said = run("match", "registry.example/team/istiod").output
    assert "matches nothing" in said
    assert "Near misses, which do not match:\n  istiod" in said


def test_that_an_ambiguous_name_is_said_to_decide_nothing(run):
    assert (
        "may be (ambiguous: it never decides) Splunk Cloud Platform"
        in run("match", "splunk").output
    )


def test_that_a_dry_run_shows_every_row_and_writes_nothing(run, tmp_path):
    copy = write(tmp_path / "guide", GUIDE)
    result = run("update", copy, "--dry-run")
    assert result.exit_code == 0
    assert "+ containers.md:4: Zephyr Proxy" in result.output
    assert "- containers.md: Envoy" in result.output
    assert "Nothing was written" in result.output
    assert not config_folder().exists()


def test_that_an_update_is_kept_and_shown_by_its_own_file(run, tmp_path):
    copy = write(tmp_path / "guide", GUIDE)
    assert run("update", copy).exit_code == 0
    shown = run("match", "zephyr/proxy").output
    assert "config/catalog/aws-graviton-guide.toml" in shown


def test_that_an_older_copy_shows_both_words_of_a_cell(run, tmp_path):
    old = write(tmp_path / "old", GUIDE)
    new = write(tmp_path / "new", GUIDE, containers=("since 1.15.0", "since 1.18.2"))
    said = run("update", new, "--against", old).output
    assert "~ containers.md:3: Istio" in said
    assert "Comment: images since 1.15.0 -> images since 1.18.2" in said
    assert "0 added, 0 removed, 1 changed" in said
    assert not config_folder().exists()
