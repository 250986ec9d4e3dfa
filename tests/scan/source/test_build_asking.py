"""Places of a build that ask, try or tell, and those inside of functions for x86."""

from __future__ import annotations

import pytest

from workbench.scan.source.build_conditions import truths
from workbench.scan.source.build_look import look_at_build
from workbench.scan.source.hit import Guard


def guards(path: str, text: str) -> list[Guard]:
    return [hit.guard for hit in look_at_build(path, text.encode()).hits]


def test_that_the_text_on_an_option_sets_nothing():
    text = (
        'set(ARCH_FLAGS "HostOpts" CACHE STRING\n  "compiler flags.\n'
        '   - for GCC the default is `-msse4.1`.\n   - or \\"-mavx2\\"")\n'
    )
    assert guards("options.cmake", text) == []
    set_ = 'set(ARCH_FLAGS "-msse4.1" CACHE STRING "flags")\nadd_compile_options(${ARCH_FLAGS})\n'
    assert guards("options.cmake", set_) == [Guard.OPEN]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("build/configure.sh", "check_cc -mavx512f <<EOF\nvoid f(void) {}\nEOF\n"),
        ("configure.sh", "if cc_check '' -msse2; then\n :\nfi\n"),
        ("configure.sh", 'flags="-march=knl"\nok=$(try_assemble "${cc}" "${flags}" "${file}")\n'),
        (
            "configure.sh",
            'try_it() {\n  "${cc}" ${flags} -c a.s\n}\nflags="-march=knl"\n'
            'ok=$(try_it "${cc}" "${flags}")\n',
        ),
        ("f_check.sh", "link=`$compiler -m64 -v a.f` || link=`$compiler -q64 -v a.f`\n"),
        ("f_check.sh", "{\n  link=`$cc -m64 -v a.f 2>&1`\n} || {\n  link=`$cc -v a.f`\n}\n"),
        ("cmake/FindBLAS.cmake", 'if(VENDOR STREQUAL "All")\n find_it(mkl_core)\nendif()\n'),
        ("flags.cmake", 'macro(gnu_x64_flags var)\n  set(${var} "-msse4.1")\nendmacro()\n'),
        ("build.sh", 'avx2_flags() {\n  CFLAGS="-mavx2"\n}\n'),
    ],
)
def test_that_what_is_tried_or_named_for_x86_is_not_forced_upon_arm64(path, text):
    assert guards(path, text) == [Guard.FALLBACK]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("build.sh", "gcc -msse4.1 a.c || exit 1\n"),
        ("build.sh", "test_flags='-msse4.1'\ngcc $test_flags a.c\n"),
        ("libs.cmake", "target_link_libraries(app mkl_core)\n"),
        ("flags.cmake", "macro(x64_flags v)\nendmacro()\nadd_compile_options(-msse4.1)\n"),
        ("build.sh", "avx2_flags() {\n  :\n}\ngcc -mavx2 a.c\n"),
    ],
)
def test_that_what_is_set_stays_open(path, text):
    assert guards(path, text) == [Guard.OPEN]


def test_that_a_case_for_any_32_bit_x86_is_for_x86():
    text = 'case $host_cpu in\n  i*86)\n    CFLAGS="-m32 $CFLAGS"\n    ;;\n  *)\n    ;;\nesac\n'
    assert [g for g in guards("configure.sh", text) if g is Guard.CONDITIONAL] == []


def test_that_a_refusal_under_another_condition_depends_on_the_build():
    refusal = 'if(ARCH STREQUAL "X64")\nelse()\n  message(FATAL_ERROR "X64 only")\nendif()\n'
    assert guards("host.cmake", refusal) == [Guard.REFUSED]
    assert guards("host.cmake", f"if(HOST_COMPILER)\n{refusal}endif()\n") == [Guard.CONDITIONAL]
    assert guards("host.cmake", f"if(UNIX)\n{refusal}endif()\n") == [Guard.REFUSED]


@pytest.mark.parametrize(
    ("condition", "x86", "arm"),
    [
        ("A AND NOT APP_ARM AND (OS_WIN OR OS_LINUX)", None, False),
        ("(APP_X86 OR APP_ARM) AND OS_LINUX", True, True),
        ("APP_X86_64 AND B OR C", None, None),
        ("C OR APP_X86_64 AND B", None, None),
        ("NOT (APP_X86_64 OR APP_PPC64)", False, True),
        ("((APP_X86_64 OR APP_I386) AND OS_LINUX)", True, False),
        ("(A OR B", None, None),
        ('${CMAKE_C_COMPILER_ID} STREQUAL "PATHSCALE"', None, False),
        ("NOT (APP_ARM) AND (APP_X86_64)", True, False),
        ("[ $A = x86_64 ] && [ $B = 1 ]", None, False),
    ],
)
def test_that_a_condition_is_read_with_its_parentheses(condition, x86, arm):
    assert truths(condition) == (x86, arm)


def test_that_data_on_a_processor_is_no_program_for_it():
    assert guards("dl.sh", "wget https://store.example/opcodes/x86_64.xml\n") == []
    assert guards("dl.sh", "wget https://store.example/opcodes/x86_64.tgz\n") == [Guard.OPEN]
