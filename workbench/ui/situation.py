"""What is open, selected and under way: what decides which actions make sense."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.model.assessment import Assessment
from workbench.ui.actions import Situation
from workbench.ui.workspace import Workspace


def situation_of(workspace: Workspace, selected: Sequence[Assessment]) -> Situation:
    """Return the situation with `selected` components chosen in the inventory."""
    snapshot = workspace.snapshot
    project = snapshot is not None
    scanning = workspace.scan is not None
    return Situation(
        project=project,
        scanned=snapshot is not None and bool(snapshot.scanned_at),
        scanning=scanning,
        idle=project and not scanning,
        writable=project and workspace.writable,
        selected=bool(selected),
        one=len(selected) == 1,
        decidable=bool(selected) and workspace.writable,
        decided=workspace.writable and any(a.decision is not None for a in selected),
        changes=snapshot is not None and any(change.edits for change in snapshot.changes),
        undoable=workspace.undo.canUndo(),
        redoable=workspace.undo.canRedo(),
    )
