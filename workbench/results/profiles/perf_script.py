"""The text of `perf script`: one event header a sample, then its frames, innermost first."""

from __future__ import annotations

from collections import Counter

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.profiles.tally import Tally
from workbench.results.records import Profile
from workbench.scan.document import Document, Unreadable

EVENTS_TOGETHER = "Samples of several events are counted together: {events}."

_HEADER = regex(
    rb"(?P<command>\S.*?)\s+(?:\d+/)?-?\d+\s+(?:\[\d+\]\s+)?(?:\S+\s+)?\d+\.\d+:\s+"
    rb"(?P<period>\d+\s+)?(?P<event>[\w./:\-{}=,]+?):(?P<rest>\s.*)?"
)
_FRAME = regex(rb"\s+(?P<address>[0-9a-f]+)\s+(?P<symbol>.+?)(?:\s+\((?P<place>[^()]*\S)\))?")
_OFFSET = regex(r"\+0x[0-9a-f]+$")
_INLINED = " (inlined)"


def recognises(document: Document) -> bool:
    """Whether the first line is an event's header, and a frame or another header follows."""
    lines = [x for x in document.data[:4096].split(b"\n") if x.strip() and not x.startswith(b"#")]
    if len(lines) < 2 or not _HEADER.fullmatch(lines[0].rstrip()):
        return False
    return bool(_FRAME.fullmatch(lines[1].rstrip()) or _HEADER.fullmatch(lines[1].rstrip()))


def read(document: Document) -> Profile:
    """Read the samples; each counts once. Raises Unreadable, with the line, for other text."""
    tally = Tally()
    events: Counter[str] = Counter()
    command = ""
    stack: list[str] = []
    for number, raw in enumerate(document.data.split(b"\n"), 1):
        line = raw.rstrip()
        if not line:
            if command:
                tally.add([command, *reversed(stack)], 1)
            command, stack = "", []
        elif raw.startswith(b"#"):
            continue
        elif command and line[:1].isspace():
            stack.append(_frame(line, number))
        else:
            if command:
                tally.add([command, *reversed(stack)], 1)
            header = _HEADER.fullmatch(line.strip())
            if header is None:
                raise Unreadable("is no event of `perf script`", number)
            command, stack = _text(header["command"]), []
            events[_text(header["event"])] += 1
            tail = (header["rest"] or b"").strip()
            if tail:
                stack.append(_frame(b" " + tail, number))
    if command:
        tally.add([command, *reversed(stack)], 1)
    warnings = []
    if len(events) > 1:
        listed = ", ".join(f"{name} ({n})" for name, n in events.most_common())
        warnings.append(EVENTS_TOGETHER.format(events=listed))
    return tally.profile("perf script", "samples", warnings)


def _frame(line: bytes, number: int) -> str:
    found = _FRAME.fullmatch(line)
    if found is None:
        raise Unreadable("is no frame of `perf script`", number)
    symbol = _OFFSET.sub("", _text(found["symbol"]).removesuffix(_INLINED))
    if symbol != "[unknown]":
        return symbol
    place = _text(found["place"] or b"")
    return f"[{place.rpartition('/')[2]}]" if place and not place.startswith("[") else "[unknown]"


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


FORMAT = ResultFormat(
    id="perf-script",
    title="perf script",
    recognises=recognises,
    read=read,
    documentation="https://man7.org/linux/man-pages/man1/perf-script.1.html",
)
