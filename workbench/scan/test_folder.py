"""What lies in a folder of tests or of their data is needed by tests only."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from workbench.model.component import Scope, Sighting
from workbench.model.setting import Setting

Seen = TypeVar("Seen", Sighting, Setting)

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


def of_test_folder(seen: Seen) -> Seen:
    """Return what was seen, in the test scope where a folder on its path holds tests.

    Without this a repository that tests a scanner, a deployer or a build tool would be said to
    run what its test data names.
    """
    if isinstance(seen, Setting):
        return msgspec.structs.replace(seen, scope=_scope(seen.path, seen.scope))
    at = seen.occurrence
    scope = _scope(at.path, at.scope)
    if scope is at.scope:
        return seen
    return msgspec.structs.replace(seen, occurrence=msgspec.structs.replace(at, scope=scope))


def is_of_tests(folder: str) -> bool:
    """Whether a folder, or one on the way to it, holds tests or their data."""
    return not _FOLDERS.isdisjoint(folder.split("/"))


def _scope(path: str, scope: Scope) -> Scope:
    of_tests = is_of_tests(path.rpartition("/")[0])
    return Scope.TEST if of_tests and scope in (Scope.RUNTIME, Scope.BUILD) else scope
