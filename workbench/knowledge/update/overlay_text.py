"""Catalog entries as a TOML file that people can read and edit."""

from __future__ import annotations

import json
from collections.abc import Iterable

import msgspec

from workbench.knowledge.catalog import Claim, Product

_NOT_WRITTEN = ("claim", "origin")


def overlay_text(products: Iterable[Product], head: Iterable[str]) -> str:
    """Return the file; `head` are the lines of comment at its top."""
    lines = [f"# {line}" for line in head]
    for product in products:
        lines += ["", "[[product]]", *_fields(product)]
        for claim in product.claim:
            lines += ["[[product.claim]]", *_fields(claim)]
    return "\n".join(lines) + "\n"


def _fields(record: Product | Claim) -> list[str]:
    """Return `name = value` for every field that is not as it would be anyway."""
    lines = []
    for field in msgspec.structs.fields(record):
        value = getattr(record, field.name)
        if field.name not in _NOT_WRITTEN and (field.required or value != field.default):
            lines.append(f"{field.name} = {_value(value)}")
    return lines


def _value(value: object) -> str:
    """Return text, truth or a list of texts: JSON's notation of these is TOML's."""
    if isinstance(value, tuple):
        return json.dumps(list(value), ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
