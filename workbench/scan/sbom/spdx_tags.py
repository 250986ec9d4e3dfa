"""SPDX tag-value text as packages and relationships, in the words of the JSON form."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.scan.document import Document, Unreadable

Package = dict[str, object]

_SIMPLE = {
    "SPDXID": "SPDXID",
    "PackageVersion": "versionInfo",
    "PackageSupplier": "supplier",
    "PackageSourceInfo": "sourceInfo",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
}
_OTHER_SECTIONS = frozenset({"FileName", "SnippetSPDXID", "LicenseID", "Reviewer", "Annotator"})


def tagged(document: Document) -> tuple[list[tuple[int, Package]], list[tuple[str, str, str]]]:
    """Return each package with its line, and the relationships as (element, type, related).

    Raises Unreadable where a text does not end.
    """
    packages: list[tuple[int, Package]] = []
    relationships: list[tuple[str, str, str]] = []
    package: Package | None = None
    for line, tag, value in _tags(document):
        if tag == "PackageName":
            references: list[object] = []
            package = {"name": value, "externalRefs": references}
            packages.append((line, package))
        elif tag == "Relationship":
            words = value.split()
            if len(words) >= 3:
                relationships.append((words[0], words[1], words[2]))
        elif tag in _OTHER_SECTIONS:
            package = None
        elif package is not None and tag in _SIMPLE:
            package[_SIMPLE[tag]] = value
        elif package is not None and tag == "ExternalRef":
            words = value.split(maxsplit=2)
            if len(words) == 3:
                references.append({"referenceType": words[1], "referenceLocator": words[2]})
    return packages, relationships


def _tags(document: Document) -> Iterator[tuple[int, str, str]]:
    """Yield line, tag and value; a value in `<text>` may go over many lines."""
    lines = enumerate(document.lines, 1)
    for number, line in lines:
        tag, colon, value = line.partition(":")
        tag, value = tag.strip(), value.strip()
        if not colon or line.lstrip().startswith("#"):
            continue
        if value.startswith("<text>"):
            parts = [value.removeprefix("<text>")]
            while "</text>" not in parts[-1]:
                following = next(lines, None)
                if following is None:
                    raise Unreadable("holds a <text> that does not end", number)
                parts.append(following[1])
            value = "\n".join(parts).partition("</text>")[0].strip()
        yield number, tag, value
