from __future__ import annotations

import io
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from pypdf import PdfReader

from tests.report.hostile import SNAPSHOTS
from tests.shop import DIGEST, LONG_NAME, LONG_PATH
from tests.snapshots import empty, many, shop
from workbench.assess.snapshot import Snapshot
from workbench.model.errors import WorkbenchError
from workbench.model.status import WORST_FIRST, Status
from workbench.report.pdf import make_pdf, write_pdf

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def _read(snapshot: Snapshot, language: str = "en") -> PdfReader:
    return PdfReader(io.BytesIO(make_pdf(snapshot, language=language, now=NOW)))


def _pages(reader: PdfReader) -> list[str]:
    """The text of each page without white space, which depends on where lines break."""
    return ["".join(page.extract_text().split()) for page in reader.pages]


def _titles(outline: list, depth: int = 0) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for item in outline:
        found += _titles(item, depth + 1) if isinstance(item, list) else [(depth, item.title)]
    return found


@pytest.fixture(scope="module")
def english() -> PdfReader:
    return _read(shop())


@pytest.fixture(scope="module")
def japanese() -> PdfReader:
    return _read(shop(), "ja")


@pytest.fixture(scope="module")
def english_pages(english: PdfReader) -> list[str]:
    return _pages(english)


@pytest.fixture(scope="module")
def japanese_pages(japanese: PdfReader) -> list[str]:
    return _pages(japanese)


def _squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", ["english", "japanese"])
def test_that_every_component_is_in_the_report(language: str, request: pytest.FixtureRequest):
    text = "".join(request.getfixturevalue(f"{language}_pages"))
    missing = [
        a.component.name for a in shop().assessments if _squeezed(a.component.name) not in text
    ]
    assert missing == []


def test_that_long_names_paths_and_digests_are_whole_and_searchable(english_pages: list[str]):
    text = "".join(english_pages)
    for whole in (LONG_NAME, LONG_PATH, DIGEST):
        assert whole in text


def test_that_no_text_leaves_the_page(english: PdfReader):
    for page in english.pages:
        ends: list[float] = []

        def see(text: str, cm: list, tm: list, font: dict, size: float, ends=ends) -> None:
            if text.strip():
                ends.append(tm[4] * cm[0] + cm[4])

        page.extract_text(visitor_text=see)
        assert min(ends) >= 50
        assert max(ends) <= float(page.mediabox.width) - 50


def test_that_the_counts_are_those_of_the_summary(english_pages: list[str]):
    summary = shop().summary
    cover, _, page, *_ = english_pages
    sentence = "3of59componentsblockthemove;41areready,35ofthempresumed."
    assert sentence in cover
    assert sentence in page
    row = "All" + "".join(str(summary.by_status[s]) for s in WORST_FIRST) + str(summary.total)
    assert row in page
    assert f"Ready{summary.by_status[Status.READY] - summary.presumed}" in page
    assert f"Ready,presumed{summary.presumed}" in page
    assert f"Decidedbyaperson{summary.decided}" in page
    assert f"Stilltoreview{summary.to_review}" in page


def test_that_the_outline_names_every_part_and_blocker(english: PdfReader):
    titles = _titles(english.outline)
    tops = [title.lstrip("0123456789 ") for depth, title in titles if depth == 0]
    for part in ("Summary", "What was looked at, and what was not", "Blockers", "To change"):
        assert part in tops
    assert tops.index("Blockers") < tops.index("To change") < tops.index("Inventory")
    assert any(d == 1 and "leveldbjni-all" in t for d, t in titles)
    assert all("\u200b" not in t for _, t in titles)


def test_that_pages_are_numbered_out_of_all(english_pages: list[str]):
    pages = english_pages
    for number, text in enumerate(pages[1:], 2):
        assert f"{number}/{len(pages)}" in text


def test_that_metadata_tags_and_language_are_set(english: PdfReader, japanese: PdfReader):
    assert english.metadata is not None
    assert english.metadata.title == "ARM64 migration assessment: ショップ shop-backend"
    assert english.metadata.author == "Graviton migration workbench"
    assert "arm64" in str(english.metadata.get("/Keywords"))
    assert english.metadata.creation_date == NOW
    catalog = english.trailer["/Root"]
    assert bool(catalog["/MarkInfo"]["/Marked"])
    assert b'pdfuaid:part="1"' in _xmp(english) or b"<pdfuaid:part>1" in _xmp(english)
    assert str(catalog["/Lang"]).startswith("en")
    assert str(japanese.trailer["/Root"]["/Lang"]).startswith("ja")


def _xmp(reader: PdfReader) -> bytes:
    return reader.trailer["/Root"]["/Metadata"].get_object().get_data()


