"""One line that is handed to pip outside of a requirements file: in an environment of conda."""

from __future__ import annotations

from workbench.model.regex import regex
from workbench.scan.python.python_requirement import PythonRequirement, parse_requirement

_INCLUDE = regex(r"(?:-r|--requirement)[ =]?\s*(\S+)")
_EDITABLE = regex(r"^(?:-e|--editable)[ =]?\s*")
_OPTIONS = regex(r"\s--?[A-Za-z].*$")


def included_file(text: str) -> str:
    """Return the requirements file that the line names; empty where it is something else."""
    match = _INCLUDE.fullmatch(_bare(text))
    return match[1] if match else ""


def pip_entry(text: str) -> PythonRequirement | None:
    """Return what the line asks for; None for options and for the project's own code.

    Raises ValueError where it is no requirement.
    """
    text = _OPTIONS.sub("", _EDITABLE.sub("", _bare(text)), count=1)
    return parse_requirement(text) if text and not text.startswith("-") else None


def _bare(text: str) -> str:
    return text.partition(" #")[0].strip()
