"""Reads catalog and rule files: ours and the user's, later ones over earlier ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import msgspec

from workbench.knowledge.catalog import AdviceEntry, Claim, Product
from workbench.knowledge.rules import Rule
from workbench.model.errors import WorkbenchError
from workbench.model.problem import Problem
from workbench.model.toml import decode

MAX_BYTES = 16 * 1024 * 1024


class KnowledgeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One TOML file: products, advice, rules, or all of them."""

    product: tuple[Product, ...] = ()
    rule: tuple[Rule, ...] = ()
    advice: tuple[AdviceEntry, ...] = ()


class Contents(msgspec.Struct, frozen=True):
    """All that a set of files says."""

    products: tuple[Product, ...] = ()
    rules: tuple[Rule, ...] = ()
    advice: tuple[AdviceEntry, ...] = ()

    def under(self, later: Contents) -> Contents:
        """Return both, where an entry of `later` stands in for those whose ids it names."""
        earlier = _superseded(self.products, later.products)
        products = {name for p in later.products for name in (p.id, *p.replaces)}
        rules = {r.id for r in later.rules}
        advice = {a.id for a in later.advice}
        return Contents(
            (*(p for p in earlier if p.id not in products), *later.products),
            (*(r for r in self.rules if r.id not in rules), *later.rules),
            (*(a for a in self.advice if a.id not in advice), *later.advice),
        )


def _superseded(products: Iterable[Product], later: Iterable[Product]) -> Iterator[Product]:
    """Yield `products` without the claims that newer ones of the same source stand in for."""
    silenced: dict[str, set[str]] = {}
    for product in later:
        for entry_id in product.supersedes:
            silenced.setdefault(entry_id, set()).update(c.source for c in product.claim)
    for product in products:
        sources = silenced.get(product.id)
        if not sources:
            yield product
            continue
        claims = (_without(claim, sources) for claim in product.claim)
        yield msgspec.structs.replace(product, claim=tuple(c for c in claims if c))


def _without(claim: Claim, sources: set[str]) -> Claim | None:
    """Return the claim as the rest of its sources make it; None where none is left."""
    rest = [source for source in claim.source.split(", ") if source not in sources]
    return msgspec.structs.replace(claim, source=", ".join(rest)) if rest else None


def toml_files(folder: Path) -> list[Path]:
    """Return the knowledge files of a folder in order of name; none where it does not exist."""
    return sorted(folder.glob("*.toml")) if folder.is_dir() else []


def read_ours(files: Iterable[Path]) -> Contents:
    """Read the files that ship with the product. Raises WorkbenchError for a damaged one."""
    read = []
    for path in files:
        try:
            read.append(_read(path, f"{path.parent.name}/{path.name}"))
        except (OSError, ValueError) as error:
            raise WorkbenchError(
                f"{path} is damaged ({_reason(error)}): install the workbench again"
            ) from error
    return _together(read)


def read_folder(folder: Path) -> tuple[Contents, list[Problem]]:
    """Read a user's folder; a file that is not right is left out and reported."""
    read, problems = [], []
    try:
        files = toml_files(folder)
    except OSError as error:
        return Contents(), [Problem(str(folder), f"cannot be listed: {_reason(error)}")]
    for path in files:
        origin = f"{folder.parent.name}/{folder.name}/{path.name}"
        try:
            read.append(_read(path, origin))
        except (OSError, ValueError) as error:
            reason = f"is left out: {_reason(error)}; correct it and open the project again"
            problems.append(Problem(str(path), reason))
    return _together(read), problems


def _read(path: Path, origin: str) -> KnowledgeFile:
    """Read one file. Raises ValueError saying what is wrong in it."""
    if path.resolve().parent != path.parent.resolve():
        raise ValueError("it is a link to a file elsewhere, which is not followed")
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise ValueError(f"it is no file of at most {MAX_BYTES // 1024 // 1024} MB")
    read = parse_knowledge(path.read_bytes())
    products = (msgspec.structs.replace(p, origin=origin) for p in read.product)
    return KnowledgeFile(tuple(products), read.rule, read.advice)


def parse_knowledge(data: bytes) -> KnowledgeFile:
    """Parse the content of a knowledge file. Raises ValueError saying what is wrong in it."""
    try:
        read = decode(data, KnowledgeFile)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    _check(read)
    return read


_RULE_WORDS = ("value", "name", "version", "users")


def _check(read: KnowledgeFile) -> None:
    """Refuse what parses but cannot be meant. Raises ValueError."""
    for entries in (read.product, read.rule, read.advice):
        for entry_id, times in Counter(e.id for e in entries).items():
            if times > 1:
                raise ValueError(f"the id {entry_id!r} stands in it {times} times")
    for product in read.product:
        for alias in (*product.aliases, *product.possible):
            if not alias.strip() or alias in ("*", "/*"):
                raise ValueError(f"product {product.id!r} has the alias {alias!r}")
            if alias.startswith("pkg:") and "/" not in alias:
                raise ValueError(f"product {product.id!r}: {alias!r} is no purl")
    for rule in read.rule:
        if rule.when.everywhere and not rule.when.all:
            raise ValueError(f"rule {rule.id!r}: everywhere needs a trait in all")
        _check_places(f"rule {rule.id!r}: detail", rule.detail, _RULE_WORDS)
    for advice in read.advice:
        _check_places(f"advice {advice.id!r}: text", advice.text, ("name", "version", "ended"))
        if advice.ended:
            date.fromisoformat(advice.ended)


def _check_places(what: str, text: str, names: tuple[str, ...]) -> None:
    try:
        text.format_map(dict.fromkeys(names, ""))
    except (KeyError, IndexError, ValueError):
        known = ", ".join(f"{{{name}}}" for name in names)
        raise ValueError(f"{what} may name {known} only") from None


def _together(read: list[KnowledgeFile]) -> Contents:
    return Contents(
        tuple(p for file in read for p in file.product),
        tuple(r for file in read for r in file.rule),
        tuple(a for file in read for a in file.advice),
    )


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).splitlines()[0].rstrip(".")
