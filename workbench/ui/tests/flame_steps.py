"""Where an arrow key leads from a frame: to its caller, its widest callee, or the next beside."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt

from workbench.ui.tests.flame_scene import Scene


def step_from(
    node: int, key: Qt.Key, boxes: list[tuple[int, QRectF]], scene: Scene, icicle: bool
) -> int | None:
    """Return the node that `key` leads to among those painted; None where it leads nowhere."""
    inward = Qt.Key.Key_Down if icicle else Qt.Key.Key_Up
    outward = Qt.Key.Key_Up if icicle else Qt.Key.Key_Down
    parents = scene.tree.parents
    if key == outward:
        return int(parents[node]) if node else None
    if key == inward:
        callees = [(box.width(), n) for n, box in boxes if n and parents[n] == node]
        return max(callees)[1] if callees else None
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        depths = scene.layout.depths
        row = sorted((box.left(), n) for n, box in boxes if depths[n] == depths[node])
        order = [n for _, n in row]
        if node not in order:
            return None
        place = order.index(node) + (1 if key == Qt.Key.Key_Right else -1)
        return order[place] if 0 <= place < len(order) else None
    return None
