"""Which packages R code of the project names: renv goes by them, for it keeps no manifest."""

from __future__ import annotations

import re

from workbench.model.regex import regex
from workbench.scan.document import Unreadable
from workbench.scan.tree import Tree

_ENDINGS = (".R", ".r", ".Rmd", ".rmd", ".qmd", ".Rnw", ".Rprofile")
_USE = regex(
    r"""\b(?:library|require|requireNamespace|loadNamespace|p_load)\s*\(\s*["'`]?([A-Za-z][\w.]*)
    |\b([A-Za-z][\w.]*)::""",
    re.VERBOSE,
)
_COMMENT = regex(r"^[ \t]*#.*$", re.MULTILINE)
MAX_FILES = 1000
MAX_BYTES = 512 * 1024


def packages_in_use(folder: str, tree: Tree) -> frozenset[str]:
    """Return the packages that the R files in and below `folder` load, within bounds.

    renv's own library, where the packages lie installed, is left out.
    """
    prefix = f"{folder}/" if folder else ""
    paths = [
        path
        for path, size in tree.sizes.items()
        if path.startswith(prefix)
        and path.endswith(_ENDINGS)
        and size <= MAX_BYTES
        and not path.startswith(f"{prefix}renv/")
    ]
    found: set[str] = set()
    for path in paths[:MAX_FILES]:
        try:
            text = _COMMENT.sub("", tree.read(path).text)
        except Unreadable:
            continue
        found.update(a or b for a, b in _USE.findall(text))
    return frozenset(found)
