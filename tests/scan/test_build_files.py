"""Quadlets, Tiltfiles, buildpacks and development containers: what is run, and what is built."""

from tests.scan.reading import FIXTURES, problems, rows, write
from workbench.model.finding import Finding
from workbench.scan.scanner import scan


def test_that_each_file_names_its_images_and_builds():
    expected = (FIXTURES / "builds" / "rows.txt").read_text(encoding="utf-8")
    assert sorted(rows(FIXTURES / "builds")) == expected.splitlines()
    assert problems(FIXTURES / "builds") == []


def test_that_what_ties_a_build_to_x86_is_a_finding():
    found = [e for e in scan(FIXTURES / "builds") if isinstance(e, Finding)]
    assert sorted((f.rule, f.path, f.line, f.text) for f in found) == [
        ("x86-pin", "dev/Tiltfile", 7, "linux/amd64"),
        ("x86-pin", "units/api.build", 6, "linux/amd64"),
        ("x86-pin", "units/base.image", 3, "linux/x86_64"),
        ("x86-pin", "units/shop.container", 7, "linux/amd64"),
    ]


def test_that_odd_files_name_nothing(tmp_path):
    root = write(
        tmp_path,
        {
            "Tiltfile": "docker_build(1, 2)\ndocker_build()\ndocker_build(*x, **y)\n",
            "a.container": "Image=outside/of:section\n[Container]\nImage=\nImage=%n\n",
            "a.build": "[Build]\nFile=../../outside\n",
            "app.json": '{"stack": ["x"], "buildpacks": {"url": 1}}',
            "project.toml": "[io]\nbuildpacks = 1\n",
            "heroku.yml": "build: [docker]\n",
            "devcontainer.json": '{"build": {"dockerfile": "/etc/passwd"}}',
        },
    )
    assert rows(root) == []
    assert problems(root) == []


def test_that_a_broken_tiltfile_is_one_problem(tmp_path):
    root = write(tmp_path, {"Tiltfile": "docker_build('a', '.'\n"})
    assert [(p.path, p.line) for p in problems(root)] == [("Tiltfile", 1)]
