"""Software that was bought, added by hand: no scanner can see it in the project's files."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from workbench.model.component import Kind, Occurrence, Origin, Sighting, Trait
from workbench.model.purl import make_purl, slug

SETTINGS_PATH = ".workbench/project.toml"
READER = "manual"


class Purchased(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One purchased product as a person describes it. Every field is free text but `kind`.

    `where` says what it runs on: "all hosts", a path, a team. `line` is that of the entry in
    `project.toml`, 0 before it is written; it is no part of the description.
    """

    name: str
    vendor: str = ""
    version: str = ""
    where: str = ""
    note: str = ""
    kind: Kind = Kind.APPLICATION
    url: str = ""
    line: int = 0

    @property
    def description(self) -> dict[str, str]:
        """The fields that say something, as `project.toml` holds them."""
        fields = msgspec.structs.asdict(self)
        del fields["line"]
        if self.kind is Kind.APPLICATION:
            del fields["kind"]
        return {name: str(value) for name, value in fields.items() if value}


FIELDS = ("name", "vendor", "version", "where", "note", "kind", "url")


def purchased_from(fields: Mapping[str, object], line: int = 0) -> Purchased:
    """Make an entry of `fields`; others than FIELDS are left alone.

    Raises ValueError, one clause that names the field and what it should be.
    """
    known = {name: fields[name] for name in FIELDS if name in fields}
    for name, value in known.items():
        if not isinstance(value, str):
            raise ValueError(f'{name} must be text in quotes, such as {name} = "..."')
    texts = {name: str(value) for name, value in known.items()}
    if not slug(texts.get("name", "")):
        raise ValueError("a purchased product needs a name with a letter or a digit in it")
    kind = texts.pop("kind", "") or Kind.APPLICATION
    if kind not in set(Kind):
        raise ValueError(f"kind {kind!r} is none of {', '.join(Kind)}")
    return Purchased(kind=Kind(kind), line=line, **texts)


def purchased_sighting(
    purchased: Purchased, path: str = SETTINGS_PATH, reader: str = READER
) -> Sighting:
    """Return the entry as a scanner would have seen it, at its line in the file at `path`."""
    traits = tuple(
        Trait(name, value)
        for name in ("where", "note", "vendor", "url")
        if (value := purchased.description.get(name))
    )
    return Sighting(
        purl=make_purl(
            "generic",
            slug(purchased.name),
            purchased.version.strip(),
            namespace=slug(purchased.vendor),
        ),
        name=purchased.name,
        version=purchased.version.strip(),
        kind=purchased.kind,
        origin=Origin.PURCHASED,
        occurrence=Occurrence(path, purchased.line, traits=traits, reader=reader),
    )
