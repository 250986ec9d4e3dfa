"""Scopes of packages that nobody names, from the packages that need them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from workbench.model.component import MOST_BINDING_FIRST, Scope

K = TypeVar("K", bound=Hashable)


def reached_scopes(
    named: Iterable[tuple[K, Scope]], needs: Mapping[K, Iterable[K]]
) -> dict[K, Scope]:
    """Return the most binding scope by which each package is reached from the `named` ones.

    `needs` maps a package to what it depends on. What nothing reaches is left out.
    """
    roots: dict[Scope, list[K]] = {scope: [] for scope in MOST_BINDING_FIRST}
    for package, scope in named:
        roots[scope].append(package)
    scopes: dict[K, Scope] = {}
    for scope in MOST_BINDING_FIRST:
        waiting = roots[scope]
        while waiting:
            package = waiting.pop()
            if package not in scopes:
                scopes[package] = scope
                waiting.extend(needs.get(package, ()))
    return scopes
