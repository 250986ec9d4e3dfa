"""Whether a source serves tests, or whoever works on the project: what its path says of that."""

from __future__ import annotations

from workbench.model.component import Scope
from workbench.model.regex import regex

_TEST_FOLDERS = frozenset(
    {"test", "tests", "testing", "unittest", "unittests", "testsuite", "selftest", "selftests"}
    | {"benchmark", "benchmarks", "bench", "example", "examples", "samples", "fuzz", "fuzzing"}
    | {"testdata", "test-data", "test_data", "testfiles", "fixtures"}
)
_TEST_FILE = regex(r"^test_|_(?:unit)?test\.\w+$|\.(?:test|spec)\.\w+$|Tests?\.\w+$|_spec\.rb$")
_TOOL_FOLDERS = frozenset(
    {"ci", ".ci", ".github", "hack", "scripts", "tools", "dev", "buildscripts", "release", "kokoro"}
    | {"evergreen", ".evergreen", "jenkins", "prow", ".circleci", ".buildkite"}
)
_TEST_TOOL = regex(r"(?:^|[_-])(?:run)?tests?(?:$|[_.-])")
_SCRIPT = regex(r"\.(?:sh|bash|ksh)$|(?:^|/)[^/.]+$")
_GO_VENDORED = regex(r"(?:^|/)vendor/[\w-]+\.[a-z]{2,}/")
"""Go takes in the code of these, and runs none of their builds."""


def scope_of(path: str, family: str = "") -> Scope:
    """Return TEST for what is named as tests, their tools and data are; BUILD for other tools."""
    folders = path.lower().split("/")[:-1]
    tested = any(folder in _TEST_FOLDERS for folder in folders)
    name = path.rpartition("/")[2]
    tools = not _TOOL_FOLDERS.isdisjoint(folders)
    tested = tested or _TEST_FILE.search(name) is not None
    if tested or (tools and _TEST_TOOL.search(name.lower()) is not None):
        return Scope.TEST
    tool = tools and _SCRIPT.search(path) is not None
    if family == "build":
        tool = tool or _GO_VENDORED.search(path) is not None
    return Scope.BUILD if tool or family == "script" else Scope.RUNTIME
