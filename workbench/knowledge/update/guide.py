"""The tables of the AWS Graviton guide (https://github.com/aws/aws-graviton-getting-started)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from workbench.knowledge.catalog import Support
from workbench.knowledge.update.markdown_table import read_table
from workbench.knowledge.update.row import Cell, Facts, Refused, Row, SourceTable
from workbench.model.regex import regex

SOURCE = "AWS Graviton guide"

Cells = dict[str, Cell]

_NUMBER = r"(\d+(?:\.\d+)+)"
_SINCE = regex(
    rf"(?:starting (?:with|from)|since|as of|from|supported from|supported in)\s+v?\s*{_NUMBER}",
    re.IGNORECASE,
)
_FIRST_NUMBER = regex(r"\d+(?:\.\d+)*")
_ADVISED = regex(rf"{_NUMBER}\+? recommended", re.IGNORECASE)
_SERVICE_PACK = regex(r"(\d+) SP(\d+)")
_RELEASE_IN_NAME = regex(r"(.+) (\d+)")
_OTHER_PROGRAM = regex(r"([A-Za-z][\w-]*)\s+\d")
_REPOSITORY = regex(r"https://(?:github\.com|hub\.docker\.com/r)/([\w.-]+/[\w.-]+)")


@dataclass(frozen=True)
class _Table:
    file: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    prose: tuple[str, ...]
    """Columns whose words are the guide's own and are not kept in the baseline."""
    facts: Callable[[Cells], Facts]


def read_guide(read: Callable[[str], str]) -> list[SourceTable]:
    """Read all tables; `read` returns the text of a file of the copy.

    Raises ExceptionGroup of Refused with every table that cannot be read: none counts then.
    """
    tables, refused = [], []
    for table in TABLES:
        try:
            tables.append(_read(table, read(table.file)))
        except Refused as error:
            refused.append(error)
    if refused:
        raise ExceptionGroup("tables have changed", refused)
    return tables


def prose_columns(file: str) -> tuple[str, ...]:
    """Return the columns of a table whose words are not to be kept."""
    return next(table.prose for table in TABLES if table.file == file)


def _read(table: _Table, text: str) -> SourceTable:
    rows = []
    seen: Counter[tuple[str, ...]] = Counter()
    for line, cells in read_table(table.file, text, table.columns):
        named = dict(zip(table.columns, cells, strict=True))
        key = tuple(named[column].plain for column in table.key)
        if not key[-1]:
            raise Refused(table.file, f"the column {table.key[-1]!r} is empty", line)
        seen[key] += 1
        if seen[key] > 1:
            key = (*key, str(seen[key]))
        rows.append(Row(key=key, line=line, cells=cells, facts=table.facts(named)))
    return SourceTable(id=table.file, columns=table.columns, rows=tuple(rows))


def _vendor_product(cells: Cells) -> Facts:
    addresses = cells["Resources"].addresses or cells["Product"].addresses
    return Facts(
        name=cells["Product"].plain,
        vendor=cells["ISV"].plain,
        category=cells["Category"].plain,
        purchased=True,
        url=_first(addresses),
    )


def _container(cells: Cells) -> Facts:
    said = cells["Comment"].plain
    builds = "compile from source" in said.lower()
    repository = _REPOSITORY.search(cells["URL"].text)
    return Facts(
        name=cells["Name"].plain,
        category="Containers",
        kind="container-image",
        aliases=(repository[1].lower(),) if repository else (),
        status=Support.MANUAL_BUILD if builds else Support.SUPPORTED,
        since=_matched(_SINCE, said),
        url=_first(cells["URL"].addresses),
    )


def _native_jar(cells: Cells) -> Facts:
    version = cells["Minimum Version"].plain
    builds = cells["Builds on Arm"].plain.lower().startswith("yes")
    published = cells["Arm Artifact available"]
    there = published.plain.lower().startswith("yes")
    status = Support.SUPPORTED if there else Support.MANUAL_BUILD if builds else Support.UNSUPPORTED
    return Facts(
        name=cells["jar"].plain,
        kind="library",
        aliases=(f"pkg:maven/{cells['Org'].plain}/{cells['jar'].plain}",),
        status=status,
        since=_first(_FIRST_NUMBER.findall(version)) if there else "",
        recommended=_matched(_ADVISED, version),
        url=_first((*published.addresses, *cells["jar"].addresses)),
    )


def _system(cells: Cells) -> Facts:
    name, version = cells["Name"].plain, _SERVICE_PACK.sub(r"\1.\2", cells["Version"].plain)
    number = _matched_whole(_FIRST_NUMBER, version)
    open_ended = "later" in version
    # "Amazon Linux 2" has its release in the name: its version column is that of a library.
    named = _RELEASE_IN_NAME.fullmatch(name)
    line = number.partition(".")[0] if open_ended else number
    struck = cells["Name"].text.startswith("~~")
    return Facts(
        name=named[1] if named else name,
        kind="operating-system",
        images=False,
        status=Support.UNKNOWN if struck else Support.SUPPORTED,
        since=number if open_ended and not named else "",
        line=named[2] if named else line,
        url=_first(cells["AMI"].addresses),
    )


def _software(cells: Cells) -> Facts:
    version = cells["Version"].plain
    # "zlib-ng 2.3.3+" advises another program than the one of the row.
    other = _OTHER_PROGRAM.match(version)
    return Facts(
        name=other[1] if other else cells["Package"].plain,
        images=False,
        recommended=_matched_whole(_FIRST_NUMBER, version),
        url=_first((*cells["Version"].addresses, *cells["Improvements"].addresses)),
    )


def _service(cells: Cells) -> Facts:
    available = cells["Status"].plain == "GA"
    return Facts(
        name=cells["Service"].plain,
        kind="service",
        images=False,
        status=Support.SUPPORTED if available else Support.UNKNOWN,
        url=_first((*cells["Resources"].addresses, *cells["Service"].addresses)),
    )


def _first(texts: tuple[str, ...] | list[str]) -> str:
    return texts[0] if texts else ""


def _matched(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""


def _matched_whole(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[0] if match else ""


TABLES = (
    _Table(
        "isv.md",
        ("Category", "ISV", "Product", "Resources"),
        ("ISV", "Product"),
        ("Resources",),
        _vendor_product,
    ),
    _Table("containers.md", ("Name", "URL", "Comment"), ("Name",), ("Comment",), _container),
    _Table(
        "CommonNativeJarsTable.md",
        ("Org", "jar", "Builds on Arm", "Arm Artifact available", "Minimum Version"),
        ("Org", "jar"),
        (),
        _native_jar,
    ),
    _Table(
        "os.md",
        ("Name", "Version", "LSE Support", "Kernel page size", "AMI", "Metal support", "Comment"),
        ("Name", "Version"),
        ("Comment",),
        _system,
    ),
    _Table(
        "README.md",
        ("Package", "Version", "Improvements"),
        ("Package",),
        ("Improvements",),
        _software,
    ),
    _Table(
        "managed_services.md",
        ("Service", "Status", "Resources"),
        ("Service",),
        ("Resources",),
        _service,
    ),
)
