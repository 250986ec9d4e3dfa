"""Every format the scanner knows: one file each, one line here."""

from __future__ import annotations

from workbench.scan.format import Format
from workbench.scan.formats.dockerfile import DOCKERFILE

FORMATS: tuple[Format, ...] = (DOCKERFILE,)
