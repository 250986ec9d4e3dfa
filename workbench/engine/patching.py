"""The changes of a snapshot as a diff of the files as they are now."""

from __future__ import annotations

from pathlib import Path

from workbench.assess.patch import Patch, unified_diff
from workbench.assess.snapshot import Snapshot
from workbench.model.change import Change
from workbench.scan.document import MAX_BYTES, Unreadable
from workbench.scan.tree import Tree
from workbench.scan.walk import File, grouped


def patch_of(snapshot: Snapshot, changes: tuple[Change, ...] | None = None) -> Patch:
    """Return `changes`, or all of `snapshot`, as a unified diff; nothing is written.

    What does not fit the files any more is left out, with the reason.
    """
    wanted = snapshot.changes if changes is None else changes
    paths = {edit.path for change in wanted for edit in change.edits}
    tree = Tree(Path(snapshot.root), grouped(File(path, 0) for path in sorted(paths)))

    def read(path: str) -> bytes:
        try:
            with tree.open(path) as stream:
                return stream.read(MAX_BYTES + 1)
        except Unreadable as error:
            raise ValueError(error.reason) from None

    return unified_diff(wanted, read)
