"""speedscope's JSON: sampled and evented profiles over one table of frames."""

from __future__ import annotations

import math
from typing import Any

from workbench.results.format import ResultFormat
from workbench.results.profiles.json_document import at, is_object_with, numbers, objects, top
from workbench.results.profiles.json_document import whole_numbers as wholes
from workbench.results.profiles.tally import Tally
from workbench.results.records import Profile
from workbench.scan.document import Document, Unreadable

_SECONDS = {"nanoseconds": 1e-9, "microseconds": 1e-6, "milliseconds": 1e-3, "seconds": 1.0}


def recognises(document: Document) -> bool:
    """Whether it is an object with the members that every speedscope file has."""
    return is_object_with(document, b"profiles", b"shared", b"frames")


def read(document: Document) -> Profile:
    """Read all profiles (threads) of the file as one; raises Unreadable for mixed units."""
    found = top(document)
    shared = found.get("shared")
    if not isinstance(shared, dict):
        raise Unreadable("has no table of frames")
    names = [_name(frame) for frame in objects(shared.get("frames"), "the table of frames")]
    profiles = objects(found.get("profiles"), "the list of profiles")
    units = {str(profile.get("unit", "none")) for profile in profiles}
    if len(units) > 1:
        raise Unreadable(f"mixes units: {', '.join(sorted(units))}; export one profile a file")
    unit = next(iter(units), "none")
    scale = _SECONDS.get(unit, 1.0)
    tally = Tally()
    for profile in profiles:
        kind = profile.get("type")
        if kind == "sampled":
            _add_samples(tally, profile, names, scale)
        elif kind == "evented":
            _add_events(tally, profile, names, scale)
        else:
            raise Unreadable(f"holds a profile of the unknown type {kind!r}")
    word = "seconds" if unit in _SECONDS else "samples" if unit == "none" else unit
    exporter = found.get("exporter")
    return tally.profile(exporter if isinstance(exporter, str) else "speedscope", word)


def _name(frame: dict[str, Any]) -> str:
    """Return the function; where its file is called is left out: paths differ between machines."""
    name = frame.get("name")
    if not isinstance(name, str):
        raise Unreadable("a frame has no name")
    return name


def _add_samples(tally: Tally, profile: dict[str, Any], names: list[str], scale: float) -> None:
    samples = profile.get("samples")
    weights = numbers(profile.get("weights"), "the list of weights")
    if not isinstance(samples, list) or len(samples) != len(weights):
        raise Unreadable("does not have one weight for each sample")
    for sample, weight in zip(samples, weights, strict=True):
        stack = wholes(sample, "a sample")
        tally.add((at(names, frame, "frame") for frame in stack), weight * scale)


def _add_events(tally: Tally, profile: dict[str, Any], names: list[str], scale: float) -> None:
    """Give the time between two events to the frame that was innermost."""
    stack: list[tuple[int, int]] = []
    last = -math.inf
    for event in objects(profile.get("events"), "the list of events"):
        moment, frame, kind = event.get("at"), event.get("frame"), event.get("type")
        if not isinstance(moment, int | float) or type(frame) is not int:
            raise Unreadable("an event has no time or no frame")
        if moment < last:
            raise Unreadable("its events are not in order of time")
        node = stack[-1][1] if stack else 0
        if stack:
            tally.spend(node, (moment - last) * scale)
        last = moment
        if kind == "O":
            stack.append((frame, tally.child(node, at(names, frame, "frame"))))
        elif kind == "C" and stack and stack[-1][0] == frame:
            stack.pop()
        else:
            raise Unreadable("an event closes a frame that is not open, or is of no known type")
    if stack:
        raise Unreadable("ends while frames are open, perhaps cut short")


FORMAT = ResultFormat(
    id="speedscope",
    title="speedscope JSON",
    recognises=recognises,
    read=read,
    documentation="https://github.com/jlfwong/speedscope/wiki/Importing-from-custom-sources",
)
