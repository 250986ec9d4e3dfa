"""What a mix.lock pins: an Elixir map of literals, written by Mix."""

from __future__ import annotations

import msgspec

from workbench.scan.document import Document, Unreadable
from workbench.scan.elixir.elixir_terms import Term, term_at
from workbench.scan.elixir.elixir_tokens import tokens

_PUBLIC = "hexpm"
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")


class LockedHex(msgspec.Struct, frozen=True, kw_only=True):
    """One locked dependency, under the name that the project has for it.

    `managers` are the build tools that the package says it can be built with.
    """

    app: str
    name: str
    version: str
    line: int
    git: str = ""
    repository: str = ""
    """A registry other than the public one."""
    managers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def mix_locked(document: Document) -> dict[str, LockedHex]:
    """Read a lock file: dependencies by application. Raises Unreadable where it is none."""
    for number, line in enumerate(document.lines, 1):
        if line.startswith(_CONFLICT):
            raise Unreadable("holds an unresolved merge conflict", number)
    every = tokens(document)
    if not every:
        return {}
    if every[0].text != "%{":
        raise Unreadable("is no mix.lock: it holds no map", every[0].line)
    found = {}
    for app, term in term_at(every, 0)[0].members.items():
        locked = _locked(app, term)
        if locked:
            found[app] = locked
    return found


def _locked(app: str, term: Term) -> LockedHex | None:
    kind, *rest = [item.text for item in term.items if term.kind == "tuple"] or [""]
    if kind in ("hex", "package") and len(rest) >= 2:
        lists = [item for item in term.items if item.kind == "list"]
        repository = next((i.text for i in term.items[6:] if i.kind == "string"), _PUBLIC)
        return LockedHex(
            app=app,
            name=rest[0] if kind == "hex" else app,
            version=rest[1] if kind == "hex" else rest[0],
            line=term.line,
            repository="" if repository == _PUBLIC else repository,
            managers=lists[0].words if lists else (),
            needs=_needs(lists[1]) if len(lists) > 1 else (),
        )
    if kind == "git" and len(rest) >= 2:
        return LockedHex(app=app, name=app, version=rest[1], line=term.line, git=rest[0])
    return None


def _needs(listed: Term) -> tuple[str, ...]:
    """The applications that the package needs always: optional ones are the project's to name."""
    return tuple(
        item.items[0].text
        for item in listed.items
        if item.kind == "tuple"
        and item.items
        and not any(i["optional"].text == "true" for i in (*item.items, item))
    )
