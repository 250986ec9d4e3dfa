"""Runtimes as version files and base images declare them."""

import pytest

from tests.scan.folders import runtimes, sightings, write
from workbench.model.component import Kind, Origin, Scope
from workbench.model.problem import Problem
from workbench.scan.formats.runtime_version import FORMAT
from workbench.scan.runtimes import declared_runtime
from workbench.scan.scanner import scan


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (".nvmrc", "v18.16.0\n", {"pkg:generic/node@18.16.0": 1}),
        (".nvmrc", "lts/hydrogen\n", {"pkg:generic/node lts/hydrogen": 1}),
        (".node-version", "# pinned\n16\n", {"pkg:generic/node@16": 2}),
        (
            ".python-version",
            "3.9.1\n3.8.2\n",
            {"pkg:generic/python@3.9.1": 1, "pkg:generic/python@3.8.2": 2},
        ),
        (".python-version", "pypy3.9-7.3.11\n", {}),
        (".python-version", "shop-env\nsystem\nminiconda3-4.7\n", {}),
        (".python-version", "3.8.2/envs/shop\n", {"pkg:generic/python@3.8.2": 1}),
        (
            ".python-version",
            "cpython-3.12.1-linux-x86_64-gnu\n3.13t\n3.14-dev\n>=3.10\n",
            {
                "pkg:generic/python@3.12.1": 1,
                "pkg:generic/python@3.13": 2,
                "pkg:generic/python@3.14-dev": 3,
                "pkg:generic/python >=3.10": 4,
            },
        ),
        (".ruby-version", "ruby-3.2.0\n", {"pkg:generic/ruby@3.2.0": 1}),
        (".ruby-version", "jruby-9.3.2\n", {}),
        (".java-version", "1.8\n", {"pkg:generic/java@8": 1}),
        (".java-version", "openjdk64-11.0.2\n", {"pkg:generic/java@11.0.2": 1}),
        (".sdkmanrc", "# env\njava=17.0.5-tem\n", {"pkg:generic/java@17.0.5": 2}),
        (".go-version", "1.20.4\n", {"pkg:generic/go@1.20.4": 1}),
        ("runtime.txt", "python-3.9.16\n", {"pkg:generic/python@3.9.16": 1}),
        ("runtime.txt", "just some notes\n", {}),
        ("system.properties", "java.runtime.version=17\n", {"pkg:generic/java@17": 1}),
        ("rust-toolchain", "1.70.0\n", {"pkg:generic/rust@1.70.0": 1}),
        ("rust-toolchain", '[toolchain]\nchannel = "stable"\n', {"pkg:generic/rust stable": 2}),
        ("rust-toolchain.toml", '[toolchain]\nchannel = "1.70"\n', {"pkg:generic/rust@1.70": 2}),
        ("Pipfile", '[requires]\npython_version = "3.8"\n', {"pkg:generic/python@3.8": 2}),
        (
            ".tool-versions",
            "nodejs 18.1.0\njava temurin-17.0.3+7\nterraform 1.3.0\n",
            {"pkg:generic/node@18.1.0": 1, "pkg:generic/java@17.0.3%2B7": 2},
        ),
        (
            "mise.toml",
            '[tools]\nnode = "20"\npython = ["3.11", "3.10"]\ngo = {version = "1.22"}\n',
            {
                "pkg:generic/node@20": 2,
                "pkg:generic/python@3.11": 3,
                "pkg:generic/python@3.10": 3,
                "pkg:generic/go@1.22": 4,
            },
        ),
    ],
)
def test_that_version_files_declare_runtimes(tmp_path, name, text, expected):
    found = runtimes(sightings(write(tmp_path, {name: text}), FORMAT))
    assert found == {purl: f"{name}:{line}" for purl, line in expected.items()}


def test_that_base_images_declare_runtimes_and_only_the_last_one_runs(tmp_path):
    dockerfile = (
        "ARG NODE=18.2\n"
        "FROM golang:1.15 AS build\n"
        "FROM node:${NODE}-alpine AS base\n"
        "FROM build AS test\n"
        "FROM base\n"
    )
    seen = sightings(write(tmp_path, {"Dockerfile": dockerfile}), FORMAT)
    assert [(s.purl, s.occurrence.line, s.occurrence.scope) for s in seen] == [
        ("pkg:generic/go@1.15", 2, Scope.BUILD),
        ("pkg:generic/node@18.2", 3, Scope.RUNTIME),
    ]
    assert {(s.kind, s.origin) for s in seen} == {(Kind.RUNTIME, Origin.DOWNLOADED)}


@pytest.mark.parametrize("image", ["nginx:1.25", "scratch", "${BASE}", "Not An Image", "python3:1"])
def test_that_other_base_images_declare_none(tmp_path, image):
    assert sightings(write(tmp_path, {"Dockerfile": f"FROM {image}\n"}), FORMAT) == []


@pytest.mark.parametrize(
    ("spelled", "version", "constraint"),
    [
        ("3.9", "3.9", ""),
        ("==3.9.1", "3.9.1", ""),
        (">=3.8", "", ">=3.8"),
        ("18.x", "", "18.x"),
        ("3.9.*", "", "3.9.*"),
        ("^8.1", "", "^8.1"),
        ("latest", "", "latest"),
        ("", "", ""),
    ],
)
def test_that_a_range_is_no_version(spelled, version, constraint):
    runtime = declared_runtime("python", spelled, "f", 1)
    assert (runtime.version, runtime.constraint) == (version, constraint)


def test_that_a_version_file_that_is_no_text_is_one_problem(tmp_path):
    (tmp_path / ".nvmrc").write_bytes(b"\0\1\2")
    write(tmp_path, {"mise.toml": "[tools\n", ".ruby-version": "3.2.0\n"})
    events = list(scan(tmp_path, formats=(FORMAT,)))
    assert [e.path for e in events if isinstance(e, Problem)] == [".nvmrc", "mise.toml"]
    assert "pkg:generic/ruby@3.2.0" in runtimes(sightings(tmp_path, FORMAT))
