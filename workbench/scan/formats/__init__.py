"""Every format the scanner knows: one file each, one line here."""

from __future__ import annotations

from workbench.scan.format import Format
from workbench.scan.formats import cargo, go_mod, npm, npm_lock, pyproject, requirements, ruby
from workbench.scan.formats.build_wrapper import WRAPPER
from workbench.scan.formats.maven import MAVEN

FORMATS: tuple[Format, ...] = (
    MAVEN,
    WRAPPER,
    *cargo.FORMATS,
    go_mod.FORMAT,
    npm.FORMAT,
    npm_lock.FORMAT,
    requirements.FORMAT,
    *ruby.FORMATS,
    pyproject.FORMAT,
)
