"""What file names and markers in lock files say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.scan.python.locked_files import locked_file_traits
from workbench.scan.python.platform_marker import excluded_by

X86 = "a-1-{0}-{0}-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
ARM = "a-1-{0}-{0}-manylinux_2_17_aarch64.manylinux2014_aarch64.whl"


@pytest.mark.parametrize(
    ("files", "python", "kinds"),
    [
        (["a-1-py3-none-any.whl", "a-1.tar.gz"], "", "any sdist"),
        (["a-1-py2-none-any.whl", "a-1.zip"], "", "sdist"),
        (["a-1-py2.py3-none-any.whl"], "", "any"),
        ([X86.format("cp39")], "", "linux-x86_64"),
        ([X86.format("cp39"), ARM.format("cp39")], "", "linux-aarch64 linux-x86_64"),
        (["a-1-py3-none-macosx_11_0_arm64.whl", "a-1-py3-none-win_arm64.whl"], "", "macos windows"),
        (["a-1-cp39-cp39-macosx_10_9_universal2.whl"], "", "macos"),
        (["a-1-cp39-cp39-musllinux_1_1_aarch64.whl"], "", "musllinux-aarch64"),
        (["a-1-cp39-cp39-linux_aarch64.whl"], "", "linux-aarch64"),
        (["a-1-py3-none-manylinux_2_17_armv7l.manylinux2014_armv7l.whl"], "", "linux-armv7l"),
        (["a-1-1build-cp39-cp39-manylinux1_i686.whl"], "", "linux-i686"),
        (["a-1-pp39-pypy39_pp73-manylinux1_x86_64.whl"], "", ""),
        ([X86.format("cp38"), X86.format("cp39"), ARM.format("cp39")], "",
         "linux-aarch64-partly linux-x86_64"),
        ([X86.format("cp38"), X86.format("cp39"), ARM.format("cp39")], ">=3.9",
         "linux-aarch64 linux-x86_64"),
        ([X86.format("cp38"), X86.format("cp312"), "a-1-cp37-abi3-manylinux2014_aarch64.whl"], "",
         "linux-aarch64 linux-x86_64"),
        ([X86.format("cp313"), "a-1-cp313-cp313t-manylinux_2_17_x86_64.whl", ARM.format("cp313")],
         "", "linux-aarch64 linux-x86_64"),
        (["a-1-cp27-cp27mu-manylinux1_x86_64.whl", "a-1-cp36-cp36m-manylinux1_x86_64.whl"], "",
         "linux-x86_64"),
        ([X86.format("cp38"), "a-1.tar.gz"], ">=3.9", "sdist"),
        (["a-1-cp39-cp39-android_21_arm64_v8a.whl"], "", "other"),
        (["a.exe", "a-1.egg", "whl", "-.whl", "a-1-x-y.whl"], "", ""),
    ],
)  # fmt: skip
def test_that_files_are_sorted_by_where_they_install(files, python, kinds):
    assert [t.value for t in locked_file_traits(files, python)] == kinds.split()


@given(st.lists(st.text(max_size=40).map(lambda t: f"{t}.whl"), max_size=5), st.text(max_size=20))
def test_that_no_name_and_no_range_ends_in_a_crash(files, python):
    assert all(t.name == "locked-file" for t in locked_file_traits(files, python))


@pytest.mark.parametrize(
    ("marker", "excluded"),
    [
        ("", ""),
        ("python_version < '3.8'", ""),
        ("sys_platform == 'win32'", "linux"),
        ("os_name == 'nt' or sys_platform == 'darwin'", "linux"),
        ("platform_machine == 'x86_64'", "linux-aarch64"),
        ("platform_machine in 'x86_64 amd64 AMD64'", "linux-aarch64"),
        ("platform_machine != 'aarch64' and sys_platform == 'linux'", "linux-aarch64"),
        ("platform_machine == 'x86_64' or platform_machine == 'aarch64'", ""),
        ("platform_machine == 'arm64' and sys_platform == 'darwin'", "linux"),
        ("extra == 'gpu' and platform_machine == 'x86_64'", "linux-aarch64"),
        ("extra == 'gpu'", ""),
        ("'dev' in dependency_groups and sys_platform != 'win32'", ""),
        ("'gpu' in extras", ""),
        ("'gpu' not in extras", ""),
        ("platform_release >= '5'", ""),
        ("no marker at all", ""),
        ("sys_platform == 'win32'" + " and sys_platform == 'win32'" * 500, ""),
    ],
)
def test_that_a_marker_tells_what_it_keeps_off(marker, excluded):
    assert excluded_by(marker) == excluded


@given(st.text(max_size=60))
def test_that_any_marker_is_read(marker):
    assert excluded_by(marker) in ("", "linux", "linux-aarch64")
