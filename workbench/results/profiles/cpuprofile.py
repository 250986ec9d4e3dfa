"""Chrome's and Node.js's `.cpuprofile`: a tree of call frames, and samples of its nodes."""

from __future__ import annotations

from typing import Any

from workbench.results.format import ResultFormat
from workbench.results.profiles.json_document import (
    is_object_with,
    numbers,
    objects,
    top,
    whole_numbers,
)
from workbench.results.profiles.tally import Tally
from workbench.results.records import Profile
from workbench.scan.document import Document, Unreadable

IDLE = "{seconds} s of idle time are left out."

_MICROSECOND = 1e-6
_NOT_ON_CPU = {"(idle)"}


def recognises(document: Document) -> bool:
    """Whether it is an object with the nodes and the times of V8's profiler."""
    return is_object_with(document, b"nodes", b"startTime", b"endTime", b"callFrame")


def read(document: Document) -> Profile:
    """Read the profile; idle time is left out. Raises Unreadable for a broken tree."""
    found = top(document)
    nodes = {_id(node): node for node in objects(found.get("nodes"), "the list of nodes")}
    parent = {child: node for node in nodes for child in _children(nodes[node])}
    spent = _spent(found, nodes)
    tally = Tally()
    places: dict[int, int] = {}
    for node in nodes:
        _place(tally, node, nodes, parent, places)
    idle = 0.0
    for node, seconds in spent.items():
        if node not in places:
            raise Unreadable(f"a sample names node {node}, which is not in the file")
        if _name(nodes[node]) in _NOT_ON_CPU:
            idle += seconds
        else:
            tally.spend(places[node], seconds)
    warnings = [IDLE.format(seconds=f"{idle:.3g}")] if idle > 0 else []
    return tally.profile("V8 cpuprofile", "seconds", warnings)


def _spent(found: dict[str, Any], nodes: dict[int, dict[str, Any]]) -> dict[int, float]:
    """Return node to seconds: a sample lasts until the next; without samples by hit counts."""
    spent: dict[int, float] = {}
    if "samples" in found:
        samples = whole_numbers(found["samples"], "the list of samples")
        deltas = numbers(found.get("timeDeltas"), "the list of time differences")
        if len(samples) != len(deltas):
            raise Unreadable("does not have one time difference for each sample")
        lasts = [*deltas[1:], 0.0]
        for node, delta in zip(samples, lasts, strict=True):
            spent[node] = spent.get(node, 0.0) + max(delta, 0.0) * _MICROSECOND
        return spent
    hits = {n: node.get("hitCount", 0) for n, node in nodes.items()}
    if not all(type(count) is int and count >= 0 for count in hits.values()):
        raise Unreadable("a node's hit count is no number")
    start, end = found.get("startTime"), found.get("endTime")
    if not isinstance(start, int | float) or not isinstance(end, int | float):
        raise Unreadable("its start or its end is no number")
    total = sum(hits.values())
    each = (end - start) * _MICROSECOND / total if total else 0.0
    return {node: count * each for node, count in hits.items()}


def _place(
    tally: Tally,
    node: int,
    nodes: dict[int, dict[str, Any]],
    parent: dict[int, int],
    places: dict[int, int],
) -> None:
    way: list[int] = []
    step: int | None = node
    while step is not None and step not in places:
        if len(way) > len(nodes):
            raise Unreadable("its tree of nodes is a circle")
        way.append(step)
        step = parent.get(step)
    for step in reversed(way):
        above = parent.get(step)
        if above is None:
            places[step] = 0
        else:
            places[step] = tally.child(places[above], _name(nodes[step]))


def _id(node: dict[str, Any]) -> int:
    number = node.get("id")
    if type(number) is not int:
        raise Unreadable("a node has no id")
    return number


def _children(node: dict[str, Any]) -> list[int]:
    return whole_numbers(node.get("children", []), "a node's list of children")


def _name(node: dict[str, Any]) -> str:
    frame = node.get("callFrame")
    name = frame.get("functionName") if isinstance(frame, dict) else None
    if not isinstance(name, str):
        raise Unreadable("a node has no function name")
    return name or "(anonymous)"


FORMAT = ResultFormat(
    id="cpuprofile",
    title="Chrome and Node.js .cpuprofile",
    recognises=recognises,
    read=read,
    documentation="https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile",
)
