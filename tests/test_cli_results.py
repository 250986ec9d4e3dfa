"""The commands on test results, run as processes over real tools' output."""

from __future__ import annotations

import csv
import io
import json
import math
import shutil
from pathlib import Path

import pytest

from tests.test_cli import one_plain_line, run
from workbench.engine.results import Results
from workbench.project.folder import ProjectFolder

FIXTURES = Path(__file__).parent / "fixtures" / "results"
FUNCTIONAL = FIXTURES / "functional"


def import_(project, *files, arch, **labels):
    options = [word for name, value in labels.items() for word in (f"--{name}", value)]
    result = run("results", "import", project, *files, "--arch", arch, *options)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "shop"
    folder.mkdir()
    return folder


@pytest.fixture
def tested(project):
    """A project with the test and coverage reports of both sides."""
    for arch, instance in (("x86_64", "m7i.large"), ("arm64", "m7g.large")):
        tests = FUNCTIONAL / f"pytest-{arch}.xml"
        coverage = FIXTURES / "coverage" / f"coveragepy-{arch}.json"
        import_(project, tests, coverage, arch=arch, instance=instance, software="1.2")
    return project


class TestImport:
    def test_that_files_are_kept_as_they_are_and_the_run_is_named(self, project):
        source = FUNCTIONAL / "pytest-arm64.xml"
        name = import_(
            project,
            source,
            arch="arm64",
            instance="m7g.large",
            scenario="checkout",
            measured="2026-11-02",
        )
        assert name == "2026-11-02-arm64-m7g.large-checkout-1"
        kept = project / ".workbench/results" / name / source.name
        assert kept.read_bytes() == source.read_bytes()
        listed = run("results", "list", project).stdout
        assert all(word in listed for word in (name, "checkout", "m7g.large", "junit"))

    def test_that_a_file_that_is_there_already_is_told(self, project):
        source = FUNCTIONAL / "pytest-arm64.xml"
        name = import_(project, source, arch="arm64")
        again = run("results", "import", project, source, "--arch", "arm64")
        assert (again.returncode, again.stdout) == (0, "")
        assert f"is already in {name}" in again.stderr
        assert len(run("results", "list", project).stdout.splitlines()) == 1

    def test_that_a_folder_stands_for_its_results_and_others_are_named(self, project, tmp_path):
        folder = tmp_path / "out" / "deep"
        folder.mkdir(parents=True)
        shutil.copy(FUNCTIONAL / "pytest-arm64.xml", folder)
        shutil.copy(FIXTURES / "load" / "hey.txt", folder.parent)
        (folder.parent / "notes.md").write_text("# Notes\n")
        result = run("results", "import", project, folder.parent, "--arch", "arm64")
        assert "notes.md is not a known test result" in result.stderr
        (run_folder,) = (project / ".workbench/results").glob("2*")
        assert {p.name for p in run_folder.iterdir()} == {
            "run.toml",
            "hey.txt",
            "pytest-arm64.xml",
        }

    @pytest.mark.parametrize(
        ("content", "cause"),
        [
            (b"", "is empty"),
            (b"hello\n", "is not a known test result: what is read is"),
            (b"\0\1\2" * 50, "is not a known test result"),
            (None, "there is no such file"),
        ],
    )
    def test_that_what_is_no_result_is_one_line_and_nothing_is_imported(
        self, project, tmp_path, content, cause
    ):
        path = tmp_path / "results.bin"
        if content is not None:
            path.write_bytes(content)
        good = FUNCTIONAL / "pytest-arm64.xml"
        result = run("results", "import", project, good, path, "--arch", "arm64")
        assert result.returncode == 2
        assert cause in one_plain_line(result)
        assert list(project.iterdir()) == []

    def test_that_a_cut_off_file_names_its_line_and_keeps_the_others_out(self, project, tmp_path):
        whole = (FUNCTIONAL / "pytest-x86_64.xml").read_bytes()
        cut = tmp_path / "cut.xml"
        cut.write_bytes(whole[: len(whole) // 2])
        good = FUNCTIONAL / "pytest-arm64.xml"
        result = run("results", "import", project, good, cut, "--arch", "arm64")
        assert result.returncode == 2
        assert str(cut) in one_plain_line(result)
        assert list(project.iterdir()) == []

    def test_that_a_chosen_format_must_exist_and_fit(self, project):
        source = FUNCTIONAL / "pytest-arm64.xml"
        for format_, cause in (("jnuit", "is no result format"), ("hey", "pytest-arm64.xml")):
            result = run(
                "results", "import", project, source, "--arch", "arm64", "--format", format_
            )
            assert result.returncode == 2
            assert cause in one_plain_line(result)
        result = run("results", "import", project, source, "--arch", "arm64", "--format", "junit")
        assert result.returncode == 0

    def test_that_the_architecture_is_never_guessed(self, project):
        result = run("results", "import", project, FUNCTIONAL / "pytest-arm64.xml")
        assert result.returncode == 2
        assert "--arch" in one_plain_line(result)


class TestCompare:
    def test_that_the_json_holds_the_functional_contract(self, tested):
        told = json.loads(run("results", "compare", tested, "--format", "json").stdout)
        functional = told["functional"]
        assert functional["counts"]["x86_64"]["passed"] == 14
        assert {"passed", "failed", "skipped"} <= functional["counts"]["arm64"].keys()
        assert "test_shop::test_average" in functional["regressed"]
        assert "test_shop::test_old_defect" in functional["pre_existing"]
        assert functional["missing"] == ["test_shop::test_x86_only_module"]
        assert functional["added"] == ["test_shop::test_new_on_arm"]
        assert functional["flaky"] == []
        shares = functional["coverage"]
        delta = shares["arm64"]["lines"] - shares["x86_64"]["lines"]
        assert functional["coverage_delta"] == pytest.approx(delta)
        assert delta < 0
        reasons = {failure["test"]: failure["group"] for failure in functional["failures"]}
        assert reasons["test_shop::test_average"] == "arm64"

    def test_that_the_text_asks_answers_and_doubts(self, tested):
        lines = run("results", "compare", tested).stdout.splitlines()
        assert lines[0] == "Do the same tests pass on arm64, with the same coverage?"
        assert lines[1].startswith("  No: 2 tests pass on x86_64 and fail on arm64.")
        assert "To doubt:" in lines[2:]

    def test_that_csv_and_markdown_count_the_same(self, tested):
        table = run("results", "compare", tested, "--format", "csv").stdout.lstrip("\ufeff")
        rows = list(csv.DictReader(io.StringIO(table)))
        passed = {r["side"]: r["value"] for r in rows if r["measure"] == "passed"}
        assert passed == {"x86_64": "14", "arm64": "12"}
        assert sum(r["measure"] == "regressed" for r in rows) == 2
        markdown = run("results", "compare", tested, "--format", "md").stdout
        assert "| arm64 | 12 | 5 | 3 | 0 | 66.7 % |" in markdown

    def test_that_a_regression_fails_only_when_asked_to(self, tested):
        assert run("results", "compare", tested).returncode == 0
        assert run("results", "compare", tested, "--fail-on-regression").returncode == 1

    def test_that_one_side_alone_is_no_verdict(self, project):
        import_(project, FUNCTIONAL / "pytest-x86_64.xml", arch="x86_64")
        told = json.loads(run("results", "compare", project, "--format", "json").stdout)
        assert told["functional"]["counts"] == {"x86_64": None, "arm64": None}
        assert any("of arm64" in warning for warning in told["functional"]["warnings"])
        assert "nothing can be said" in run("results", "compare", project).stdout

    def test_that_a_project_without_results_says_so(self, project):
        result = run("results", "compare", project)
        assert result.returncode == 0
        assert "No results yet" in result.stdout
        told = json.loads(run("results", "compare", project, "--format", "json").stdout)
        assert (told["functional"], told["performance"]) == (None, [])
        assert list(project.iterdir()) == []

    @pytest.mark.parametrize(
        ("arguments", "cause"),
        [
            (("--limit", "p99<10"), "p99<10"),
            (("--metric", "speed"), "'speed' is no metric: choose throughput"),
            (("--metric", "p0"), "'p0' is no metric"),
            (("--baseline", "m9i.large"), "no run of x86_64 is on 'm9i.large'"),
            (("--price", "arm64"), "--price"),
            (("--price", "arm64=cheap"), "cheap"),
            (("--scenario", "nosuch"), "there is no scenario 'nosuch'"),
            (("--format", "yaml"), "--format"),
        ],
    )
    def test_that_a_wrong_argument_is_one_plain_line(self, tested, arguments, cause):
        result = run("results", "compare", tested, *arguments)
        assert result.returncode == 2
        assert cause in one_plain_line(result)

    def test_that_the_question_is_kept_for_the_report(self, tested):
        run("results", "compare", tested, "--limit", "p99<=10ms", "--price", "arm64=0.0816 USD")
        kept = (tested / ".workbench/project.toml").read_text()
        assert 'limits = ["p99<=10ms"]' in kept
        assert 'arm64 = "0.0816 USD"' in kept

    def test_that_a_changed_file_is_left_out_and_named(self, tested):
        (kept,) = (tested / ".workbench/results").glob("*arm64*/*.xml")
        kept.write_text(kept.read_text() + "\n")
        told = json.loads(run("results", "compare", tested, "--format", "json").stdout)
        (problem,) = told["problems"]
        assert "SHA-256 differs" in problem["reason"]
        assert told["functional"]["counts"]["arm64"] is None


@pytest.fixture
def loaded(project, tmp_path):
    """Three repeats of a sweep over two queues (M/M/1) that hold 800 and 960 requests a second."""
    for arch, capacity in (("x86_64", 800), ("arm64", 960)):
        for repeat in range(3):
            folder = tmp_path / "load" / arch / str(repeat)
            folder.mkdir(parents=True)
            for rate in range(200, int(capacity * 0.98), 100):
                path = folder / f"{rate}.json"
                path.write_text(json.dumps(vegeta(rate, capacity, 1 + 0.01 * (repeat - 1))))
            import_(project, folder, arch=arch, scenario="checkout", instance=INSTANCES[arch])
    return project


INSTANCES = {"x86_64": "m7i.2xlarge", "arm64": "m7g.2xlarge"}


def vegeta(rate, capacity, noise):
    """Return what vegeta reports of a queue whose latency is 1 / (capacity - rate) on average."""
    mean = noise / (capacity - rate)
    shares = {"50th": 0.5, "90th": 0.9, "95th": 0.95, "99th": 0.99, "max": 0.9999, "min": 0.0001}
    latencies = {name: int(-math.log(1 - p) * mean * 1e9) for name, p in shares.items()}
    count = rate * 30
    return {
        "latencies": {"total": int(mean * count * 1e9), "mean": int(mean * 1e9), **latencies},
        "bytes_in": {"total": 0, "mean": 0},
        "bytes_out": {"total": 0, "mean": 0},
        "earliest": "2026-11-20T10:00:00Z",
        "latest": "2026-11-20T10:00:30Z",
        "end": "2026-11-20T10:00:30.01Z",
        "duration": 30_000_000_000,
        "wait": 1_000_000,
        "requests": count,
        "rate": rate,
        "throughput": rate,
        "success": 1,
        "status_codes": {"200": count},
        "errors": [],
    }


class TestColumns:
    CSV = "Zeit;CPU;Speicher;Host\n0;10;500;a\n1000;20;510;a\n2500;30;520;a\n"
    ASKED = ("--time-column", "Zeit", "--time-unit", "ms", "--delimiter", ";")

    def test_that_the_columns_of_a_csv_are_kept_with_the_run(self, project, tmp_path):
        source = tmp_path / "host.csv"
        source.write_text(self.CSV)
        columns = ("--column", "CPU=%", "--column", "Speicher=MB")
        result = run("results", "import", project, source, "--arch", "arm64", *self.ASKED, *columns)
        assert result.returncode == 0, result.stderr
        kept = (project / ".workbench/results" / result.stdout.strip() / "run.toml").read_text()
        assert 'format = "time-series"' in kept
        for told in ('time = "Zeit"', 'values = ["CPU", "Speicher"]', "time_unit = 1000", '";"'):
            assert told in kept
        store = Results(ProjectFolder.open(project))
        (read,) = store.reports({})
        (cpu, memory) = read.report.series
        assert [(p.seconds, p.value) for p in cpu.points] == [(0, 10), (1, 20), (2.5, 30)]
        assert (cpu.name, cpu.unit, memory.unit) == ("CPU", "%", "MB")

    def test_that_columns_that_the_header_suggests_are_kept_too(self, project):
        name = import_(project, FIXTURES / "load" / "time-series.csv", arch="arm64")
        kept = (project / ".workbench/results" / name / "run.toml").read_text()
        assert 'columns = {time = "time"}' in kept

    def test_that_metrics_of_a_host_alone_raise_no_question_of_throughput(self, tested):
        import_(tested, FIXTURES / "load" / "sadf-cpu.csv", arch="arm64")
        compared = run("results", "compare", tested, "--format", "json")
        assert json.loads(compared.stdout)["performance"] == []

    @pytest.mark.parametrize(
        ("arguments", "cause"),
        [
            (("--time-column", "Time", "--delimiter", ";"), "has no column 'Time'"),
            ((*ASKED,), "'a' is not a number"),
            (("--column", "CPU"), "--column needs --time-column"),
            (("--time-column", "Zeit", "--delimiter", ";;"), "give one character"),
        ],
    )
    def test_that_wrong_columns_are_one_plain_line(self, project, tmp_path, arguments, cause):
        source = tmp_path / "host.csv"
        source.write_text(self.CSV)
        result = run("results", "import", project, source, "--arch", "arm64", *arguments)
        assert result.returncode == 2
        assert cause in one_plain_line(result)
        assert not (project / ".workbench/results").exists()


class TestPerformance:
    ASKED = ("--limit", "p99<=20ms", "--limit", "errors<=0.1%")
    PRICES = ("--price", "x86_64=0.40 USD", "--price", "m7g.2xlarge=0.32 USD")

    def test_that_the_json_answers_with_what_the_queues_hold(self, loaded):
        result = run("results", "compare", loaded, *self.ASKED, *self.PRICES, "--format", "json")
        (answer,) = json.loads(result.stdout)["performance"]
        assert answer["scenario"] == "checkout"
        assert answer["limits"] == ["p99<=20ms", "errors<=0.1%"]
        for side, capacity in (("x86_64", 800), ("arm64", 960)):
            told = answer["sides"][side]
            truth = capacity - math.log(100) / 0.020
            assert told["sustainable"]["value"] == pytest.approx(truth, rel=0.05)
            assert told["sustainable"]["low"] <= told["sustainable"]["high"]
            assert (told["sustainable"]["unit"], told["sustainable"]["repeats"]) == ("req/s", 3)
            assert told["knee"]["value"] == pytest.approx(capacity / 2, rel=0.05)
        assert answer["ratio"]["value"] == pytest.approx(730 / 570, rel=0.05)
        money = answer["price_performance"]["value"]
        assert money == pytest.approx(answer["ratio"]["value"] * 0.40 / 0.32)
        assert answer["warnings"]

    def test_that_the_question_of_before_is_asked_again(self, loaded):
        first = run("results", "compare", loaded, *self.ASKED, *self.PRICES)
        again = run("results", "compare", loaded)
        said, _, rest = again.stdout.partition("\n\n")
        assert said == (
            "As asked last (kept in .workbench/project.toml): limits p99<=20ms, errors<=0.1%; "
            "prices x86_64 0.40 USD, m7g.2xlarge 0.32 USD."
        )
        assert first.stdout == rest
        assert "At p99 ≤ 20ms and errors ≤ 0.1%, how much throughput" in again.stdout

    def test_that_no_limit_can_be_asked_after_one_was(self, loaded):
        run("results", "compare", loaded, *self.ASKED)
        told = run("results", "compare", loaded, "--limit", "none", "--format", "json")
        assert json.loads(told.stdout)["performance"][0]["limits"] == []
        assert "how much throughput" in run("results", "compare", loaded).stdout.lower()

    def test_that_a_latency_percentile_is_answered_at_the_load_asked_for(self, loaded):
        result = run("results", "compare", loaded, "--metric", "p99@500", "--format", "json")
        (answer,) = json.loads(result.stdout)["performance"]
        assert (answer["metric"], answer["percentile"]) == ("latency", 0.99)
        assert answer["load"] == {"value": 500, "axis": "offered"}
        for side, capacity in (("x86_64", 800), ("arm64", 960)):
            told = answer["sides"][side]["answer"]
            truth = math.log(100) / (capacity - 500)
            assert told["value"] == pytest.approx(truth, rel=0.01)
            assert told["low"] < truth < told["high"]
            assert (told["unit"], told["repeats"]) == ("s", 3)
        assert answer["ratio"]["value"] == pytest.approx(300 / 460, rel=0.01)
        assert answer["ratio"]["low"] < 300 / 460 < answer["ratio"]["high"]
        assert answer["higher_is_better"] is False
        text = run("results", "compare", loaded).stdout
        assert text.startswith("As asked last (kept in .workbench/project.toml): metric p99@500.")
        assert "At 500 req/s, what is the p99 latency of each side in checkout?" in text
        assert "arm64   m7g.2xlarge; p99 latency at 500 req/s 10" in text

    def test_that_latency_without_a_load_is_at_the_highest_that_both_carry(self, loaded):
        table = run("results", "compare", loaded, "--metric", "p90", "--format", "csv").stdout
        rows = list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))))
        (load,) = (row for row in rows if row["measure"] == "load")
        assert (load["value"], load["metric"]) == ("700", "p90")
        (arm,) = (r for r in rows if r["measure"] == "answer" and r["side"] == "arm64")
        assert float(arm["value"]) == pytest.approx(math.log(10) / 260, rel=0.01)
        markdown = run("results", "compare", loaded, "--format", "md").stdout
        assert "| p90 latency at 700 req/s |" in markdown

    def test_that_a_load_that_was_not_measured_has_no_latency(self, loaded):
        told = run("results", "compare", loaded, "--metric", "p99@450", "--format", "json")
        (answer,) = json.loads(told.stdout)["performance"]
        assert answer["sides"]["arm64"]["answer"] is None
        assert answer["ratio"] is None
        assert any("load of 450, only at 200, 300" in text for text in answer["warnings"])

    def test_that_time_is_asked_of_benchmarks(self, project):
        for arch in ("x86_64", "arm64"):
            source = FIXTURES / "benchmarks" / "hyperfine.json"
            import_(project, source, arch=arch, scenario="build")
        told = run("results", "compare", project, "--metric", "time", "--format", "json")
        (answer,) = json.loads(told.stdout)["performance"]
        assert answer["metric"] == "time"
        assert answer["ratio"]["value"] == pytest.approx(1)
        assert answer["higher_is_better"] is False
        assert "How do the benchmarks of build do on arm64?" in (
            run("results", "compare", project).stdout
        )

    def test_that_a_side_is_one_instance_type_where_that_is_asked(self, loaded):
        extra = FIXTURES / "load" / "hey.txt"
        import_(loaded, extra, arch="arm64", scenario="checkout", instance="m8g.large")
        mixed = run("results", "compare", loaded).stdout
        assert "several instance types are mixed" in mixed
        alone = run("results", "compare", loaded, "--candidate", "m7g.2xlarge").stdout
        assert "mixed" not in alone
        again = run("results", "compare", loaded).stdout
        assert "candidate m7g.2xlarge" in again.splitlines()[0]
        assert "mixed" in run("results", "compare", loaded, "--candidate", "").stdout

    def test_that_a_load_that_never_breaks_the_limit_gives_no_ratio(self, loaded):
        limit = ("--limit", "p99<=900s")
        told = json.loads(run("results", "compare", loaded, *limit, "--format", "json").stdout)
        (answer,) = told["performance"]
        assert answer["ratio"] is None
        assert any("never raised far enough" in warning for warning in answer["warnings"])

    def test_that_a_single_measurement_is_no_verdict(self, project):
        for arch in ("x86_64", "arm64"):
            import_(project, FIXTURES / "load" / "hey.txt", arch=arch, scenario="checkout")
        told = json.loads(run("results", "compare", project, "--format", "json").stdout)
        (answer,) = told["performance"]
        assert answer["price_performance"] is None
        assert answer["sides"]["arm64"]["knee"] is None
        assert answer["warnings"]


def test_that_the_report_gains_a_chapter_only_with_results(tested, tmp_path):
    from pypdf import PdfReader

    sizes = {}
    for name, folder in (("with", tested), ("without", tmp_path / "empty")):
        folder.mkdir(exist_ok=True)
        target = tmp_path / f"{name}.pdf"
        assert run("report", folder, "-o", target).returncode == 0
        text = "".join(page.extract_text() for page in PdfReader(target).pages)
        sizes[name] = "Test results" in text
        if name == "with":
            assert "test_shop::test_average" in text
    assert sizes == {"with": True, "without": False}
