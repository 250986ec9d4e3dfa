"""What a bun.lock pins (https://bun.sh/docs/install/lockfile)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from workbench.model.component import Scope, Trait
from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.javascript.node_lock import ListedLock, Locked, locked_scopes
from workbench.scan.javascript.npm_spec import is_npm_name, npm_spec, split_request
from workbench.scan.javascript.platform_fields import platform_traits, with_lone_binaries
from workbench.scan.syntax.plain import table_of, text_of
from workbench.scan.syntax.read_lock_json import MemberLines, read_lock_json

_SECTIONS = {
    "dependencies": Scope.RUNTIME,
    "devDependencies": Scope.BUILD,
    "optionalDependencies": Scope.OPTIONAL,
    "peerDependencies": Scope.RUNTIME,
}
_OWN = ("workspace:", "link:", "root:")
_ELEMENT = regex(r"(?:@[^/]+/)?[^/]+(?:/|$)")


def bun_locked(document: Document) -> ListedLock:
    """Read a lock file. Raises Unreadable with the line."""
    value, lines = read_lock_json(document, comments=True, arrays=True)
    root = table_of(value)
    if "lockfileVersion" not in root:
        raise Unreadable("is no lock file of Bun: it holds no lockfileVersion", 1)
    packages, details = _packages(table_of(root.get("packages")), lines)
    folders: dict[str, dict[str, str]] = {}
    asked: list[tuple[str, Scope]] = []
    for folder, said in table_of(root.get("workspaces")).items():
        workspace = table_of(said)
        within = text_of(workspace.get("name")) if folder else ""
        names = folders.setdefault(folder, {})
        for section, scope in _SECTIONS.items():
            for name in table_of(workspace.get(section)):
                key = _resolve(within, name, packages)
                if key and name not in names:
                    names[name] = key
                    asked.append((key, scope))
    needs = {k: [*_keys(k, d.get("dependencies"), packages)] for k, d in details.items()}
    may_miss = {
        k: [*_keys(k, d["optionalDependencies"], packages)]
        for k, d in details.items()
        if "optionalDependencies" in d
    }
    scopes = locked_scopes(asked, needs, may_miss)
    packages = {
        key: structs.replace(package, scope=scopes.get(key, Scope.RUNTIME))
        for key, package in packages.items()
    }
    return ListedLock(packages=with_lone_binaries(packages, may_miss), folders=folders)


def _packages(
    entries: dict[str, object], lines: MemberLines
) -> tuple[dict[str, Locked], dict[str, dict[str, object]]]:
    """Every package by its key (`a/b`: the b within a), and what the lock says of each."""
    packages: dict[str, Locked] = {}
    details: dict[str, dict[str, object]] = {}
    for key, entry in entries.items():
        line = lines.next(key)
        if not isinstance(entry, list) or not entry:
            continue
        name, reference = split_request(text_of(entry[0]))
        if not is_npm_name(name):
            continue
        detail = next((part for part in entry[1:] if isinstance(part, dict)), {})
        details[key] = detail
        packages[key] = _locked(name, reference, line, detail)
    return packages, details


def _locked(name: str, reference: str, line: int, detail: dict[str, object]) -> Locked:
    spec = None if reference.startswith(_OWN) else npm_spec(name, reference)
    if spec is None:
        return Locked(name=name, line=line, own=True)
    traits = [*spec.traits, *platform_traits(detail)]
    if detail.get("hasInstallScript") is True:
        traits.append(Trait("install-script"))
    return Locked(name=name, version=spec.version, line=line, traits=tuple(traits))


def _keys(key: str, dependencies: object, packages: dict[str, Locked]) -> Iterator[str]:
    for name in table_of(dependencies):
        if found := _resolve(key, name, packages):
            yield found


def _resolve(within: str, name: str, packages: dict[str, Locked]) -> str:
    """The key that `name` means within the package `within`: its own copy, or one further up."""
    elements = [element.rstrip("/") for element in _ELEMENT.findall(within)]
    for depth in range(len(elements), -1, -1):
        key = "/".join([*elements[:depth], name])
        if key in packages:
            return key
    return ""
