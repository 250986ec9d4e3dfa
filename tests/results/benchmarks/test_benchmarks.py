"""Micro-benchmark harnesses."""

import json

import pytest

from tests.results.fixture_files import document
from workbench.results.formats import detect
from workbench.scan.document import Document, Unreadable


def read(name):
    (format_,) = detect(document(f"benchmarks/{name}"))
    return format_.read(document(f"benchmarks/{name}"))


def read_text(name, text):
    (format_,) = detect(Document(name, text.encode()))
    return format_.read(Document(name, text.encode()))


def by_name(report):
    return {(found.name, found.unit): found for found in report.benchmarks}


# file, name, unit, first value, how many
TOLD = [
    ("hyperfine.json", "sleep 0.01", "s", 0.012024348, 10),
    ("pytest-benchmark.json", "test_bench.py::test_sum", "s", None, 30),
    ("google-benchmark.json", "BM_Sort/64", "s", 4.98831475e-7, 3),
    ("google-benchmark.txt", "BM_Sort/1024", "s", 13655e-9, 1),
    ("google-benchmark.txt", "BM_Ms", "s", 8e-6, 1),
    ("jmh.json", "example.Sorting.sort:avgt (size=64)", "s/op", 2.4e-6, 6),
    ("jmh.json", "example.Sorting.rate:thrpt", "ops/s", 410_000.0, 3),
    ("go-bench.txt", "Sort", "s/op", 39697e-9, 4),
    ("go-bench.txt", "Sort", "allocs/op", 2.0, 4),
    ("go-bench.txt", "Copy", "MB/s", 66530.20, 4),
    ("go-bench.txt", "Custom", "widgets/op", 42.5, 4),
    ("criterion/sort/64/new/sample.json", "sort/64", "s", 1869998 / 2084 / 1e9, 10),
    ("criterion/sort/64/new/estimates.json", "sort/64", "s", 1792.12980817567e-9, 1),
    ("bencher.txt", "a", "s", 153e-9, 1),
]


@pytest.mark.parametrize(("name", "benchmark", "unit", "first", "size"), TOLD)
def test_that_each_repetition_is_a_value(name, benchmark, unit, first, size):
    found = by_name(read(name))[benchmark, unit]
    assert len(found.values) == size
    if first is not None:
        assert found.values[0] == pytest.approx(first)


def test_that_rates_are_better_when_higher_and_times_when_lower():
    go = by_name(read("go-bench.txt"))
    assert go["Copy", "MB/s"].higher_is_better
    assert not go["Copy", "s/op"].higher_is_better
    jmh = by_name(read("jmh.json"))
    assert jmh["example.Sorting.rate:thrpt", "ops/s"].higher_is_better


def test_that_commands_that_failed_are_warned_of():
    assert "ended with an error" in read("hyperfine-failing.json").warnings[0]


def test_that_a_benchmark_that_did_not_run_is_left_out_with_its_reason():
    for name in ("google-benchmark.json", "google-benchmark.txt"):
        report = read(name)
        assert report.warnings == ("'BM_Skip' did not run: no input",)
        assert not any(found.name == "BM_Skip" for found in report.benchmarks)


def test_that_aggregates_are_used_only_where_repetitions_were_not_kept():
    whole = json.loads(document("benchmarks/google-benchmark.json").data)
    whole["benchmarks"] = [b for b in whole["benchmarks"] if b["run_type"] == "aggregate"]
    report = read_text("x.json", json.dumps(whole))
    assert all(len(found.values) == 1 for found in report.benchmarks)
    assert "mean only" in report.warnings[0]


def test_that_the_mean_stands_for_rounds_that_were_not_kept():
    whole = json.loads(document("benchmarks/pytest-benchmark.json").data)
    for benchmark in whole["benchmarks"]:
        del benchmark["stats"]["data"]
    report = read_text("x.json", json.dumps(whole))
    assert [len(found.values) for found in report.benchmarks] == [1, 1]
    assert report.warnings


def test_that_the_number_of_processors_is_no_part_of_a_name_unless_it_varies():
    mixed = "BenchmarkA-2 10 5 ns/op\nBenchmarkA-4 10 4 ns/op\n"
    assert [b.name for b in read_text("x", mixed).benchmarks] == ["A-2", "A-4"]
    plain = "BenchmarkA-2 10 5 ns/op\nBenchmarkA-2 10 4 ns/op\n"
    assert [b.name for b in read_text("x", plain).benchmarks] == ["A"]


def test_that_packages_tell_equal_names_apart():
    text = "pkg: a\nBenchmarkX-2 10 5 ns/op\npkg: b\nBenchmarkX-2 10 4 ns/op\n"
    assert [b.name for b in read_text("x", text).benchmarks] == ["a.X", "b.X"]


def test_that_a_benchmark_line_without_a_unit_is_unreadable_with_its_line():
    with pytest.raises(Unreadable, match="no unit") as caught:
        read_text("x", "BenchmarkA-2 10 5 ns/op\nBenchmarkA-2 10 5 ns/op 7\n")
    assert caught.value.line == 2


def test_that_an_unknown_unit_is_unreadable():
    whole = json.loads(document("benchmarks/jmh.json").data)
    whole[0]["primaryMetric"]["scoreUnit"] = "B/op"
    with pytest.raises(Unreadable, match="'B/op' is not known"):
        read_text("x.json", json.dumps(whole))
