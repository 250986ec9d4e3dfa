"""Compiled files in whole projects: components, what stands beside them, findings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.scan.binaries.compiled import AARCH64, ARM, OBJECT, X86_64, archive, elf, mach_o, pe
from workbench.knowledge.knowledge import Knowledge
from workbench.model.component import Kind, Origin, Scope, Sighting
from workbench.model.finding import Effect, Finding, Reason
from workbench.model.problem import Coverage, Omission, Problem
from workbench.model.status import Status
from workbench.scan.fold import Fold
from workbench.scan.scanner import scan

X86, ARM64 = elf(X86_64), elf(AARCH64)
KNOWLEDGE = Knowledge.load(())


class Project:
    """A folder with the files given, scanned."""

    def __init__(self, root: Path, files: dict[str, bytes], jobs: int | None = None) -> None:
        for path, data in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        events = list(scan(root, jobs=jobs))
        fold = Fold()
        for event in events:
            if isinstance(event, Sighting) and event.kind is Kind.BINARY:
                assert event.origin is Origin.DOWNLOADED
                fold.add(event)
        self.components = fold.components()
        self.findings = [e for e in events if isinstance(e, Finding) and e.rule == "x86-binary"]
        self.problems = [e for e in events if isinstance(e, Problem)]
        self.coverage = next(e for e in events if isinstance(e, Coverage))

    @property
    def judged(self) -> dict[str, str]:
        """What the rules say, by package URL; the worst where several speak."""
        said = {c.purl: KNOWLEDGE.evidence(c) for c in self.components}
        return {purl: ", ".join(sorted(e.status for e in all_)) for purl, all_ in said.items()}


def test_that_an_x86_file_alone_is_to_be_changed_whatever_it_is_named(tmp_path):
    found = Project(tmp_path, {"data/model.bin": X86})
    assert found.judged == {"pkg:generic/model.bin#data": Status.CHANGE}
    (finding,) = found.findings
    assert (finding.path, finding.line, finding.effect) == ("data/model.bin", 0, Effect.CHANGE)
    assert finding.reason is Reason.COMPILED


def test_that_compiled_code_with_the_name_of_a_source_is_seen(tmp_path):
    assert Project(tmp_path, {"lib.c": X86}).judged == {"pkg:generic/lib.c": Status.CHANGE}


def test_that_a_file_for_arm_alone_is_ready(tmp_path):
    found = Project(tmp_path, {"bin/agent": ARM64})
    assert (found.judged, found.findings) == ({"pkg:generic/agent#bin": Status.READY}, [])


@pytest.mark.parametrize(
    ("x86", "arm"),
    [
        ("native/Linux/x86_64/libz.so", "native/Linux/aarch64/libz.so"),
        ("lib/x86_64-linux-gnu/libz.so", "lib/aarch64-linux-gnu/libz.so"),
        ("bin/tool-linux-amd64", "bin/tool-linux-arm64"),
        ("runtimes/linux-x64/native/z.so", "runtimes/linux-arm64/native/z.so"),
        ("lib/libz.so", "lib/arm64/libz.so"),
        ("natives/linux64/libz.so", "natives/linuxarm64/libz.so"),
        ("prebuilds/linux-x64/node.napi.node", "prebuilds/linux-arm64/node.napi.node"),
    ],
)
def test_that_a_file_for_arm_beside_it_makes_it_ready(tmp_path, x86, arm):
    found = Project(tmp_path, {x86: X86, arm: ARM64})
    assert list(found.judged.values()) == [Status.READY]
    (component,) = found.components
    assert {o.path for o in component.occurrences} == {x86, arm}
    assert component.name == x86.rpartition("/")[2]
    assert [(f.path, f.effect, f.reason) for f in found.findings] == [
        (x86, Effect.PORTED, Reason.TWIN)
    ]


def test_that_a_folder_named_for_arm_counts_by_what_its_file_is(tmp_path):
    found = Project(tmp_path, {"x86_64/libz.so": X86, "arm64/libz.so": elf(X86_64, abi=3)})
    assert list(found.judged.values()) == [Status.CHANGE]
    assert {f.path for f in found.findings} == {"x86_64/libz.so", "arm64/libz.so"}


def test_that_thirty_two_bit_arm_stands_in_for_nothing(tmp_path):
    found = Project(tmp_path, {"x86_64/libz.so": X86, "arm/libz.so": elf(ARM)})
    assert list(found.judged.values()) == [Status.CHANGE]


def test_that_different_libraries_do_not_stand_in_for_each_other(tmp_path):
    found = Project(tmp_path, {"x86_64/liba.so": X86, "arm64/libb.so": ARM64})
    assert found.judged == {
        "pkg:generic/liba.so#x86_64": Status.CHANGE,
        "pkg:generic/libb.so#arm64": Status.READY,
    }


def test_that_copies_of_one_file_are_one_component(tmp_path):
    other = elf(X86_64, needed=("libm.so.6",))
    found = Project(tmp_path, {"a/run/t": X86, "b/run/t": X86, "c/run/t": other})
    assert {c.purl: len(c.occurrences) for c in found.components} == {
        "pkg:generic/t#a/run": 2,
        "pkg:generic/t#c/run": 1,
    }


def test_that_musl_without_arm_is_undecided_where_glibc_has_it(tmp_path):
    found = Project(
        tmp_path,
        {
            "Linux/x86_64/libz.so": X86,
            "Linux/aarch64/libz.so": ARM64,
            "Linux/x86_64-musl/libz.so": elf(X86_64, abi=3),
        },
    )
    assert found.judged == {
        "pkg:generic/libz.so#Linux/x86_64": Status.READY,
        "pkg:generic/libz.so#Linux/x86_64-musl": Status.UNKNOWN,
    }


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("a.dll", pe()),
        ("a.dylib", mach_o()),
        ("a.so", elf(note="Android")),
        ("SunOS/x86_64/a.so", X86),
        ("a.so", elf(8)),
    ],
)
def test_that_what_no_linux_server_runs_does_not_apply(tmp_path, path, data):
    found = Project(tmp_path, {path: data})
    assert (list(found.judged.values()), found.findings) == ([Status.NOT_APPLICABLE], [])


def test_that_the_path_does_not_overrule_a_file_that_is_for_linux(tmp_path):
    data = elf(needed=("libc.so.6",))
    assert list(Project(tmp_path, {"android/tool.so": data}).judged.values()) == [Status.CHANGE]


def test_that_dotnet_code_is_ready_for_any_processor_and_not_for_x64(tmp_path):
    found = Project(tmp_path, {"lib/A.dll": pe(0x14C, cli=1), "lib/B.dll": pe(0x8664, cli=1)})
    assert found.judged == {
        "pkg:generic/A.dll#lib": Status.READY,
        "pkg:generic/B.dll#lib": Status.CHANGE,
    }


@pytest.mark.parametrize(
    ("path", "marker"),
    [
        ("target/release/app", "Cargo.toml"),
        ("cmake-build-debug/app", "cmake-build-debug/CMakeCache.txt"),
        ("src/App/bin/Debug/net8.0/App", "src/App/App.csproj"),
        ("build/Release/addon.node", "binding.gyp"),
    ],
)
def test_that_what_a_build_left_is_left_out_and_said(tmp_path, path, marker):
    found = Project(tmp_path, {path: X86, marker: b"\n"})
    assert found.components == []
    assert [(o.path, o.why) for o in found.coverage.omitted] == [(path, Omission.BUILD_OUTPUT)]


def test_that_a_folder_named_so_without_its_manifest_is_no_build(tmp_path):
    assert len(Project(tmp_path, {"target/release/app": X86}).components) == 1


def test_that_object_files_beside_their_source_are_left_out(tmp_path):
    found = Project(
        tmp_path, {"a.o": elf(type_=OBJECT), "a.c": b"int a;\n", "b.o": elf(type_=OBJECT)}
    )
    assert [c.purl for c in found.components] == ["pkg:generic/b.o"]
    assert [o.path for o in found.coverage.omitted] == ["a.o"]


def test_that_a_library_beside_its_source_is_to_be_built_again(tmp_path):
    found = Project(
        tmp_path, {"_fast.cpython-311-x86_64-linux-gnu.so": X86, "_fast.pyx": b"pass\n"}
    )
    assert list(found.judged.values()) == [Status.REBUILD]


def test_that_a_static_library_counts_by_its_members(tmp_path):
    files = {"lib/libx_linux_amd64.a": archive({"a.o/": elf(type_=OBJECT)})}
    assert list(Project(tmp_path, files).judged.values()) == [Status.CHANGE]
    arm = archive({"a.o/": elf(AARCH64, OBJECT)})
    assert list(Project(tmp_path, files | {"lib/libx_linux_arm64.a": arm}).judged.values()) == [
        Status.READY
    ]


def test_that_test_data_is_of_the_scope_test(tmp_path):
    found = Project(tmp_path, {"pkg/testdata/hello": X86, "lib/hello2": X86})
    assert {c.name: c.scope for c in found.components} == {
        "hello": Scope.TEST,
        "hello2": Scope.RUNTIME,
    }


def test_that_a_broken_file_is_one_warning_and_the_rest_goes_on(tmp_path):
    found = Project(tmp_path, {"bad": b"\x7fELF" + b"\xff" * 60, "good": X86})
    assert [p.path for p in found.problems] == ["bad"]
    assert len(found.components) == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs modes that bind")
def test_that_a_file_that_cannot_be_opened_is_said_once(tmp_path):
    (tmp_path / "package.json").write_text("{" + " " * 60 + "}")
    (tmp_path / "package.json").chmod(0)
    assert len(Project(tmp_path, {}).problems) == 1


def test_that_several_processes_find_what_one_finds(tmp_path):
    files = {f"d{n}/lib{n}.so": elf(X86_64, needed=(f"l{n}",)) for n in range(30)}
    files |= {f"t/{n}.txt": b"text " * 20 for n in range(450)}
    side_by_side = Project(tmp_path, files, jobs=2)
    assert [c.name for c in side_by_side.components] == sorted(f"lib{n}.so" for n in range(30))
    assert len(side_by_side.findings) == 30


def test_that_add_ons_of_node_are_alike_whatever_their_c_library(tmp_path):
    found = Project(
        tmp_path,
        {
            "prebuilds/linux-x64/node.napi.glibc.node": X86,
            "prebuilds/linux-x64/node.napi.musl.node": elf(X86_64, abi=3),
            "prebuilds/linux-arm64/node.napi.armv8.node": ARM64,
        },
    )
    assert sorted(found.judged.values()) == [Status.READY, Status.UNKNOWN]


def test_that_an_add_on_for_musl_is_undecided_where_the_one_for_gnu_is_there(tmp_path):
    files = {
        "npm/a-linux-x64-musl/a.linux-x64-musl.node": elf(X86_64, abi=3),
        "npm/a-linux-arm64-gnu/a.linux-arm64-gnu.node": ARM64,
    }
    assert sorted(Project(tmp_path, files).judged.values()) == [Status.READY, Status.UNKNOWN]


def test_that_an_add_on_that_node_builds_itself_is_to_be_rebuilt(tmp_path):
    files = {"prebuilds/linux-x64/a.node": X86, "binding.gyp": b"{}"}
    assert list(Project(tmp_path, files).judged.values()) == [Status.REBUILD]
    assert list(Project(tmp_path / "b", {"prebuilds/linux-x64/a.node": X86}).judged.values()) == [
        Status.CHANGE
    ]