def test_that_a_decision_shows_rationale_author_owner_review_and_what_it_overrules(
    english_pages: list[str],
):
    every = "".join(english_pages)
    for part in (
        "結合テストでのみ使用するため",
        "佐藤花子",
        "Owner:Platformteam",
        "2026-01-31(overdue)",
    ):
        assert part in every
    assert "overrulesUnknown" in every
    assert "numpy1.18.0" in every


def test_that_japanese_is_searchable_and_nothing_of_the_report_itself_is_english(
    japanese_pages: list[str],
):
    text = "".join(japanese_pages)
    for part in (
        "目次",
        "概要",
        "移行を妨げるもの",
        "59件のコンポーネントのうち3件が",
        "2026年11月24日",
    ):
        assert part in text
    for word in ("Contents", "Summary", "Blockers", "Rationale", "Inventory"):
        assert word not in text


def test_that_no_scripted_address_becomes_a_link(english: PdfReader):
    snapshot = shop()
    first, *rest = snapshot.assessments
    evil = msgspec.structs.replace(first.evidence[0], url="javascript:alert(1)")
    first = msgspec.structs.replace(first, evidence=(evil,), deciding=evil, status=Status.BLOCKED)
    reader = _read(msgspec.structs.replace(snapshot, assessments=(first, *rest)))
    targets = {
        str(note.get_object()["/A"].get("/URI", ""))
        for page in reader.pages
        for note in page.get("/Annots", [])
        if "/A" in note.get_object()
    }
    assert "https://docs.example/snappy" in targets
    assert not any(t.startswith("javascript") for t in targets)


def test_that_an_empty_result_is_no_pass():
    text = "".join(_pages(_read(empty())))
    assert "Nothingrecognised,sonothingwasassessed.Thisisnotapass." in text
    assert "Filesmet12" in text
    assert "Inventory" not in text


def test_that_a_project_that_was_never_scanned_has_a_report():
    assert "notscannedyet" in _pages(_read(Snapshot(name="new", root="/srv/new")))[0]


def test_that_the_folder_of_the_project_does_not_leave_the_machine(
    english: PdfReader, english_pages: list[str]
):
    assert "hanako" not in "".join(english_pages)
    assert b"hanako" not in _xmp(english)


def test_that_many_components_are_all_in():
    snapshot = many(160)
    text = "".join(_pages(_read(snapshot)))
    assert all(f"package-{n}" in text for n in range(160))
    counts = "".join(str(snapshot.summary.by_status[s]) for s in WORST_FIRST)
    assert f"All{counts}160" in text


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SNAPSHOTS)
def test_that_any_text_can_be_set(snapshot: Snapshot):
    assert len(_read(snapshot).pages) >= 3


def test_that_markup_in_a_name_is_text():
    snapshot = msgspec.structs.replace(shop(), name='#panic() *x* _y_ "$z$" \\ ]')
    assert '#panic()*x*_y_"$z$"\\]' in _pages(_read(snapshot))[0]


def test_that_a_file_is_written_whole_and_replaces_the_old_one(tmp_path: Path):
    target = tmp_path / "報告書.pdf"
    target.write_bytes(b"old")
    write_pdf(empty(), target, now=NOW)
    assert target.read_bytes().startswith(b"%PDF-")
    assert [p.name for p in tmp_path.iterdir()] == ["報告書.pdf"]
    if sys.platform != "win32":
        assert stat.S_IMODE(target.stat().st_mode) & 0o600 == 0o600


def test_that_a_place_that_cannot_be_written_is_one_plain_line(tmp_path: Path):
    with pytest.raises(WorkbenchError) as caught:
        write_pdf(empty(), tmp_path / "missing" / "report.pdf", now=NOW)
    assert "report.pdf: No such file or directory" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_that_a_file_in_place_of_the_folder_is_one_plain_line(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(WorkbenchError, match="Not a directory"):
        write_pdf(empty(), tmp_path / "notes.txt" / "report.pdf", now=NOW)


def test_that_a_folder_in_the_way_leaves_nothing_behind(tmp_path: Path):
    (tmp_path / "report.pdf").mkdir()
    with pytest.raises(WorkbenchError):
        write_pdf(empty(), tmp_path / "report.pdf", now=NOW)
    assert [p.name for p in tmp_path.iterdir()] == ["report.pdf"]


def test_that_a_report_without_a_given_time_bears_this_day():
    reader = PdfReader(io.BytesIO(make_pdf(empty())))
    assert reader.metadata is not None
    age = datetime.now(UTC) - reader.metadata.creation_date
    assert abs(age.total_seconds()) < 3600


def test_that_the_same_snapshot_and_day_give_the_same_file():
    assert make_pdf(shop(), now=NOW) == make_pdf(shop(), now=NOW)
