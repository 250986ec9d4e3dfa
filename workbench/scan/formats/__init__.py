"""Every format the scanner knows: one file each, one line here."""

from __future__ import annotations

from workbench.scan.format import Format

FORMATS: tuple[Format, ...] = ()
