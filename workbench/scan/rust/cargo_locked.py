"""What a Cargo.lock pins."""

from __future__ import annotations

import msgspec

from workbench.scan.document import Document
from workbench.scan.syntax.plain import table_of, text_of, texts_of
from workbench.scan.syntax.read_lock_toml import read_lock_toml

_PUBLIC = frozenset(
    {"registry+https://github.com/rust-lang/crates.io-index", "sparse+https://index.crates.io/"}
)


class LockedCrate(msgspec.Struct, frozen=True, kw_only=True):
    """One crate. `own` ones have no source: they are members of the workspace, or lie beside it.

    `needs` holds names, with the version where the name alone is ambiguous.
    """

    name: str
    version: str
    line: int
    own: bool
    git: str = ""
    registry: str = ""
    """Address of a registry other than the public one."""
    needs: tuple[str, ...] = ()


class CargoLock(msgspec.Struct, frozen=True, kw_only=True):
    """The crates by name and version, in the file's order, and the versions of each name."""

    crates: dict[tuple[str, str], LockedCrate]
    versions: dict[str, tuple[str, ...]]

    def holds(self, member: str) -> bool:
        """Whether the lock is that of the project's own package `member`."""
        return any(self.crates[member, v].own for v in self.versions.get(member, ()))

    def needed(self, crate: LockedCrate) -> list[tuple[str, str]]:
        """The crates that `crate` depends on."""
        found = []
        for need in crate.needs:
            name, *rest = need.split(" ")
            version = rest[0] if rest else next(iter(self.versions.get(name, ())), "")
            if (name, version) in self.crates:
                found.append((name, version))
        return found

    def chosen(self, member: str, name: str, wanted: str) -> str:
        """The version of `name` that the workspace member `member` uses; empty if that is unclear.

        `wanted` is the requirement as written: it decides where a member uses two versions.
        """
        versions = self.versions.get(name, ())
        if len(versions) > 1:
            owns = [c for v in self.versions.get(member, ()) if (c := self.crates[member, v]).own]
            versions = tuple(v for c in owns for n, v in self.needed(c) if n == name)
        if len(versions) > 1:
            start = wanted.lstrip("^=~ ")
            versions = tuple(v for v in versions if f"{v}.".startswith(f"{start}."))
        return versions[0] if len(versions) == 1 else ""


def cargo_locked(document: Document) -> CargoLock:
    """Read a lock file. Raises Unreadable with the line."""
    root, packages = read_lock_toml(document, "package")
    alone = table_of(root.get("root"))  # Cargo before 1.16 set its own package apart
    entries = [(_line_of_root(document), alone), *packages] if alone else packages
    crates: dict[tuple[str, str], LockedCrate] = {}
    versions: dict[str, list[str]] = {}
    for line, entry in entries:
        name, version, source = (text_of(entry.get(key)) for key in ("name", "version", "source"))
        if not name or not version or (name, version) in crates:
            continue
        crates[name, version] = LockedCrate(
            name=name,
            version=version,
            line=line,
            own=not source,
            git=source.removeprefix("git+") if source.startswith("git+") else "",
            registry=_registry(source),
            needs=texts_of(entry.get("dependencies")),
        )
        versions.setdefault(name, []).append(version)
    return CargoLock(crates=crates, versions={n: tuple(v) for n, v in versions.items()})


def _line_of_root(document: Document) -> int:
    lines = (n for n, line in enumerate(document.lines, 1) if line.strip() == "[root]")
    return next(lines, 1)


def _registry(source: str) -> str:
    if source in _PUBLIC or not source.startswith(("registry+", "sparse+")):
        return ""
    return source.partition("+")[2]
