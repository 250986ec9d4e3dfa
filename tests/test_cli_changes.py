"""`workbench changes`: a diff, text or JSON of what to change."""

import json

import pytest
from click.testing import CliRunner

from workbench.cli import workbench


def run(*arguments):
    return CliRunner().invoke(workbench, ["changes", *map(str, arguments)])


def test_that_without_changes_the_diff_is_empty_and_the_text_says_so(tmp_path):
    (tmp_path / "requirements.txt").write_text("numpy==1.19.5\n")
    assert run(tmp_path).stdout == ""
    assert run(tmp_path, "--format", "text").stdout == "No changes\n"
    assert json.loads(run(tmp_path, "--format", "json").stdout)["changes"] == []


@pytest.mark.parametrize("written", ['"Graviton9x"', "4"])
def test_that_an_odd_generation_is_a_notice(tmp_path, written):
    (tmp_path / ".workbench").mkdir()
    (tmp_path / ".workbench" / "project.toml").write_text(f"graviton = {written}\n")
    assert 'graviton must be such as "Graviton4"' in run(tmp_path).stderr
