"""MODULE.bazel and .bazelversion."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from tests.scan.scanned import FIXTURES, scan_files, scan_folder
from workbench.model.component import Kind, Scope, Trait
from workbench.scan.bazel.module_file import module_file
from workbench.scan.document import Document, Unreadable

SHOP = FIXTURES / "bazel" / "shop"


def test_that_modules_artifacts_and_archives_are_read_as_overridden():
    found = scan_folder(SHOP)
    module = [s for s in found.sightings if s.occurrence.path == "MODULE.bazel"]
    assert [(s.purl, s.occurrence.line) for s in module] == [
        ("pkg:bazel/rules_python@0.31.0", 8),
        ("pkg:bazel/rules_jvm_external@6.0", 9),
        ("pkg:bazel/abseil-cpp@20240116.1", 10),
        ("pkg:bazel/protobuf@26.0.bcr.2", 11),
        ("pkg:bazel/googletest@1.14.0", 12),
        ("pkg:bazel/ledger", 13),
        ("pkg:maven/com.google.guava/guava@33.0.0-jre", 41),
        ("pkg:maven/io.netty/netty-transport-native-epoll@4.1.107.Final", 42),
        ("pkg:maven/io.grpc/grpc-api@1.62.2", 43),
        ("pkg:maven/io.grpc/grpc-core@1.62.2", 43),
        ("pkg:maven/com.google.cloud/libraries-bom@26.33.0", 44),
        ("pkg:maven/junit/junit@4.13.2", 47),
        ("pkg:generic/zopfli?download_url=https://git.example/zopfli-1.0.3.tar.gz", 55),
    ]
    assert [s.name for s in module if s.occurrence.scope is Scope.TEST] == ["googletest"]
    traits = {s.name: s.occurrence.traits for s in module}
    assert traits["protobuf"] == (Trait("registry", "https://bcr.corp.example"),)
    assert traits["io.netty:netty-transport-native-epoll"] == (
        Trait("native-classifier", "linux-x86_64"),
    )


def test_that_requirements_a_module_refers_to_are_read_where_they_are():
    assert ("requirements_lock.txt:1", "pkg:pypi/numpy@1.26.4") in scan_folder(SHOP).places


def test_that_the_version_of_bazel_is_a_tool_of_the_build(tmp_path):
    (tool,) = [s for s in scan_folder(SHOP).sightings if s.kind is Kind.TOOL]
    assert (tool.purl, tool.occurrence.scope) == ("pkg:generic/bazel@7.1.0", Scope.BUILD)
    (latest,) = scan_files(tmp_path, {".bazelversion": "# the newest\n7.x\n"}).sightings
    assert (latest.purl, latest.occurrence.constraint) == ("pkg:generic/bazel", "7.x")


_parts = st.sampled_from(
    [
        "bazel_dep(",
        "name = ",
        '"a"',
        ")",
        ",",
        "[",
        "]",
        "x = ",
        "x",
        "+",
        "%",
        "(",
        "\n",
        "for n in",
        "é",
    ]
)


@given(st.lists(_parts, max_size=60).map("".join))
def test_that_any_module_file_is_read_or_refused_with_its_line(text):
    document = Document("MODULE.bazel", text.encode())
    with suppress(Unreadable):
        calls = module_file(document).calls
        assert all(1 <= call.line <= len(document.lines) for call in calls)
