"""What RPM's tools print: rpm -qa with and without --queryformat, rpm -qai, dnf list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.hosts.listed import Listed

ARCHITECTURES = frozenset(
    {
        *("x86_64", "x86_64_v2", "i386", "i486", "i586", "i686", "aarch64", "armv7hl", "noarch"),
        *("ppc64le", "s390x", "riscv64", "(none)"),
    }
)
_NAME = r"[A-Za-z0-9_][\w.+-]*"
_PART = r"[A-Za-z0-9][\w.+~^]*"
_ARCH = "|".join(map(re.escape, sorted(ARCHITECTURES)))
_NVRA = regex(
    rf"({_NAME})-(?:(?:\d+|\(none\)):)?({_PART})-({_PART}?)(?:\.({_ARCH}))?"
    r"(?:\.rpm)?(?:\s.*)?"
)
_DNF = regex(
    rf"({_NAME})\.({'|'.join(ARCHITECTURES - {'(none)'})})\s+(?:\d+:)?({_PART}-{_PART})\s+\S+"
)
_SEPARATORS = regex(r"[\t ]*[|,;\t][\t ]*| +")
_EPOCH = regex(r"\d+|\(none\)|0")
_FIELD = regex(r"(Name|Epoch|Version|Release|Architecture|Vendor)\s*: (.*)")
_MOST_SAMPLED = 200
_KEYS = "gpg-pubkey"
"""Signing keys look like packages to RPM."""


def is_list(document: Document) -> bool:
    """Whether the text looks like `rpm -qa`, `dnf list --installed` or `rpm -qa --qf`."""
    lines = [line.strip() for line in document.text[:65536].split("\n") if line.strip()]
    lines = [line for line in lines if not _is_heading(line)][:_MOST_SAMPLED]
    read = [_package(line, 0) for line in lines]
    tied = sum(bool(p and _shows_rpm(line, p)) for p, line in zip(read, lines, strict=True))
    return bool(lines) and all(read[:-1]) and tied * 2 > len(lines)


def list_packages(document: Document) -> Iterator[Listed]:
    """Yield each package of a list with one package a line."""
    for number, line in enumerate(document.lines, 1):
        package = None if _is_heading(line) else _package(line.strip(), number)
        if package and package.name != _KEYS:
            yield package


def is_information(document: Document) -> bool:
    """Whether the text is what `rpm -qai` prints."""
    return bool(re.match(r"\s*Name\s+: \S", document.text)) and "\nRelease " in document.text[:2000]


def information_packages(document: Document) -> Iterator[Listed]:
    """Yield each package of `rpm -qai`."""
    fields: dict[str, str] = {}
    start = 0
    for number, line in enumerate([*document.lines, "Name        : "], 1):
        match = _FIELD.match(line)
        if not match:
            continue
        if match[1] == "Name":
            if fields.get("Name") and fields["Name"] != _KEYS:
                yield _of_fields(fields, start)
            fields, start = {}, number
        fields[match[1]] = _told(match[2].strip())


def _of_fields(fields: dict[str, str], line: int) -> Listed:
    return Listed(
        name=fields["Name"],
        version="-".join(filter(None, (fields.get("Version"), fields.get("Release")))),
        line=line,
        arch=fields.get("Architecture", ""),
        vendor=fields.get("Vendor", ""),
    )


def _package(line: str, number: int) -> Listed | None:
    match = _DNF.fullmatch(line)
    if match:
        return Listed(name=match[1], version=match[3], line=number, arch=match[2])
    words = _SEPARATORS.split(line)
    match = _NVRA.fullmatch(words[0])
    if len(words) == 1 and not match:
        return None
    if match and (len(words) == 1 or match[4]):  # more words are the date of --last
        version = "-".join(filter(None, (match[2], match[3])))
        return Listed(name=match[1], version=version, line=number, arch=_told(match[4] or ""))
    return _formatted(words, number)


def _formatted(words: list[str], number: int) -> Listed | None:
    """Read `NAME [EPOCH] VERSION [RELEASE] ARCH [VENDOR ...]` with any separator."""
    name, *rest = words
    place = next(
        (n for n, word in enumerate(rest) if word in ARCHITECTURES and word != "(none)"), None
    )
    before = rest if place is None else rest[:place]
    if len(before) > 1 and _EPOCH.fullmatch(before[0]) and (len(before) > 2 or "-" in before[1]):
        before = before[1:]
    before = before[:2]
    if before and "-" in before[0]:
        before = before[:1]
    version = "-".join(re.sub(r"^(?:\d+|\(none\)):", "", part) for part in before)
    if not re.fullmatch(_NAME, name) or not re.fullmatch(rf"{_PART}(?:-{_PART})?", version):
        return None
    if not any(map(str.isdigit, version)):
        return None
    behind = [] if place is None else rest[place + 1 :]
    return Listed(
        name=name,
        version=version,
        line=number,
        arch="" if place is None else rest[place],
        vendor=_told(" ".join(behind).strip('"')),
    )


def _shows_rpm(line: str, package: Listed) -> bool:
    """Whether nothing but RPM writes so: an architecture of its own, or its release's tag."""
    own = package.arch in ARCHITECTURES or re.search(r"\.(?:el|fc|amzn|ph|cm|azl)\d", line)
    return bool(own) and not line.endswith("}")


def _is_heading(line: str) -> bool:
    start = line.strip().lower()
    return not start or start.startswith(
        ("installed packages", "available packages", "loaded plugins", "last metadata")
    )


def _told(value: str) -> str:
    return "" if value == "(none)" else value
