"""The chapter on infrastructure: every change of the snapshot, by file, with what to check."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import msgspec
from pypdf import PdfReader

from tests.infrastructure import proposed
from tests.snapshots import shop
from workbench.model.language import Language
from workbench.report.infrastructure import infrastructure
from workbench.report.pdf import make_pdf

ENGLISH = Language("en")
CHANGED = msgspec.structs.replace(shop(), changes=tuple(proposed()))


def test_that_there_is_no_chapter_where_nothing_is_to_change():
    assert infrastructure(shop(), ENGLISH) is None


def test_that_changes_stand_by_file_and_line_with_what_to_check():
    made = infrastructure(CHANGED, ENGLISH)
    assert made.counts == "5 changes, in 2 files."
    assert made.by_hand == "1 of them only a person can write."
    terraform, template = made.files
    assert (terraform.path, template.path) == ("infra/main.tf", "template.yaml")
    assert [p.line for p in terraform.proposals] == ["3", "7", "8", "13"]
    first, by_hand, _, database = terraform.proposals
    assert first.text == "m8g.2xlarge in place of m5.2xlarge"
    assert first.uses == "aws_autoscaling_group.workers, aws_launch_template.batch"
    assert by_hand.doubts == ("by hand",)
    assert database.doubts[0].startswith("The engine version")


def test_that_the_pdf_holds_every_change_in_both_languages():
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    for language, heading in (
        ("en", "Changestotheinfrastructure"),
        ("ja", "インフラストラクチャの変更"),
    ):
        data = make_pdf(CHANGED, language=language, now=now)
        text = "".join(
            "".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages
        )
        assert heading in text
        for change in CHANGED.changes:
            for edit in change.edits:
                assert "".join(edit.before.split()) in text
