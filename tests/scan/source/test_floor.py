"""What Porting Advisor, its forks and practitioners look for: each is found, under its stable rule.

The rows are those of the kinds build-system, compiler-flag, library and arch-token that such tools
report, each in the file where people write it.
"""

from __future__ import annotations

import pytest

from workbench.scan.source.construct import constructs
from workbench.scan.source.engine import compiled
from workbench.scan.source.look import look_for
from workbench.scan.source.named import architecture_in

FLAGS = """
-m16 -m32 -m64 -mx32 -m3dnow -m3dnowa -mabm -madx -maes -mamx-bf16 -mamx-complex -mamx-fp16
-mamx-int8 -mamx-tile -mavx -mavx2 -mavx5124fmaps -mavx5124vnniw -mavx512bf16 -mavx512bitalg
-mavx512bw -mavx512cd -mavx512dq -mavx512er -mavx512f -mavx512fp16 -mavx512ifma -mavx512pf
-mavx512vbmi -mavx512vbmi2 -mavx512vl -mavx512vnni -mavx512vp2intersect -mavx512vpopcntdq
-mavxifma -mavxneconvert -mavxvnni -mavxvnniint8 -mbmi -mbmi2 -mcldemote -mclflushopt -mclwb
-mclzero -mcmodel=kernel -mcmodel=medium -mcmpccxadd -menqcmd -mf16c -mfma -mfma4 -mfpmath=sse
-mfsgsbase -mfxsr -mgfni -mhle -mhreset -mlwp -mlzcnt -mmmx -mmovdir64b -mmovdiri -mmwaitx
-mno-red-zone -mpclmul -mpconfig -mpku -mpopcnt -mprefer-vector-width=256
-mpreferred-stack-boundary=4 -mprefetchi -mprefetchwt1 -mprfchw -mptwrite -mraoint -mrdpid -mrdrnd
-mrdseed -mregparm=3 -mrtm -mserialize -msgx -msha -msse -msse2 -msse2avx -msse3 -msse4 -msse4.1
-msse4.2 -msse4a -mssse3 -mstackrealign -mtbm -mtsxldtrk -muintr -mvaes -mvpclmulqdq -mvzeroupper
-mwaitpkg -mwbnoinvd -mwidekl -mxop -mxsave -mxsavec -mxsaveopt -mxsaves -march=broadwell
-march=core2 -march=haswell -march=icelake-server -march=nehalem -march=sapphirerapids
-march=skylake-avx512 -march=x86-64 -march=x86-64-v2 -march=x86-64-v3 -march=x86-64-v4
-check-pointers-mpx=rw
"""
LEGAL_ON_BOTH = """
-march=armv8.2-a -mcpu=neoverse-n1 -mcpu=neoverse-512tvb -mcpu=neoverse-v1 -mcpu=neoverse-v2
-moutline-atomics -mtune=generic -march=native -fsigned-char -mabi=lp64 -mstrict-align -O2
-msgpack
"""
SETTINGS = [
    ("Makefile", "CPPFLAGS += -D__x86_64__\n", "build-flag"),
    ("Makefile", "CPPFLAGS += -DAMD64\n", "build-flag"),
    ("build.sh", "clang -target x86_64-linux-gnu -c a.c\n", "cross-compile"),
    ("build.sh", "clang --target=x86_64-unknown-linux-gnu -c a.c\n", "cross-compile"),
    ("build.sh", "./configure --host=x86_64-pc-linux-gnu\n", "cross-compile"),
    (".bazelrc", "build --cpu=k8\n", "x86-pin"),
    (".bazelrc", "build --platforms=//platforms:linux_x86_64\n", "x86-pin"),
    ("build.sh", "cargo build --target x86_64-unknown-linux-gnu\n", "cross-compile"),
    (".cargo/config.toml", '[build]\ntarget = "x86_64-unknown-linux-musl"\n', "cross-compile"),
    (".cargo/config.toml", '[build]\ntarget = "x86_64-kernel.json"\n', "cross-compile"),
    (".cargo/config", '[build]\nrustflags = ["-C", "target-cpu=haswell"]\n', "build-flag"),
    ("CMakeLists.txt", "check_cxx_compiler_flag(-msse4.2 HAS_SSE42)\n", "build-flag"),
    (
        "CMakeLists.txt",
        'if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")\nadd_x()\nelse()\n'
        'message(FATAL_ERROR "unsupported")\nendif()\n',
        "host-cpu-detection",
    ),
    (
        "meson.build",
        "if host_machine.cpu_family() == 'x86_64'\nx = 1\nelse\nerror('unsupported')\nendif\n",
        "host-cpu-detection",
    ),
    (
        "Makefile",
        "ifeq ($(PROCESSOR_ARCHITECTURE),x86_64)\nX = 1\nelse\n$(error unsupported)\nendif\n",
        "host-cpu-detection",
    ),
    ("build.sh", 'if [ "$(uname -m)" = "x86_64" ]; then\n  a\nfi\n', "host-cpu-detection"),
    ("build.sh", "case $(uname -m) in\n  x86_64) a ;;\nesac\n", "host-cpu-detection"),
    (
        "build.sh",
        'if [ "$(dpkg --print-architecture)" = "amd64" ]; then\n  a\nfi\n',
        "host-cpu-detection",
    ),
    *(
        ("Makefile", f"CC = {name}\n", "compiler-specific")
        for name in ("icc", "icpc", "ifort", "icx", "pgcc")
    ),
    ("config.sub", "timestamp='2005-02-10'\n", "config-guess"),
    ("config.guess", "timestamp='2005-02-10'\n", "config-guess"),
    ("build.sh", "docker build --platform linux/amd64 .\n", "x86-pin"),
    ("build.sh", "GOARCH=amd64 go build ./...\n", "x86-pin"),
    ("Makefile", "LDFLAGS += -L/usr/lib/x86_64-linux-gnu\n", "x86-pin"),
    ("build.sh", "yum install -y zlib-devel.x86_64 gcc\n", "x86-pin"),
    ("build.sh", "dnf install -y \\\n  gcc \\\n  glibc.i686\n", "x86-pin"),
    ("build.sh", "apt-get install libc6:amd64\n", "x86-pin"),
    ("build.sh", "ARCH=amd64\n", "x86-pin"),
    ("build.sh", "curl -LO https://a.example/tool-linux-amd64.tar.gz\n", "x86-download"),
    ("build.sh", "wget https://a.example/x86_64/tool.tgz\n", "x86-download"),
    (
        ".github/workflows/ci.yml",
        "    - run: curl -LO https://a.example/tool-linux-x64.zip\n",
        "x86-download",
    ),
    ("Vagrantfile", "  curl -LO https://a.example/go.linux-amd64.tar.gz\n", "x86-download"),
    ("build.sh", "rpm -i tool-1.0-1.x86_64.rpm\n", "x86-download"),
    ("Makefile", "LIBS += -lmkl_rt\n", "x86-library"),
    ("CMakeLists.txt", "find_package(MKL REQUIRED)\n", "x86-library"),
    ("Makefile", "LIBS += -lippcore -lipps\n", "x86-library"),
    ("Makefile", "LIBS += -liomp5\n", "x86-library"),
    ("Makefile", "LIBS += -lsvml -limf -lirc\n", "x86-library"),
    ("Makefile", "LIBS += -lsgx_urts\n", "x86-library"),
    ("Makefile", "LIBS += -lqat\n", "x86-library"),
    ("Makefile", "LIBS += -ldaal_core\n", "x86-library"),
    ("CMakeLists.txt", "find_package(oneDAL REQUIRED)\n", "x86-library"),
    ("Makefile", "LIBS += -lhs\n", "x86-library"),
    ("Makefile", "LIBS += -lquadmath\n", "x86-library"),
    ("Makefile", "LIBS += -littnotify\n", "x86-library"),
    ("install.sh", "apt-get install -y i7z intel-microcode\n", "x86-library"),
    ("install.sh", "yum -y install intel-mkl-64bit\n", "x86-library"),
    ("setup.py", 'extra_compile_args=["-O3", "-msse4.2"],\n', "build-flag"),
    ("setup.py", 'args = "-O3 -mavx2 -std=c++17".split()\n', "build-flag"),
    ("setup.py", 'libraries=["mkl_rt"],\n', "x86-library"),
    ("ext/a/extconf.rb", "$CFLAGS << ' -O3 -msse4.2'\n", "build-flag"),
    ("config.m4", 'PHP_NEW_EXTENSION(a, a.c, $ext_shared,, "-msse4.2")\n', "build-flag"),
    ("binding.gyp", "{'cflags': ['-mavx2']}\n", "build-flag"),
    ("build.gradle", "cppCompiler.args '-msse4.2'\n", "build-flag"),
    ("build.rs", 'cc::Build::new().flag("-mavx2").compile("a");\n', "build-flag"),
    ("a.go", 'package a\n\n// #cgo CFLAGS: -mavx2\nimport "C"\n', "build-flag"),
    ("a.go", 'package a\n\n// #cgo LDFLAGS: -lmkl_rt\nimport "C"\n', "x86-library"),
    ("a.go", 'package a\n\n/*\n#include <immintrin.h>\n*/\nimport "C"\n', "x86-intrinsic"),
]
PORTABLE_SETTINGS = [
    ("Makefile", "LIBS += -lpfm -lpapi -ltbb -lisal -ldnnl\n"),
    ("Makefile", "# CFLAGS += -msse4.2\n"),
    ("Makefile", "CC = gcc\n"),
    ("build.sh", "yum install -y zlib-devel gcc\n"),
    ("build.sh", "ARCH=$(uname -m)\n"),
    ("build.sh", 'ARCH="${ARCH:-amd64}"\n'),
    ("build.sh", "curl -LO https://a.example/tool-$(uname -m).tar.gz\n"),
    ("build.sh", "# curl -LO https://a.example/tool-linux-amd64.tar.gz\n"),
    ("build.sh", "docker build --platform linux/arm64 .\n"),
    ("build.sh", 'while [ $# -gt 0 ]; do case "$1" in\n  -m64) w=64 ;;\nesac; done\n'),
    ("build.sh", "apt-get install -y linux-tools-generic\n"),
    ("config.sub", "timestamp='2022-01-03'\n# aarch64\n"),
    ("ext/a/extconf.rb", "# $CFLAGS << ' -msse4.2'\n"),
    ("setup.py", '# extra_compile_args=["-msse4.2"]\n'),
    ("setup.py", 'if sys.platform == "win32":\n    args = ["-msse4.2"]\n'),
    ("a.go", 'package a\n\n// #cgo windows CFLAGS: -mavx2\nimport "C"\n'),
    ("a.go", 'package a\n\n// #cgo CFLAGS: -O2\nimport "C"\n'),
]
ARM_WORDS = ("aarch64", "arm", "arm64", "neon", "sve")
X86_WORDS = ("amd64", "avx", "avx512", "i386", "i586", "i686", "sse", "sse2", "sse3", "x64", "x86")
OTHER_WORDS = """
alpha altivec hppa ia64 m68k microblaze mips nios2 powerpc ppc ppc64 ppc64le s390 sparc tile
"""


