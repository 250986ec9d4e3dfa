"""The registry of formats."""

from importlib import import_module
from pkgutil import iter_modules

from tests.scan.scanned import MANIFESTS
from workbench.scan import formats
from workbench.scan.formats import FORMATS


def test_that_every_module_of_formats_is_registered_by_the_one_name_it_has():
    given = []
    for info in iter_modules(formats.__path__):
        module = import_module(f"{formats.__name__}.{info.name}")
        one, several = getattr(module, "FORMAT", None), getattr(module, "FORMATS", None)
        assert (one is None) is not (several is None), info.name
        given += [one] if one else several
    assert {f.id for f in given} == {f.id for f in FORMATS}


def test_that_every_manifest_of_a_language_package_is_registered():
    assert set(MANIFESTS) <= set(FORMATS)


def test_that_ids_are_unique():
    ids = [f.id for f in FORMATS]
    assert len(ids) == len(set(ids))
