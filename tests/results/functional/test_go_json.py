import json

import pytest

from tests.results.functional.reports import case, outcomes, read
from workbench.results.functional import go_json
from workbench.scan.document import Document, Unreadable


def read_events(*events):
    text = "".join(e if isinstance(e, str) else json.dumps(e) + "\n" for e in events)
    return go_json.read(Document("go.json", text.encode()))


def event(action, test="", **more):
    return {"Action": action, "Package": "p", **({"Test": test} if test else {}), **more}


def test_that_subtests_and_their_parents_are_tests():
    told = outcomes(read("go-x86_64.jsonl"))
    assert told["shop.example/shop::TestTotal/two_of_them"] == "passed"
    assert told["shop.example/shop::TestTotal"] == "passed"
    assert told["shop.example/shop::TestStaging"] == "skipped"
    assert told["shop.example/shop::TestBroken"] == "failed"


def test_that_a_package_that_did_not_build_is_an_error():
    failed = case(read("go-x86_64.jsonl"), "(package)")
    assert (failed.suite, failed.error) == ("shop.example/shop/nobuild", True)
    assert "build failed" in failed.message


def test_that_a_build_that_failed_inside_the_events_says_why():
    report = read_events(
        {"Action": "build-output", "ImportPath": "p [p.test]", "Output": "a.go:1: undefined\n"},
        {"Action": "build-fail", "ImportPath": "p [p.test]"},
        event("start"),
        event("output", Output="FAIL\tp [build failed]\n"),
        event("fail", Elapsed=0, FailedBuild="p [p.test]"),
    )
    assert outcomes(report) == {"p::(package)": "error"}
    assert "undefined" in report.cases[0].message


def test_that_a_test_that_never_ended_failed_with_its_package():
    report = read_events(
        event("run", "TestA"),
        event("output", "TestA", Output="SIGILL: illegal instruction\n"),
        event("fail", Elapsed=0.1),
    )
    assert outcomes(report) == {"p::TestA": "error"}
    assert "SIGILL" in report.cases[0].message


def test_that_repeats_of_one_test_are_all_kept():
    once = (event("run", "TestA"), event("pass", "TestA", Elapsed=0.1))
    report = read_events(*once, *once, event("pass"))
    assert [c.id for c in report.cases] == ["p::TestA", "p::TestA"]


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([event("run", "TestA"), event("pass", "TestA")], "end of package p is missing"),
        ([event("pass"), '{"Action":"pa'], "no end"),
        ([event("pass"), '{"Action":"pa\n'], "no whole event"),
        ([event("dance", "TestA")], "unknown action"),
        (['{"Action": 1}\n'], "no whole event"),
        ([], "empty"),
        (["ok\n"], "no event"),
    ],
)
def test_that_an_incomplete_stream_is_unreadable(events, reason):
    with pytest.raises(Unreadable, match=reason):
        read_events(*events)


def test_that_endless_output_keeps_its_start_and_its_last_line():
    lines = [event("output", "TestA", Output=f"line {n}\n") for n in range(5000)]
    report = read_events(event("run", "TestA"), *lines, event("fail", "TestA"), event("fail"))
    assert report.cases[0].message.startswith("line 0\n")
    assert report.cases[0].message.endswith("line 4999")
