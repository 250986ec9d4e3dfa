"""The content files of the Arm Ecosystem Dashboard: one page of YAML front matter a product.

https://github.com/ArmDeveloperEcosystem/ecosystem-dashboard-for-arm
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import yaml

from workbench.knowledge.catalog import Support
from workbench.knowledge.update.row import Cell, Facts, Refused, Row, SourceTable
from workbench.knowledge.versions import numbers

SOURCE = "Arm Ecosystem Dashboard"

FOLDERS = ("content/linux/opensource_packages", "content/linux/commercial_packages")
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
COLUMNS = ("name", "vendor", "category", "works_on_arm", "since", "recommended", "url")

_REQUIRED = {
    FOLDERS[0]: ("name", "category", "works_on_arm", "supported_minimum_version"),
    FOLDERS[1]: ("name", "vendor", "category", "works_on_arm", "product_url"),
}


def read_dashboard(
    pages: Mapping[str, Iterable[str]], read: Callable[[str], str]
) -> list[SourceTable]:
    """Read every page of the FOLDERS; `read` returns the text of a file of the copy.

    Raises ExceptionGroup of Refused with every page that cannot be read: none counts then.
    """
    tables, refused = [], []
    for folder in FOLDERS:
        rows = []
        for path in sorted(pages[folder]):
            try:
                rows.append(_row(folder, path, read(path)))
            except Refused as error:
                refused.append(error)
        if not rows and not refused:
            refused.append(Refused(folder, "holds no page"))
        tables.append(SourceTable(id=folder, columns=COLUMNS, rows=tuple(rows)))
    if refused:
        raise ExceptionGroup("pages have changed", refused)
    return tables


def _row(folder: str, path: str, text: str) -> Row:
    page = _front_matter(path, text)
    for field in _REQUIRED[folder]:
        if field not in page:
            raise Refused(path, f"the field {field!r} is not there")
    works = _text(path, page, "works_on_arm").lower()
    if works not in ("true", "false"):
        raise Refused(path, f"the field 'works_on_arm' is {works!r}, not true or false")
    facts = Facts(
        name=_text(path, page, "name"),
        vendor=_text(path, page, "vendor"),
        category=_text(path, page, "category"),
        purchased=folder == FOLDERS[1],
        images=False,
        status=Support.SUPPORTED if works == "true" else Support.UNSUPPORTED,
        since=_version(path, page.get("supported_minimum_version")),
        recommended=_version(path, _inside(page, "arm_recommended_minimum_version")),
        url=_text(path, page, "product_url") or _text(path, page, "download_url"),
    )
    if not facts.name:
        raise Refused(path, "the field 'name' is empty")
    said = (facts.name, facts.vendor, facts.category, works)
    cells = (*said, facts.since, facts.recommended, facts.url)
    stem = path.rpartition("/")[2].removesuffix(".md")
    return Row(key=(stem,), line=1, cells=tuple(Cell.of(c) for c in cells), facts=facts)


def _front_matter(path: str, text: str) -> dict[str, Any]:
    parts = text.split("---", 2)
    if len(parts) < 3 or parts[0].strip():
        raise Refused(path, "has no front matter between two lines of ---")
    try:
        # The base loader makes texts of everything: 3.10 is no number here. Some pages hold tabs.
        page = yaml.load(parts[1].replace("\t", " "), Loader=_Loader)  # noqa: S506
    except (yaml.YAMLError, RecursionError) as error:
        reason = str(getattr(error, "problem", "") or "it is nested too deeply")
        raise Refused(path, f"its front matter is no YAML ({reason})") from None
    if not isinstance(page, dict):
        raise Refused(path, "its front matter is no table of fields")
    return page


def _text(path: str, page: dict[str, Any], field: str) -> str:
    value = page.get(field) or ""
    if not isinstance(value, str):
        raise Refused(path, f"the field {field!r} is no text")
    return " ".join(value.split())


def _inside(page: dict[str, Any], field: str) -> object:
    optional = page.get("optional_info")
    return optional.get(field) if isinstance(optional, dict) else None


def _version(path: str, value: object) -> str:
    """Return the version number; what is no version, as a date or a word, is none."""
    if not value:
        return ""
    if not isinstance(value, dict):
        raise Refused(path, "the field 'supported_minimum_version' is no table of fields")
    version = value.get("version_number") or ""
    if not isinstance(version, str):
        raise Refused(path, "the field 'version_number' is no text")
    version = version.strip().removeprefix("v")
    return version if numbers(version) else ""
