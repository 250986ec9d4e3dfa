"""What lies in a folder of tests or of their data is needed by tests only."""

from __future__ import annotations

import msgspec

from workbench.model.component import Scope, Sighting

_FOLDERS = frozenset(
    [
        "__fixtures__",
        "__mocks__",
        "__tests__",
        "e2e",
        "fixtures",
        "integration-tests",
        "spec",
        "test",
        "test-data",
        "test-fixtures",
        "test_data",
        "testdata",
        "tests",
    ]
)


def of_test_folder(sighting: Sighting) -> Sighting:
    """Return `sighting`, in the test scope where a folder on its path holds tests.

    Without this a repository that tests a scanner, a deployer or a build tool would be said to
    run what its test data names.
    """
    at = sighting.occurrence
    if at.scope not in (Scope.RUNTIME, Scope.BUILD) or _FOLDERS.isdisjoint(at.path.split("/")[:-1]):
        return sighting
    return msgspec.structs.replace(
        sighting, occurrence=msgspec.structs.replace(at, scope=Scope.TEST)
    )
