"""Mach-O files of macOS and iOS, of one processor or of several (mach-o/loader.h, fat.h)."""

from __future__ import annotations

from workbench.scan.binaries.binary import Binary, Window
from workbench.scan.binaries.platform_names import processor_of

_THIN = {
    b"\xcf\xfa\xed\xfe": "<",
    b"\xce\xfa\xed\xfe": "<",
    b"\xfe\xed\xfa\xcf": ">",
    b"\xfe\xed\xfa\xce": ">",
}
_FAT = {b"\xca\xfe\xba\xbe": 20, b"\xca\xfe\xba\xbf": 32}
MAGICS = (*_THIN, *_FAT)
_FORMS = {1: "Mach-O object file", 2: "Mach-O program", 6: "Mach-O library", 8: "Mach-O bundle"}
_MOST_PROCESSORS = 30
"""A Java class starts like a fat file; its version, 45 or more, stands where the count does."""


def read_mach_o(window: Window) -> Binary | None:
    """Return what the file in `window` is, None for a Java class. Raises Unreadable."""
    magic = window.at(0, 4)
    if magic in _THIN:
        numbers = [window.unpack(f"{_THIN[magic]}I", 4)[0]]
        (type_,) = window.unpack(f"{_THIN[magic]}I", 12)
        form = _FORMS.get(type_, "Mach-O file")
    else:
        (count,) = window.unpack(">I", 4)
        if not 0 < count <= _MOST_PROCESSORS:
            return None
        numbers = [window.unpack(">I", 8 + at * _FAT[magic])[0] for at in range(count)]
        form = "Mach-O file"
    processors = [processor_of("mach_o", n) or f"machine-{n}" for n in numbers]
    return Binary("macos", form, tuple(dict.fromkeys(f"macos-{p}" for p in processors)))
