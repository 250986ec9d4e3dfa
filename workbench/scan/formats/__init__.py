"""Every format the scanner knows: one file each, one line here."""

from __future__ import annotations

from workbench.scan.format import Format
from workbench.scan.formats import pyproject, requirements
from workbench.scan.formats.build_wrapper import WRAPPER
from workbench.scan.formats.maven import MAVEN

FORMATS: tuple[Format, ...] = (
    MAVEN,
    WRAPPER,
    requirements.FORMAT,
    pyproject.FORMAT,
)
