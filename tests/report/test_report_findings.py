"""The chapter on findings: grouped, bounded, with reasons, ways out and effort."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import msgspec
import pytest
from pypdf import PdfReader

from tests.found import STOCK, finding, sse
from tests.snapshots import shop
from workbench.model.finding import Effect, Finding, Reason
from workbench.model.language import Language
from workbench.report.findings import PLACES_NAMED, Findings, findings
from workbench.report.pdf import make_pdf

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ENGLISH = Language("en")


def chapter(*found: Finding) -> Findings:
    made = findings(msgspec.structs.replace(shop(), findings=found), ENGLISH)
    assert made is not None
    return made


def pages(found: tuple[Finding, ...], language: str = "en") -> list[str]:
    snapshot = msgspec.structs.replace(shop(), findings=found)
    data = make_pdf(snapshot, language=language, now=NOW)
    return ["".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(data)).pages]


def test_that_there_is_no_chapter_without_findings():
    assert findings(msgspec.structs.replace(shop(), findings=()), ENGLISH) is None


def test_that_a_construct_is_one_row_however_often_it_was_found():
    made = chapter(*(sse(f"src/f{n}.c", 7, "scan") for n in range(9)))
    ((row,),) = [c.rows for c in made.components]
    assert row.count == "9"
    assert row.places == tuple(f"src/f{n}.c:7 · scan" for n in range(PLACES_NAMED))
    assert row.more == f"and {9 - PLACES_NAMED} more files"


def test_that_several_reasons_are_told_with_their_numbers():
    made = chapter(finding(), finding(line=7), finding(line=9, reason=Reason.CONDITIONAL))
    (row,) = made.components[0].rows
    assert row.reasons == (
        "It reaches the arm64 compiler\u00a0(2)",
        "Whether it reaches the arm64 compiler is set by the build\u00a0(1)",
    )


def test_that_only_what_is_to_change_has_a_way_out():
    rows = chapter(finding(), finding(effect=Effect.NOTE)).components[0].rows
    assert [r.way_out for r in rows] == ["Write it again", ""]


def test_that_components_have_their_own_names_counts_and_effort():
    made = chapter(finding(component=STOCK), finding(component="pkg:generic/other", line=8))
    assert [(c.name, c.counts, c.work.about) for c in made.components] == [
        ("在庫管理", "1 to change, 0 performance notes, 0 ported.", "about 2 h"),
        ("ショップ shop-backend", "1 to change, 0 performance notes, 0 ported.", "about 2 h"),
    ]
    assert made.work.about == "about 3 h"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "1tochange,0performancenotes,1ported.Notlistedhere:1intests,1seldomaproblem."),
        ("ja", "要変更1件、性能上の注意0件、移植済み1件。一覧に載せていないもの:テスト内1件"),
    ],
)
def test_that_the_pdf_says_it_in_the_readers_language(language: str, said: str):
    assert said in "".join(pages(shop().findings, language))


def test_that_thousands_of_findings_take_no_more_pages_than_a_few():
    few = tuple(sse(f"src/f{n}.c", n, f"scan{n}", component=STOCK) for n in range(4))
    many = tuple(sse(f"src/f{n % 400}.c", n, f"scan{n}", component=STOCK) for n in range(8000))
    assert len(pages(many)) == len(pages(few))
