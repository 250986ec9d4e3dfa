"""Every format the scanner knows: one file each, one line here."""

from __future__ import annotations

from workbench.scan.format import Format
from workbench.scan.formats import module, runtime_version

FORMATS: tuple[Format, ...] = (
    module.FORMAT,
    runtime_version.FORMAT,
)
