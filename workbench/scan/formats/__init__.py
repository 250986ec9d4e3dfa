"""Every format the scanner knows: one file each, one line here."""

from __future__ import annotations

from workbench.scan.format import Format
from workbench.scan.formats import go_mod, npm, npm_lock, pyproject, requirements

FORMATS: tuple[Format, ...] = (
    go_mod.FORMAT,
    npm.FORMAT,
    npm_lock.FORMAT,
    requirements.FORMAT,
    pyproject.FORMAT,
)
