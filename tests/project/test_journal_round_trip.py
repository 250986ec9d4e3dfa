from __future__ import annotations

from datetime import UTC, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from tests.project.decisions import decision
from workbench.model.decision import Action, Decision
from workbench.model.purl import make_purl
from workbench.model.status import Status
from workbench.project.journal import Journal
from workbench.project.journal_lines import decisions_in, objection

texts = st.text(st.characters(codec="utf-8"), max_size=40)
zones = st.timedeltas().filter(lambda d: abs(d.total_seconds()) < 86_000).map(timezone)
decisions = st.builds(
    Decision,
    id=texts.filter(bool),
    purl=st.builds(make_purl, st.just("generic"), texts.map(lambda t: f"n{t.strip('/')}"), texts),
    time=st.datetimes(timezones=zones | st.just(UTC)).map(lambda t: t.isoformat()),
    author=texts,
    status=st.sampled_from(Status) | st.none(),
    rationale=texts,
    action=st.sampled_from(Action),
    owner=texts,
    review_by=texts,
    reverts=texts,
)


@given(st.lists(st.lists(decisions, max_size=3), max_size=4))
def test_that_any_decisions_come_back_as_they_were(batches: list[list[Decision]]) -> None:
    with TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / ".workbench" / "decisions.jsonl")
        kept: dict[str, Decision] = {}
        for batch in batches:
            journal.append(batch)
            for made in batch:
                kept.setdefault(made.id, made)
        read, _ = journal.read()
    assert {d.id: d for d in read} == kept
    assert len(read) == len(kept)


@given(st.binary(max_size=300) | st.text('<>=|{}[]":,\n\rid', max_size=100).map(str.encode))
def test_that_no_bytes_crash_the_reading(data: bytes) -> None:
    read, problems = decisions_in(data, "decisions.jsonl")
    assert read == ()
    assert bool(problems) == bool(data.removeprefix(b"\xef\xbb\xbf").strip())


@given(st.text(max_size=60) | st.text("pkg:/@?#%&=a\x00", max_size=30).map("pkg:".__add__))
def test_that_no_package_url_crashes_the_check(purl: str) -> None:
    assert isinstance(objection(decision(purl=purl)), str)
