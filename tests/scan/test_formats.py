"""The registry of formats."""

from tests.scan.scanned import MANIFESTS
from workbench.scan.formats import FORMATS


def test_that_every_manifest_of_a_language_package_is_registered():
    assert set(MANIFESTS) <= set(FORMATS)


def test_that_ids_are_unique():
    ids = [f.id for f in FORMATS]
    assert len(ids) == len(set(ids))
