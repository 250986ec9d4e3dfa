import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.knowledge.components import component
from workbench.assess.resolve import resolve
from workbench.model.decision import Decision
from workbench.model.evidence import Evidence, Source
from workbench.model.status import SEVERITY, Confidence, Status

NUMPY = component("pkg:pypi/numpy@1.19.0")


def says(source, status, **more):
    return Evidence(source=source, status=status, detail=f"{source} says {status}", **more)


def ruled(number, status=None, *, purl=NUMPY.purl, reverts="", author="ada"):
    return Decision(
        id=f"d{number}",
        purl=purl,
        time=f"2026-01-01T00:00:0{number}.000+00:00",
        author=author,
        status=status,
        rationale=f"reason {number}",
        reverts=reverts,
    )


def test_that_no_evidence_is_unknown():
    found = resolve(NUMPY, (), ())
    assert (found.status, found.computed, found.confidence) == (
        Status.UNKNOWN,
        Status.UNKNOWN,
        None,
    )
    assert found.deciding is None
    assert found.why == "no evidence either way"


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ([(Source.CATALOG, Status.BLOCKED), (Source.INDEX, Status.READY)], Status.READY),
        ([(Source.RULE, Status.CHANGE), (Source.ARTIFACT, Status.READY)], Status.READY),
        ([(Source.CATALOG, Status.READY), (Source.CATALOG, Status.UPGRADE)], Status.UPGRADE),
        ([(Source.CATALOG, Status.REBUILD), (Source.CATALOG, Status.BLOCKED)], Status.BLOCKED),
        ([(Source.RULE, Status.UNKNOWN), (Source.CATALOG, Status.READY)], Status.READY),
        ([(Source.RULE, Status.UNKNOWN), (Source.PRESUMPTION, Status.READY)], Status.UNKNOWN),
        ([(Source.CATALOG, Status.UNKNOWN), (Source.PRESUMPTION, Status.READY)], Status.UNKNOWN),
        ([(Source.PRESUMPTION, Status.READY)], Status.READY),
    ],
)
def test_that_the_most_direct_then_the_most_cautious_decides(claims, status):
    evidence = [says(*claim) for claim in claims]
    assert resolve(NUMPY, evidence, ()).status is status
    assert resolve(NUMPY, evidence[::-1], ()).status is status


def test_that_a_possible_match_never_decides():
    found = resolve(NUMPY, [says(Source.CATALOG, Status.BLOCKED, possibly=True)], ())
    assert found.status is Status.UNKNOWN
    assert not found.disagreement
    assert len(found.evidence) == 1


def test_that_a_possible_match_does_not_stop_a_presumption():
    evidence = [
        says(Source.CATALOG, Status.UNKNOWN, possibly=True),
        says(Source.PRESUMPTION, Status.READY),
    ]
    assert resolve(NUMPY, evidence, ()).status is Status.READY


def test_that_of_equal_upgrades_the_highest_minimum_decides():
    evidence = [
        says(Source.CATALOG, Status.UPGRADE, min_version=version)
        for version in ("1.9", "1.20", "1.3")
    ]
    assert resolve(NUMPY, evidence, ()).min_version == "1.20"


def test_that_a_ready_component_names_no_version_to_take():
    found = resolve(NUMPY, [says(Source.CATALOG, Status.READY, min_version="1.19.0")], ())
    assert found.min_version == ""


def test_that_a_presumption_from_the_catalog_names_the_version_to_make_sure_of():
    claim = says(Source.CATALOG, Status.READY, min_version="1.19.0", confidence=Confidence.PRESUMED)
    found = resolve(NUMPY, [claim], ())
    assert found.confidence is Confidence.PRESUMED
    assert found.min_version == "1.19.0"
    assert [a.text for a in found.advice] == ["Make sure that 1.19.0 or later is installed"]


def test_that_of_several_recommended_versions_the_highest_is_advice():
    evidence = [
        says(Source.CATALOG, Status.READY, recommended_version=version)
        for version in ("1.20", "1.21.1", "1.3")
    ]
    assert [a.text for a in resolve(NUMPY, evidence, ()).advice] == [
        "numpy 1.21.1 or later is recommended"
    ]


def test_that_a_source_that_cannot_tell_gives_the_reason():
    claim = says(Source.RULE, Status.UNKNOWN)
    assert resolve(NUMPY, [claim], ()).why == claim.detail


def test_that_a_decision_rules_and_the_evidence_stays_visible():
    found = resolve(NUMPY, [says(Source.CATALOG, Status.BLOCKED)], (ruled(1, Status.READY),))
    assert (found.status, found.computed) == (Status.READY, Status.BLOCKED)
    assert found.confidence is Confidence.STATED
    assert found.why == "reason 1"


def test_that_a_decision_for_unknown_has_no_confidence():
    found = resolve(NUMPY, [says(Source.CATALOG, Status.READY)], (ruled(1, Status.UNKNOWN),))
    assert (found.status, found.confidence) == (Status.UNKNOWN, None)


def test_that_of_two_peoples_decisions_the_later_rules_and_both_show():
    history = (ruled(1, Status.READY), ruled(2, Status.BLOCKED, author="grace"))
    found = resolve(NUMPY, (), history)
    assert found.decision.author == "grace"
    assert found.history == history


def test_that_a_withdrawal_lets_rule_what_ruled_before():
    history = (ruled(1, Status.READY), ruled(2, Status.BLOCKED), ruled(3, reverts="d2"))
    assert resolve(NUMPY, (), history).decision.id == "d1"


def test_that_the_withdrawal_of_a_withdrawal_brings_the_decision_back():
    history = (ruled(1, Status.READY), ruled(2, reverts="d1"), ruled(3, reverts="d2"))
    assert resolve(NUMPY, (), history).decision.id == "d1"
    again = (*history, ruled(4, reverts="d3"))
    assert resolve(NUMPY, (), again).decision is None


def test_that_a_withdrawal_without_a_name_withdraws_what_ruled_before_it():
    history = (ruled(1, Status.READY), ruled(2, Status.BLOCKED), ruled(3))
    assert resolve(NUMPY, (), history).decision.id == "d1"


def test_that_a_decision_on_another_version_is_stale():
    history = (ruled(1, Status.READY, purl="pkg:pypi/numpy@1.18.0"),)
    found = resolve(NUMPY, (), history)
    assert found.status is Status.UNKNOWN
    assert found.decision is None
    assert found.stale.id == "d1"


def test_that_a_decision_on_this_version_leaves_nothing_stale():
    history = (
        ruled(1, Status.READY),
        ruled(2, Status.BLOCKED, purl="pkg:pypi/numpy@1.18.0"),
    )
    found = resolve(NUMPY, (), history)
    assert (found.decision.id, found.stale) == ("d1", None)


CLAIMS = st.builds(
    says,
    st.sampled_from([s for s in Source if s is not Source.DECISION]),
    st.sampled_from(Status),
    possibly=st.booleans(),
)


@given(st.lists(CLAIMS, max_size=8))
def test_that_nothing_less_cautious_of_the_deciding_rank_rules(evidence):
    found = resolve(NUMPY, evidence, ())
    assert len(found.evidence) == len(evidence)
    if found.deciding is None:
        assert found.status is Status.UNKNOWN
        return
    assert not found.deciding.possibly
    for claim in evidence:
        same = claim.source is found.deciding.source and not claim.possibly
        if same and claim.status is not Status.UNKNOWN:
            assert SEVERITY[claim.status] <= SEVERITY[found.status]
