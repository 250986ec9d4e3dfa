"""The registry of formats."""

import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest

from tests.scan.scanned import MANIFESTS
from workbench.scan import formats
from workbench.scan.formats import SHELVES, every_format

IMPORTED = """
import sys
from pathlib import Path
from workbench.scan.scanner import scan
list(scan(Path(sys.argv[1])))
print(*sorted(m.rpartition(".")[2] for m in sys.modules if m.startswith("workbench.scan.formats.")))
"""


def test_that_every_module_of_formats_is_registered_by_the_one_name_it_has():
    for info in iter_modules(formats.__path__):
        module = import_module(f"{formats.__name__}.{info.name}")
        one, several = getattr(module, "FORMAT", None), getattr(module, "FORMATS", None)
        assert (one is None) is not (several is None), info.name
        assert SHELVES[info.name].formats == (several or (one,))
    assert {info.name for info in iter_modules(formats.__path__)} == set(SHELVES)


@pytest.mark.parametrize("module", SHELVES)
def test_that_the_line_of_a_module_names_the_files_that_its_formats_read(module):
    shelf = SHELVES[module]
    assert set(shelf.patterns) == {p for format_ in shelf.formats for p in format_.patterns}


def test_that_a_shelf_gives_those_formats_that_are_named_like_the_file():
    assert [f.id for f in SHELVES["cargo"].of("a/Cargo.lock")] == ["cargo-lock"]
    assert [f.id for f in SHELVES["npm"].of("a/package.json")] == ["npm"]


def test_that_a_scan_imports_only_the_readers_of_files_that_are_there(tmp_path):
    def imported() -> set[str]:
        command = [sys.executable, "-c", IMPORTED, str(tmp_path)]
        return set(
            subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
        )

    assert imported() == set()
    (tmp_path / "Pipfile.lock").write_text("{}", encoding="utf-8")
    assert imported() == {"pipfile"}


def test_that_every_manifest_of_a_language_package_is_registered():
    assert set(MANIFESTS) <= set(every_format())


def test_that_ids_are_unique():
    ids = [f.id for f in every_format()]
    assert len(ids) == len(set(ids))
