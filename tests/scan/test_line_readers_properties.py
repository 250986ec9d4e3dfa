"""Random text never breaks a reader, and what a simple writer writes is read back, line by line."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scan.hostile_cases import CASES, READERS, Case
from workbench.scan.format import OF_ANY_SIZE

TEXTS = [case for case in CASES if READERS[case.format].most_bytes != OF_ANY_SIZE]
NAMES = st.from_regex(r"[a-z][a-z0-9]{2,8}(-[a-z]{2,5})?", fullmatch=True)
VERSIONS = st.from_regex(r"[1-9]\.[0-9]{1,2}\.[1-9]", fullmatch=True)
ENTRIES = st.lists(st.tuples(NAMES, VERSIONS), min_size=1, max_size=6, unique_by=lambda e: e[0])

WRITERS = {
    "gemfile": ("", "gem '{0}', '{1}'\n", ""),
    "gemfile-lock": ("GEM\n  specs:\n", "    {0} ({1})\n", ""),
    "yarn-lock": ("# yarn lockfile v1\n\n", '{0}@^1:\n  version "{1}"\n\n', ""),
    "pip-freeze": ("", "{0}=={1}\n", ""),
    "go-mod": ("module m\nrequire (\n", "\tlib.example/{0} v{1}\n", ")\n"),
    "mix-lock": ("%{{\n", '  "{0}": {{:hex, :"{0}", "{1}", "aa", [], [], "hexpm"}},\n', "}}\n"),
    "swift-package": ("let p = Package(dependencies: [\n",
                      '  .package(url: "https://git.example/a/{0}", exact: "{1}"),\n', "])\n"),
    "cpanfile-snapshot": ("# carton snapshot format: version 1.0\nDISTRIBUTIONS\n",
                          "  {0}-{1}\n    pathname: A/AB/ABC/{0}-{1}.tar.gz\n", ""),
    "setup-cfg": ("[options]\ninstall_requires =\n", "    {0}=={1}\n", ""),
    "pipfile": ("[packages]\n", '{0} = "=={1}"\n', ""),
    "bazel-module": ("", 'bazel_dep(name = "{0}", version = "{1}")\n', ""),
    "sbt": ("", 'libraryDependencies += "g.example" % "{0}" % "{1}"\n', ""),
    "gradle-lock": ("", "g.example:{0}:{1}=runtimeClasspath\n", "empty=\n"),
    "tool-versions": ("", "tool-{0} {1}\n", ""),
    "spdx-tag-value": (
        "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\n",
        "\nPackageName: {0}\nSPDXID: SPDXRef-{0}\nPackageVersion: {1}\n"
        "ExternalRef: PACKAGE-MANAGER purl pkg:npm/{0}@{1}\n", "",
    ),
    "apk-list": ("", "{0}-{1}-r0 x86_64 {{{0}}} (MIT) [installed]\n", ""),
    "dpkg-status": ("", "Package: {0}\nStatus: install ok installed\nArchitecture: amd64\n"
                    "Version: {1}\n\n", ""),
}  # fmt: skip


def read(case, text):
    with tempfile.TemporaryDirectory() as folder:
        return case.read(Path(folder), text.encode("utf-8", "replace"))


def written(format_, entries):
    start, entry, end = WRITERS[format_]
    return start.format() + "".join(entry.format(*e) for e in entries) + end.format()


@pytest.mark.parametrize("case", TEXTS, ids=str)
@given(data=st.data())
@settings(max_examples=12)
def test_that_lines_of_the_fixture_in_any_order_never_break_its_reader(case, data):
    lines = case.data.decode().splitlines(keepends=True)[:200]
    noise = st.text("(){}[]<>\"'\\=:,;#@%$&*!|- \t\nax1.", max_size=12)
    text = "".join(data.draw(st.lists(st.sampled_from(lines) | noise, max_size=25)))
    _, problems = read(case, text)
    assert [p.reason for p in problems if "could not be read as" in p.reason] == []


@pytest.mark.parametrize("format_", WRITERS)
@given(entries=ENTRIES)
@settings(max_examples=25)
def test_that_entries_written_are_read_back_in_order(format_, entries):
    case = next(case for case in CASES if case.format == format_)
    text = written(format_, entries)
    found, problems = read(Case(format_, case.fixture, case.path), text)
    libraries = [s for s in found if any(name in s.name for name, _ in entries)]
    assert problems == []
    assert [s.name.rpartition("/")[2].rpartition(":")[2].removeprefix("tool-") for s in libraries] \
        == [name for name, _ in entries]  # fmt: skip
    lines = text.split("\n")
    for (name, version), sighting in zip(entries, libraries, strict=True):
        assert version in (sighting.version or sighting.occurrence.constraint)
        assert name in lines[sighting.occurrence.line - 1]
