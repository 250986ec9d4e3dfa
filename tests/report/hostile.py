"""Texts that a scanned project may hold, for tests that generate names and paths."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.records import assessed, claim
from workbench.assess.snapshot import Snapshot
from workbench.model.assessment import Assessment
from workbench.model.component import Kind, Occurrence
from workbench.model.purl import make_purl
from workbench.model.status import Status

AWKWARD = st.one_of(
    st.text(min_size=1, max_size=40),
    st.text(alphabet='=+-@;,"\n\r\t\\{}[]#$*_`<>&%~', min_size=1, max_size=20),
    st.sampled_from(
        ["\udc80broken", "\x1b[31mred", "a\0b", "x" * 3000, "日本語" * 40, "]#panic()"]
    ),
)


@st.composite
def _assessment(draw: st.DrawFn) -> Assessment:
    name = draw(AWKWARD)
    return assessed(
        make_purl("generic", name.encode("utf-8", "replace").hex() or "none"),
        name,
        draw(st.sampled_from(Status)),
        version=draw(st.one_of(st.just(""), AWKWARD)),
        kind=draw(st.sampled_from(Kind)),
        occurrences=(Occurrence(draw(AWKWARD), draw(st.integers(0, 10**6))),),
        evidence=(claim(Status.READY, detail=draw(AWKWARD), url=draw(AWKWARD)),),
    )


SNAPSHOTS = st.lists(_assessment(), max_size=3, unique_by=lambda a: a.component.purl).map(
    lambda rows: Snapshot(name="odd", root="/srv/odd", assessments=tuple(rows), version="0.1.0")
)
