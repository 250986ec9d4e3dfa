"""The command line, run as a process: what outsiders depend on."""

import json
import os
import pty
import subprocess
import sys

import pytest

from workbench.model.resources import resources

SAMPLE = resources() / "sample-project"


def run(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "workbench.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **options,
    )


@pytest.fixture
def project(tmp_path):
    (tmp_path / "requirements.txt").write_text("numpy==1.19.5\nOpenBLAS==0.3.16\n")
    return tmp_path


def one_plain_line(result):
    """Return the only line on stderr, after checking that there is just that."""
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("workbench: ")
    return line


class TestScan:
    def test_that_text_is_the_default_and_names_what_was_found(self, project):
        result = run("scan", project)
        assert result.returncode == 0
        assert "OpenBLAS" in result.stdout
        assert "requirements.txt:2" in result.stdout
        assert result.stderr == ""

    def test_that_text_names_what_is_ready_only_in_a_new_enough_version(self, project):
        (project / "requirements.txt").write_text("numpy\n")
        (line,) = [x for x in run("scan", project).stdout.splitlines() if x.startswith("ready")]
        assert ">= 1.19.0" in line
        assert "no version is pinned" in line

    def test_that_json_counts_what_it_lists(self, project):
        told = json.loads(run("scan", project, "--format", "json").stdout)
        assert told["summary"]["total"] == len(told["components"]) == 2

    @pytest.mark.parametrize("format_", ["json", "cyclonedx", "csv", "text"])
    def test_that_a_file_holds_the_same_as_the_pipe(self, project, tmp_path_factory, format_):
        target = tmp_path_factory.mktemp("out") / "inventory"
        assert run("scan", project, "--format", format_, "-o", target).stdout == ""
        assert target.read_text(encoding="utf-8-sig").splitlines()[0].strip()
        assert list(target.parent.iterdir()) == [target]

    @pytest.mark.parametrize(("limit", "status"), [("blocked", 0), ("upgrade", 1), ("unknown", 1)])
    def test_that_fail_on_is_met_by_that_status_and_worse(self, project, limit, status):
        assert run("scan", project, "--fail-on", limit).returncode == status

    def test_that_an_empty_folder_is_not_assessed_and_never_ready(self, tmp_path):
        result = run("scan", tmp_path)
        assert result.returncode == 0
        assert "nothing recognised" in result.stdout.lower()
        assert "ready" not in result.stdout.lower()
        assert run("scan", tmp_path, "--fail-on", "unknown").returncode == 1

    def test_that_broken_files_are_named_and_the_rest_is_scanned(self, project):
        (project / "pom.xml").write_text("<project><dependencies>")
        (project / "package.json").write_text('{"dependencies": ')
        (project / "Cargo.toml").write_text("[dependencies\n")
        (project / "compose.yaml").write_text("services: [\n")
        told = json.loads(run("scan", project, "--format", "json").stdout)
        broken = {p["path"] for p in told["coverage"]["problems"]}
        assert broken == {"pom.xml", "package.json", "Cargo.toml", "compose.yaml"}
        assert {"numpy", "OpenBLAS"} <= {c["name"] for c in told["components"]}

    def test_that_the_project_is_left_as_it_was(self, project):
        before = sorted(project.rglob("*"))
        run("scan", project)
        assert sorted(project.rglob("*")) == before

    def test_that_a_closed_pipe_is_no_error(self):
        with subprocess.Popen(
            [sys.executable, "-m", "workbench.cli", "scan", str(SAMPLE), "--format", "json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            process.stdout.close()
            assert process.stderr.read() == b""

    @pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")
    def test_that_a_terminal_gets_colour_unless_it_is_declined(self, project):
        coloured = on_terminal("scan", project)
        plain = on_terminal("scan", project, NO_COLOR="1")
        assert b"\x1b[3" in coloured.split(b"OpenBLAS")[0]
        assert b"\x1b[3" not in plain


def on_terminal(*arguments, **environment):
    """Run the command line with a terminal as stdout and return what it shows."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "workbench.cli", *map(str, arguments)],
        stdout=follower,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", **environment},
    ) as process:
        os.close(follower)
        shown = b""
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        process.wait(60)
    os.close(leader)
    return shown


class TestUnusableInput:
    def test_that_a_missing_folder_is_one_line(self, tmp_path):
        result = run("scan", tmp_path / "nowhere")
        assert result.returncode == 2
        assert "nowhere" in one_plain_line(result)

    def test_that_a_file_is_one_line(self, project):
        result = run("scan", project / "requirements.txt")
        assert result.returncode == 2
        assert "folder" in one_plain_line(result)

    def test_that_an_unknown_format_is_one_line(self, project):
        result = run("scan", project, "--format", "xml")
        assert result.returncode == 2
        assert "xml" in one_plain_line(result)

    def test_that_an_unwritable_output_is_one_line(self, project):
        result = run("scan", project, "-o", project / "no" / "such" / "place.json")
        assert result.returncode == 2
        assert "cannot write" in one_plain_line(result)

    def test_that_a_word_that_is_neither_command_nor_folder_is_one_line(self):
        result = run("scna")
        assert result.returncode == 2
        assert "neither a command nor a folder" in one_plain_line(result)

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
    def test_that_a_window_without_a_display_is_one_line(self, project):
        hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        bare = {name: value for name, value in os.environ.items() if name not in hidden}
        result = run(project, env=bare)
        assert result.returncode == 2
        assert "no display" in one_plain_line(result)

    def test_that_a_fault_of_ours_is_one_line_too(self, project):
        script = (
            "import sys; sys.argv = ['workbench', 'scan', sys.argv[1]]\n"
            "from workbench import cli\n"
            "import workbench.engine.session as session\n"
            "session.scan = None\n"
            "cli.main()"
        )
        result = subprocess.run(
            [sys.executable, "-c", script, str(project)], capture_output=True, text=True
        )
        assert result.returncode == 2
        assert "a fault inside the workbench (TypeError" in one_plain_line(result)

    def test_that_debug_shows_the_traceback(self, tmp_path):
        result = run("--debug", "scan", tmp_path / "nowhere")
        assert "Traceback" in result.stderr


class TestDecide:
    PURL = "pkg:pypi/openblas@0.3.16"

    def decide(self, project, purl=PURL, **options):
        arguments = {"--status": "ready", "--why": "built by us", "--author": "platform team"}
        arguments.update({f"--{name}": value for name, value in options.items()})
        return run("decide", project, purl, *[w for pair in arguments.items() for w in pair])

    def test_that_a_decision_rules_and_keeps_what_it_overruled(self, project):
        assert self.decide(project).returncode == 0
        told = json.loads(run("scan", project, "--format", "json").stdout)
        (openblas,) = [c for c in told["components"] if c["purl"] == self.PURL]
        assert openblas["status"] == "ready"
        assert openblas["computed"] == "upgrade"
        assert openblas["decision"]["rationale"] == "built by us"
        assert openblas["decision"]["author"] == "platform team"

    def test_that_a_component_that_is_not_there_is_one_line_with_the_nearest(self, project):
        result = self.decide(project, "pkg:pypi/openblas@0.3.17")
        assert result.returncode == 2
        assert f"did you mean {self.PURL}" in one_plain_line(result)

    def test_that_a_reason_is_asked_for(self, project):
        result = self.decide(project, why=" ")
        assert result.returncode == 2
        assert "reason" in one_plain_line(result)
        assert not (project / ".workbench").exists()


class TestReport:
    def test_that_the_pdf_is_written(self, project, tmp_path_factory):
        target = tmp_path_factory.mktemp("out") / "assessment.pdf"
        assert run("report", project, "-o", target, "--lang", "ja").returncode == 0
        assert target.read_bytes().startswith(b"%PDF-")


def test_that_help_and_version_need_neither_qt_nor_knowledge():
    script = (
        "import sys; sys.argv = ['workbench', '--version']\n"
        "from workbench import cli\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "heavy = ('PySide6', 'typst', 'rich', 'lxml', 'workbench.knowledge', 'workbench.scan')\n"
        "print([m for m in sys.modules if m.startswith(heavy)])"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert result.stdout.splitlines()[-1] == "[]"


def test_that_a_scan_loads_no_window():
    script = (
        "import sys; sys.argv = ['workbench', 'scan', sys.argv[1], '-o', '-']\n"
        "from workbench import cli\n"
        "cli.main()\n"
        "print([m for m in sys.modules if m.startswith(('PySide6', 'typst'))])"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, str(SAMPLE)], capture_output=True, text=True
    )
    assert result.stdout.splitlines()[-1] == "[]"


def test_that_the_package_itself_runs_as_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "workbench", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("workbench, version")
