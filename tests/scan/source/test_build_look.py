"""Build settings and scripts: what in them reaches the arm64 build, and what is kept from it."""

from __future__ import annotations

from textwrap import dedent

import pytest

from workbench.model.component import Scope
from workbench.model.finding import Effect, Reason
from workbench.scan.source.hit import Guard
from workbench.scan.source.look import look_for
from workbench.scan.source.worker import look_at

from .test_inspect import CMAKE, OPEN, inspected


def found(root, path: str, text: str) -> list[tuple[str, int, Guard]]:
    """Look at a file as the scan does, its trigger included."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(dedent(text), encoding="utf-8")
    return [
        (hit.construct, hit.line, hit.guard)
        for looked in look_at(str(root), [path])
        for hit in looked.hits
    ]


@pytest.mark.parametrize(
    ("path", "text", "construct"),
    [
        ("Makefile", "CFLAGS += -O2 -msse4.2\n", "simd-flag"),
        ("Makefile.common", "CFLAGS=-mavx512vnni\n", "simd-flag"),
        ("rules.mk", "CFLAGS = -march=x86-64-v3\n", "march-flag"),
        ("Makefile", "CFLAGS = -mtune=skylake-avx512\n", "march-flag"),
        ("Makefile", "CFLAGS = -march=sapphirerapids\n", "march-flag"),
        ("CMakeLists.txt", 'set(CMAKE_C_FLAGS "-m64")\n', "width-flag"),
        ("flags.cmake", "add_compile_options(-mfpmath=sse)\n", "x86-flag"),
        ("Makefile", "CFLAGS += -xCORE-AVX2\n", "x86-flag"),
        ("Makefile", "CPPFLAGS += -D__x86_64__\n", "forced-macro"),
        ("Makefile", "LDLIBS = -lmkl_rt -lm\n", "mkl"),
        ("Makefile", "CFLAGS += -mkl=parallel\n", "mkl"),
        ("CMakeLists.txt", "find_package(MKL REQUIRED)\n", "mkl"),
        ("Makefile", "LDLIBS += -lippcore\n", "ipp"),
        ("Makefile", "LDLIBS += -lsvml\n", "intel-runtime"),
        ("Makefile", "LDLIBS += -lsgx_urts\n", "intel-only"),
        ("CMakeLists.txt", "find_package(OpenEnclave CONFIG REQUIRED)\n", "intel-only"),
        ("Makefile", "LDLIBS += -lhs\n", "hyperscan"),
        ("Makefile", "LDLIBS += -lquadmath\n", "quadmath"),
        ("Makefile", "CC = icc\n", "intel-compiler"),
        ("Makefile", "LDFLAGS = -L/usr/lib/x86_64-linux-gnu\n", "x86-folder"),
        ("Makefile", "build:\n\tGOARCH=amd64 go build\n", "go-target"),
        ("Makefile", "CC = x86_64-linux-gnu-gcc\n", "compile-target"),
        ("meson.build", "add_project_arguments('-mavx2', language: 'c')\n", "simd-flag"),
        ("configure.ac", 'CFLAGS="$CFLAGS -mavx2"\n', "simd-flag"),
        ("Makefile.am", "AM_CFLAGS = -mavx2\n", "simd-flag"),
        ("BUILD.bazel", 'cc_library(name = "a", copts = ["-mavx2"])\n', "simd-flag"),
        (".bazelrc", "build --cpu=k8\n", "bazel-cpu"),
        (".cargo/config.toml", '[build]\ntarget = "x86_64-unknown-linux-gnu"\n', "compile-target"),
        (".cargo/config.toml", '[build]\nrustflags = ["-C", "target-cpu=haswell"]\n', "rust-flag"),
        ("binding.gyp", "{'targets': [{'cflags': ['-mavx2']}]}\n", "simd-flag"),
        ("build.gradle", "cppCompiler.args '-mavx2'\n", "simd-flag"),
        ("pom.xml", "<cOption>-mavx2</cOption>\n", "simd-flag"),
        ("build.sh", "gcc -mavx2 -c a.c\n", "simd-flag"),
        ("get.sh", "curl -LO https://example.com/tool-linux-amd64.tgz\n", "download"),
        ("get.sh", "dpkg -i agent_1.2_amd64.deb\n", "package-file"),
        ("run.sh", "docker run --platform linux/amd64 app\n", "docker-platform"),
        (".github/workflows/a.yml", "platforms: linux/amd64\n", "docker-platform"),
        (".gitlab-ci.yml", "  - docker build --platform=linux/amd64 .\n", "docker-platform"),
        (
            "add.sh",
            'echo "deb [signed-by=/k arch=amd64] https://a.example/linux stable main" >> a.list\n',
            "apt-source",
        ),
        ("a.sh", "A=$(uname -m | sed -e s/i.86/i386/ -e s/x86_64/amd64/)\n", "machine-renamed"),
        ("CMakeLists.txt", 'set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE "amd64")\n', "package-target"),
    ],
)
def test_that_a_setting_for_x86_is_open_where_nothing_guards_it(tmp_path, path, text, construct):
    line = text.count("\n")
    assert found(tmp_path, path, text) == [(construct, line, Guard.OPEN)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Makefile", "# CFLAGS += -mavx2\n"),
        ("Makefile", "CFLAGS += -O2 -march=armv8.2-a -mtune=neoverse-n1 -march=native\n"),
        ("Makefile", "CFLAGS := $(filter-out -mavx -m64,$(CFLAGS))\n"),
        ("Makefile", "help:\n\t@echo build with -mavx2\n"),
        ("Makefile", "all:\n\tfind . -maxdepth 1 -m644 -mmin 5\n"),
        ("Makefile", "ifeq ($(ARCH),mips64)\nCFLAGS += -m64\nendif\n"),
        ("Makefile", "all32: CFLAGS += -m32\n"),
        ("Makefile", "test32:\n\t$(CC) -m32 a.c\n"),
        ("Makefile", "armtest:\n\tCC=powerpc-linux-gnu-gcc CFLAGS=-m64 $(MAKE) test\n"),
        ("CMakeLists.txt", "#[[ set(CMAKE_C_FLAGS -mavx2)\n ]]\n"),
        ("CMakeLists.txt", 'message(STATUS "add -mavx2")\n'),
        ("CMakeLists.txt", "if(WIN32)\n  add_compile_options(-mavx2)\nendif()\n"),
        ("configure.ac", "dnl CFLAGS=-mavx2\n"),
        ("pom.xml", "<!-- -mavx2 -->\n"),
        ("get.sh", "curl -LO https://example.com/tool-windows-amd64.zip\n"),
        ("get.sh", "curl -LO https://example.com/tool-$(uname -m).tgz\n"),
        ("run.sh", "docker buildx build --platform linux/amd64,linux/arm64 .\n"),
        (".github/workflows/a.yml", "platforms: linux/amd64,linux/arm64\n"),
        (".github/workflows/a.yml", "run: make CFLAGS=-m32\n"),
        ("docs.yml", "platform: linux/amd64\n"),
    ],
)
def test_that_what_only_looks_like_it_is_no_finding(tmp_path, path, text):
    if look_for(path) is not None:
        assert found(tmp_path, path, text) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Makefile", "ifeq ($(ARCH),x86_64)\nCFLAGS += -mavx2\nendif\n"),
        ("Makefile", "ifneq (,$(findstring x86_64,$(ARCH)))\nCFLAGS += -mavx2\nendif\n"),
        ("Makefile", "ifdef HAVE_AVX2\nCFLAGS += -mavx2\nendif\n"),
        ("Makefile", "CFLAGS += $(call cc-option,-mavx2)\n"),
        ("Makefile", "FAST = -mavx2\nifeq ($(ARCH),amd64)\nCFLAGS += $(FAST)\nendif\n"),
        ("Makefile.am", "if HAVE_SSE2\nAM_CFLAGS = -msse2\nendif\n"),
        (
            "CMakeLists.txt",
            'if(CMAKE_SYSTEM_PROCESSOR MATCHES "(x86_64|AMD64)")\nset(F -mavx2)\nendif()\n',
        ),
        ("CMakeLists.txt", "check_c_compiler_flag(-mavx2 FAST)\n"),
        ("CMakeLists.txt", "check_c_compiler_flag(\n  -mavx2\n  FAST)\n"),
        ("meson.build", "if cc.has_argument('-mavx2')\nendif\n"),
        ("meson.build", "if host_machine.cpu_family() == 'x86_64'\n a += '-mavx2'\nendif\n"),
        ("configure.ac", "AX_CHECK_COMPILE_FLAG([-mavx2], [HAVE=1])\n"),
        ("configure.ac", 'CFLAGS="$CFLAGS -mavx2"\nAC_COMPILE_IFELSE([a], [b], [c])\n'),
        ("BUILD", 'copts = select({\n ":x86_64": ["-mavx2"],\n "//conditions:default": [],\n})\n'),
        (".bazelrc", "build:avx2 --copt=-mavx2\n"),
        (".cargo/config.toml", '[target.x86_64-a]\nrustflags = ["target-cpu=haswell"]\n'),
        ("binding.gyp", "{'conditions': [['target_arch==\"x64\"', {'cflags': ['-mavx2']}]]}\n"),
        ("build.sh", 'if [ "$ARCH" = x86_64 ] && true; then\n  CFLAGS=-mavx2\nelse\n :\nfi\n'),
    ],
)
def test_that_a_flag_for_x86_alone_is_left_out_on_arm64(tmp_path, path, text):
    flags = [hit for hit in found(tmp_path, path, text) if hit[0] in ("simd-flag", "rust-flag")]
    assert [guard for _, _, guard in flags] == [Guard.FALLBACK]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Makefile", "ifeq ($(A),x86_64)\nF=-mavx2\nelse ifeq ($(A),aarch64)\nF=-mcpu=n1\nendif\n"),
        ("Makefile", "ifeq ($(A),arm64)\nF=\nelse\nCFLAGS = -mavx2\nendif\n"),
        (
            "CMakeLists.txt",
            "if(A STREQUAL x86_64)\nset(CMAKE_C_FLAGS -mavx2)\nelseif(A MATCHES arm64)\nendif()\n",
        ),
        ("a.sh", 'case "$(uname -m)" in\nx86_64) F=-mavx2 ;;\naarch64) F= ;;\nesac\n'),
        ("meson.build", "if cpu == 'x86_64'\n a += '-mavx2'\nelif cpu == 'aarch64'\nendif\n"),
    ],
)
def test_that_a_branch_for_arm64_makes_it_ported(tmp_path, path, text):
    assert [guard for _, _, guard in found(tmp_path, path, text)] == [Guard.PORTED]


def test_that_a_flag_under_an_option_depends_on_the_build(tmp_path):
    text = "if(ENABLE_AVX2)\n  add_compile_options(-mavx2)\nendif()\n"
    assert found(tmp_path, "CMakeLists.txt", text) == [("simd-flag", 2, Guard.CONDITIONAL)]


def test_that_a_variable_set_by_a_check_guards_its_branch(tmp_path):
    text = (
        "check_cxx_compiler_flag(-mavx2 FAST)\nif(FAST)\n  add_compile_options(-mavx2)\nendif()\n"
    )
    assert {guard for _, _, guard in found(tmp_path, "CMakeLists.txt", text)} == {Guard.FALLBACK}


@pytest.mark.parametrize(
    ("text", "guard"),
    [
        ('if [ "$(uname -m)" = "x86_64" ]; then\n  run\nfi\n', Guard.ALONE),
        ('if [ "$(uname -m)" = "x86_64" ]; then\n  run\nelse\n  slow\nfi\n', Guard.FALLBACK),
        ('if [ "$(uname -m)" = "x86_64" ]; then\n  run\nelse\n  exit 1\nfi\n', Guard.REFUSED),
        ('if [ "$(uname -m)" != "x86_64" ]; then\n  exit 1\nfi\n', Guard.REFUSED),
        ('case "$(uname -m)" in\n  x86_64|amd64) A=1 ;;\n  *) exit 1 ;;\nesac\n', Guard.REFUSED),
    ],
)
def test_that_a_script_that_knows_x86_only_is_found(tmp_path, text, guard):
    assert [(c, g) for c, _, g in found(tmp_path, "a.sh", text)] == [("cpu-branch", guard)]


def test_that_a_script_with_an_answer_for_arm64_is_no_finding(tmp_path):
    text = 'case "$(uname -m)" in\n  x86_64) A=amd64 ;;\n  aarch64) A=arm64 ;;\nesac\n'
    assert found(tmp_path, "a.sh", text) == []


def test_that_a_build_that_refuses_other_processors_is_found(tmp_path):
    text = 'if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64")\n  message(FATAL_ERROR "no")\nendif()\n'
    assert found(tmp_path, "CMakeLists.txt", text) == [("cpu-branch", 1, Guard.REFUSED)]


@pytest.mark.parametrize(
    "text",
    [
        'echo "deb [arch=amd64,arm64] https://a.example/linux stable main" >> a.list\n',
        "A=$(uname -m | sed -e s/x86_64/amd64/ -e s/aarch64/arm64/)\n",
        "A=$(uname -m | sed s/i.86/i386/)\n",
    ],
)
def test_that_what_names_arm64_or_changes_nothing_there_is_no_finding(tmp_path, text):
    assert found(tmp_path, "a.sh", text) == []


def test_that_a_download_with_a_switch_is_ported(tmp_path):
    text = "A=arm64\ncurl -LO https://example.com/tool-linux-amd64.tgz\n"
    assert found(tmp_path, "a.sh", text) == [("download", 2, Guard.PORTED)]


def test_that_a_makefile_that_is_too_large_is_looked_at_in_part_and_that_is_said(tmp_path):
    (tmp_path / "Makefile").write_bytes(b"CFLAGS = -mavx2\n" + b"A = 1\n" * 200_000)
    (looked,) = look_at(str(tmp_path), ["Makefile"])
    assert looked.problem
    assert [hit.line for hit in looked.hits] == [1]


@pytest.mark.parametrize("name", ["config.guess", "config.sub"])
def test_that_old_scripts_of_autoconf_are_found(tmp_path, name):
    old = "#! /bin/sh\ntimestamp='2005-07-08'\ncase x86_64:Linux in esac\n"
    assert found(tmp_path, name, old) == [("config-guess", 2, Guard.OPEN)]
    assert found(tmp_path, name, old + "aarch64:Linux:*:*)\n") == []


def test_that_an_open_flag_decides_on_its_module(tmp_path):
    findings, verdicts = inspected(
        tmp_path, {"CMakeLists.txt": f"{CMAKE}add_compile_options(-mavx2)\n", "blend.c": ""}
    )
    assert [(f.rule, f.line, f.effect) for f in findings] == [("build-flag", 3, Effect.CHANGE)]
    assert verdicts == {"blend": ["change"]}


def test_that_a_flag_kept_to_x86_does_not_cloud_a_ready_module(tmp_path):
    guarded = "if(CMAKE_SYSTEM_PROCESSOR STREQUAL x86_64)\nadd_compile_options(-mavx2)\nendif()\n"
    findings, verdicts = inspected(tmp_path, {"CMakeLists.txt": CMAKE + guarded, "a.c": "int x;\n"})
    assert [f.reason for f in findings] == [Reason.FALLBACK]
    assert verdicts == {"blend": ["fallback"]}


def test_that_ci_and_tools_do_not_decide_on_the_module(tmp_path):
    files = {
        "CMakeLists.txt": CMAKE,
        "a.c": "int x;\n",
        ".github/workflows/a.yml": "run: curl https://example.com/a-linux-amd64\n",
        "hack/get.sh": "curl https://example.com/a-linux-amd64\n",
    }
    findings, verdicts = inspected(tmp_path, files)
    assert {f.scope for f in findings} == {Scope.BUILD}
    assert verdicts == {"blend": ["clean"]}


def test_that_build_files_alone_do_not_make_a_module_clean(tmp_path):
    _, verdicts = inspected(tmp_path, {"CMakeLists.txt": CMAKE})
    assert verdicts == {}


def test_that_a_makefile_beside_one_for_arm64_is_ported(tmp_path):
    files = {"Makefile.x86_64": "CFLAGS += -mavx2\n", "Makefile.arm64": "CFLAGS +=\n", "a.c": OPEN}
    findings, _ = inspected(tmp_path, files)
    assert {f.path: f.reason for f in findings}["Makefile.x86_64"] is Reason.TWIN
