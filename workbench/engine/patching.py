"""The changes of a snapshot as a diff of the files as they are now."""

from __future__ import annotations

from pathlib import Path

from workbench.assess.patch import Patch, unified_diff
from workbench.assess.snapshot import Snapshot
from workbench.scan.document import MAX_BYTES, Unreadable
from workbench.scan.tree import Tree
from workbench.scan.walk import File


def patch_of(snapshot: Snapshot) -> Patch:
    """Return the changes of `snapshot` as a unified diff; nothing is written.

    What does not fit the files any more is left out, with the reason.
    """
    paths = {edit.path for change in snapshot.changes for edit in change.edits}
    tree = Tree(Path(snapshot.root), [File(path, 0) for path in sorted(paths)])

    def read(path: str) -> bytes:
        try:
            with tree.open(path) as stream:
                return stream.read(MAX_BYTES + 1)
        except Unreadable as error:
            raise ValueError(error.reason) from None

    return unified_diff(snapshot.changes, read)
