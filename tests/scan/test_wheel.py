"""Wheels that lie in the project."""

from tests.scan.reading import rows
from tests.scan.scanned import scan_files
from workbench.model.component import Trait
from workbench.scan.document import MAX_BYTES

X86 = "vendor/native-2.0-cp39-cp39-manylinux2014_x86_64.whl"
ARM = "vendor/native-2.0-cp39-cp39-manylinux2014_aarch64.whl"


def test_that_siblings_are_one_component_with_the_platforms_of_both(tmp_path):
    found = scan_files(tmp_path, {X86: b"\0", ARM: b"", "vendor/odd.whl": b"x"})
    assert found.purls == {"pkg:pypi/native@2.0"}
    assert found.at(X86).traits == (Trait("wheel-platform", "manylinux2014_x86_64"),)
    assert found.at(ARM).traits == (Trait("wheel-platform", "manylinux2014_aarch64"),)
    assert [(p.path, p.reason) for p in found.problems] == [
        ("vendor/odd.whl", "is not named as a wheel is")
    ]


def test_that_a_wheel_of_any_size_is_named_because_only_its_name_is_read(tmp_path):
    (tmp_path / "vendor").mkdir()
    with (tmp_path / X86).open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    assert len(rows(tmp_path)) == 1
