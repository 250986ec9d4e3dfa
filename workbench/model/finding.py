"""One architecture-specific construct in self-built code or configuration."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from workbench.model.component import Scope


class Effect(StrEnum):
    """What a finding asks for, the weightiest first."""

    CHANGE = "change"
    """Does not build or run on arm64 as it is."""
    NOTE = "note"
    """Left out on arm64, where something portable stands in for it; or worth a look."""
    PORTED = "ported"
    """Code for arm64 stands in for it."""


class Reason(StrEnum):
    """Why a finding has its effect."""

    OPEN = "open"
    CONDITIONAL = "conditional"
    REFUSED = "refused"
    BRANCH = "branch"
    TWIN = "twin"
    TRANSLATED = "translated"
    FALLBACK = "fallback"
    LEFT_OUT = "left-out"
    NAMED = "named"
    SELECTED = "selected"
    OPTIONAL = "optional"
    UNLISTED = "unlisted"
    ELSEWHERE = "elsewhere"
    HARMLESS = "harmless"
    NEEDS = "needs"
    BUILT = "built"
    COMPILED = "compiled"
    MISSING = "missing"
    CONFIGURED = "configured"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule found at one place."""

    rule: str
    """Stable, kebab-case: the `ruleId` of SARIF."""
    construct: str
    """Which family of names or forms it is, narrower than the rule."""
    title: str
    path: str
    line: int
    effect: Effect
    reason: Reason
    text: str = ""
    """What stands there, shortened."""
    function: str = ""
    """The function around it; empty where there is none."""
    condition: str = ""
    """The preprocessor's condition around it, where that decides."""
    way_out: str = ""
    minutes: int = 0
    """What mending one such function takes: the basis of the effort estimate."""
    once: bool = False
    """The minutes are for the whole component, however many places there are."""
    url: str = ""
    scope: Scope = Scope.RUNTIME
    component: str = ""
    """The purl of the self-built component that it belongs to."""
    vendored: bool = False
    """Other people's code, by the folder it lies in."""
    quiet: bool = False
    """Common and seldom a problem: shown only when asked for."""

    @property
    def certain(self) -> bool:
        """Whether nothing that the scan cannot see decides on it."""
        return self.reason not in (Reason.CONDITIONAL, Reason.NEEDS)