def rules(path: str, source: str) -> set[str]:
    look = look_for(path)
    assert look is not None
    looked = look.look(path, source.encode())
    by_id = {c.id: c for c in constructs(looked.family)}
    return {by_id[hit.construct].rule for hit in looked.hits}


def is_sieved(path: str, source: str) -> bool:
    """Whether the first pass over the bytes lets the file through to the look."""
    look = look_for(path)
    assert look is not None
    assert look.triggers is not None
    return look.always(path) or bool(compiled(look.triggers())(source.encode()))


@pytest.mark.parametrize("flag", FLAGS.split())
def test_that_each_flag_of_x86_compilers_is_found(flag):
    source = f"CFLAGS += -O2 {flag}\n"
    assert is_sieved("Makefile", source)
    assert rules("Makefile", source) == {"build-flag"}


@pytest.mark.parametrize("flag", LEGAL_ON_BOTH.split())
def test_that_flags_which_arm_compilers_take_are_no_findings(flag):
    assert rules("Makefile", f"CFLAGS += {flag}\n") == set()


@pytest.mark.parametrize(("path", "source", "rule"), SETTINGS)
def test_that_each_setting_is_found_under_its_rule(path, source, rule):
    assert is_sieved(path, source)
    assert rule in rules(path, source)


@pytest.mark.parametrize(("path", "source"), PORTABLE_SETTINGS)
def test_that_what_is_portable_or_elsewhere_is_no_finding(path, source):
    assert rules(path, source) == set()


@pytest.mark.parametrize("word", X86_WORDS)
def test_that_words_for_x86_are_known_in_paths(word):
    assert architecture_in(f"src/{word}/a.c") == architecture_in(f"src/a_{word}.c") == "x86"


@pytest.mark.parametrize("word", ARM_WORDS)
def test_that_words_for_arm_are_known_in_paths(word):
    assert architecture_in(f"src/{word}/a.c") == architecture_in(f"src/a_{word}.c") == "arm"


@pytest.mark.parametrize("word", OTHER_WORDS.split())
def test_that_words_for_other_processors_are_known_in_paths(word):
    assert architecture_in(f"src/{word}/a.c") == architecture_in(f"src/a_{word}.c") == "other"
