"""What pip and npm say is installed: pip list, pip freeze, npm ls."""

from __future__ import annotations

import re
from collections.abc import Iterator

from packaging.utils import canonicalize_name

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.hosts.listed import Listed
from workbench.scan.javascript.npm_spec import is_npm_name
from workbench.scan.syntax.plain import scalar_of, table_of, tables_of
from workbench.scan.syntax.read_lock_json import read_lock_json, read_plain_json
from workbench.scan.syntax.value_lines import ValueLines

MAX_DEPTH = 100

_PIP_FIELDS = frozenset(
    {
        *("name", "version", "editable_project_location", "location", "installer"),
        *("latest_version", "latest_filetype"),
    }
)
_FROZEN = regex(r"([A-Za-z0-9][\w.-]*)==([\w.!+-]+)")
_FREEZE_LINE = regex(r"[A-Za-z0-9][\w.-]*(?:==[\w.!+-]+| @ \S.*)|-e \S.*|#.*")
_RULE = regex(r"-+ -+(?: -+)*\s*")
_COLUMNS = regex(r"([A-Za-z0-9][\w.-]*)\s+(\d[\w.!+-]*)(?:\s.*)?")


def is_pip_json(document: Document) -> bool:
    """Whether it is `pip list --format json`: a list of nothing but names and versions."""
    if document.data.lstrip()[:1] != b"[" or b'"version"' not in document.data:
        return False
    try:
        rows = list(tables_of(read_plain_json(document)))
    except Unreadable:
        return False
    return bool(rows) and all(_PIP_FIELDS >= row.keys() >= {"name", "version"} for row in rows)


def pip_json_packages(document: Document) -> Iterator[Listed]:
    """Yield each distribution; those that are installed in place are the user's own."""
    lines = ValueLines(document, ("name",))
    for row in tables_of(read_plain_json(document)):
        name = scalar_of(row.get("name"))
        line = lines.line("name", name)
        if name and not row.get("editable_project_location"):
            yield _distribution(name, scalar_of(row.get("version")), line)


def is_freeze(document: Document) -> bool:
    """Whether every line is one of `pip freeze`."""
    lines = [line.strip() for line in document.text[:65536].split("\n")[:-1] if line.strip()]
    pinned = any(_FROZEN.fullmatch(line) for line in lines)
    return pinned and all(_FREEZE_LINE.fullmatch(line) for line in lines)


def is_pip_table(document: Document) -> bool:
    """Whether it is the table that `pip list` prints."""
    head = document.text[:2000].split("\n")
    return len(head) > 1 and head[0].startswith("Package ") and bool(_RULE.fullmatch(head[1]))


def frozen_packages(document: Document) -> Iterator[Listed]:
    """Yield each pinned distribution of `pip freeze` or of the table of `pip list`."""
    table = is_pip_table(document)
    for number, line in enumerate(document.lines, 1):
        match = (_COLUMNS if table else _FROZEN).fullmatch(line.strip())
        if match and not (table and number < 3):
            yield _distribution(match[1], match[2], number)


def _distribution(name: str, version: str, line: int) -> Listed:
    return Listed(name=canonicalize_name(name), version=version, line=line)


def is_npm_list(document: Document) -> bool:
    """Whether it is `npm ls --json`: packages within packages that a lock file would describe."""
    start = document.data[:65536]
    if b'"dependencies"' not in start or b'"lockfileVersion"' in start:
        return False
    return bool(re.search(rb'"(?:overridden|problems|extraneous)"\s*:', start))


def npm_list_packages(document: Document) -> Iterator[tuple[Listed, bool]]:
    """Yield each installed package and whether it is the first level's. Raises Unreadable."""
    root, lines = read_lock_json(document)
    seen: set[tuple[str, str]] = set()
    pending = [(table_of(root).get("dependencies"), 0)]
    while pending:
        entries, depth = pending.pop()
        if depth > MAX_DEPTH:
            raise Unreadable(f"is no readable list: nested deeper than {MAX_DEPTH} packages")
        for name, entry in table_of(entries).items():
            package = table_of(entry)
            version = scalar_of(package.get("version"))
            line = lines.next(name) if depth == 0 else 0
            own = scalar_of(package.get("resolved")).startswith("file:")
            if version and is_npm_name(name) and not package.get("missing") and not own:
                listed = Listed(name=name, version=version, line=line)
                if depth == 0 or (name, version) not in seen:
                    yield listed, depth == 0
                seen.add((name, version))
            pending.append((package.get("dependencies"), depth + 1))
