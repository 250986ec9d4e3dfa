"""The changes of real-shaped infrastructure: git applies them, and what comes out is Graviton."""

import shutil
import subprocess
import sys

import pytest

from tests.scan.reading import FIXTURES
from workbench.engine.patching import patch_of
from workbench.engine.session import Session
from workbench.model.component import Kind
from workbench.model.status import Status
from workbench.scan.document import Document
from workbench.scan.syntax.read_hcl import read_hcl

LINT = "import sys; from cfnlint.runner import main; sys.exit(main())"
INFRASTRUCTURE = FIXTURES / "infrastructure"
LEFT = {
    "p3.2xlarge": Status.BLOCKED,  # nothing on Graviton
    "c5.2xlarge": Status.CHANGE,  # by the name of a class, in a program
    "c5.9xlarge": Status.CHANGE,  # no size alike
    "db.m5.large": Status.BLOCKED,  # of Oracle
    "t2.micro": Status.CHANGE,  # the key of a mapping
}
"""What no diff can change, and so stays."""


def scanned(folder):
    session = Session.open(folder)
    for _ in session.scan():
        pass
    return session.snapshot


def applied(folder):
    """Apply the changes of a copy of the fixtures with git, and return the patch."""
    patch = patch_of(scanned(folder))
    assert patch.left_out == ()
    git = shutil.which("git")
    assert git, "git is needed to hold diffs against"
    subprocess.run([git, "init", "-q"], cwd=folder, check=True)
    for command in (["apply", "--check"], ["apply"]):
        done = subprocess.run([git, *command], cwd=folder, input=patch.data, capture_output=True)
        assert done.returncode == 0, done.stderr
    return patch


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(INFRASTRUCTURE, tmp_path / "shop")


def test_that_the_patched_tree_is_graviton(copy):
    applied(copy)
    after = scanned(copy)
    compute = {
        a.component.name: a.status for a in after.assessments if a.component.kind == "compute"
    }
    assert {n: s for n, s in compute.items() if s is not Status.READY} == LEFT
    assert {"m8g.large", "db.r8g.large", "cache.m7g.large", "arm64", "ARM_CONTAINER"} <= set(
        compute
    )
    systems = [a for a in after.assessments if a.component.kind is Kind.OPERATING_SYSTEM]
    assert {t for a in systems for t in a.component.traits("ami-arch")} == {"arm64"}
    assert [c for c in after.changes if c.edits] == []


def test_that_crlf_and_a_missing_last_line_end_stay(copy):
    for path in copy.rglob("*.*"):
        if path.suffix in (".tf", ".yaml", ".json"):
            path.write_bytes(path.read_bytes().rstrip(b"\n").replace(b"\n", b"\r\n"))
    applied(copy)
    for path in copy.rglob("*.*"):
        if path.suffix in (".tf", ".yaml", ".json"):
            data = path.read_bytes()
            assert data.count(b"\n") == data.count(b"\r\n")
            assert not data.endswith(b"\n")


def test_that_templates_stay_as_green_as_before_and_terraform_parses(copy):
    def lint():
        files = sorted(str(f) for f in (copy / "cloudformation").iterdir())
        command = [sys.executable, "-c", LINT, "--format", "parseable", *files]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.stdout, done.stderr

    before = lint()
    applied(copy)
    assert lint() == before == ("", "")
    for path in copy.rglob("*.tf"):
        assert read_hcl(Document(path.name, path.read_bytes())).fault == 0


def test_that_findings_name_what_is_x86(copy):
    found = {(f.path, f.line, f.rule, f.text, f.way_out) for f in scanned(copy).findings}
    assert ("terraform/main.tf", 5, "x86-instance-type", "m5.large", "m8g.large") in found
    assert ("terraform/main.tf", 56, "x86-instance-type", "p3.2xlarge", "") in found
    assert (
        "cloudformation/web.yaml",
        108,
        "x86-pin",
        "AL2_x86_64",
        "AL2023_ARM_64_STANDARD",
    ) in found
    assert ("cloudformation/sam.yaml", 6, "x86-instance-type", "", "") in found
