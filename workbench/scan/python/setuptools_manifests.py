"""What `setup.cfg` and `setup.py` say of their module, as text: nothing of them is ever run."""

from __future__ import annotations

from workbench.model.regex import regex
from workbench.scan.declared import Declared
from workbench.scan.document import Document

_SECTION = regex(r"\[([\w.:-]+)\]\s*$")
_OPTION = regex(r"([\w-]+)[ \t]*[=:](.*)")
_CALL = regex(r"\bsetup\s*\(")
_ARGUMENT = regex(r"""(?<![\w.])(name|version|python_requires)\s*=\s*(["'])([^"'\n]*)\2\s*[,)]""")
_OF_INTEREST = {
    ("metadata", "name"): "name",
    ("metadata", "version"): "version",
    ("options", "python_requires"): "python_requires",
    ("options", "python-requires"): "python_requires",
}


def declared_setup_cfg(document: Document) -> Declared | None:
    """Read `[metadata]` and `[options]`; None where the file only configures tools."""
    section = ""
    found: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(document.lines, 1):
        header, option = _SECTION.match(line), _OPTION.match(line)
        if header:
            section = header[1]
        elif option and (section, option[1]) in _OF_INTEREST:
            found.setdefault(_OF_INTEREST[section, option[1]], (option[2].strip(), number))
    return _declared(found) if found else None


def declared_setup_py(document: Document) -> Declared | None:
    """Read the arguments of `setup(...)` that are plain strings; None where it is not called."""
    call = _CALL.search(document.text)
    if not call:
        return None
    found: dict[str, tuple[str, int]] = {}
    for match in _ARGUMENT.finditer(document.text, call.end()):
        found.setdefault(match[1], (match[3], document.line_at(match.start())))
    return _declared(found)


def _declared(found: dict[str, tuple[str, int]]) -> Declared:
    name, line = found.get("name", ("", 0))
    version = found.get("version", ("", 0))[0]
    python, python_line = found.get("python_requires", ("", 0))
    return Declared(
        name=name,
        line=line,
        version=version if version[:1].isdigit() else "",
        languages=("python",),
        runtimes=(("python", python, python_line),) if python else (),
    )
