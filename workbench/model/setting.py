"""One value in a configuration file that names an architecture, and where it stands."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from workbench.model.component import Scope, Trait


class Syntax(StrEnum):
    """How members are written where a setting would be added."""

    YAML = "yaml"
    """A mapping in block style."""
    FLOW = "flow"
    """A mapping in YAML's braces."""
    JSON = "json"
    HCL = "hcl"


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """A fact: this text in this role stands here, or is missing here. Knowledge judges it.

    `line` counts from 1, `column` from 0 in characters; both mean the text itself, without quotes.
    Of a missing setting `text` is empty, and place and `lead` tell where it would go: right before
    a member of the same block, with `lead` (a line end and indentation, or a blank) after it.
    """

    role: str
    """What the text decides, as `resources/infrastructure/changes.toml` names it."""
    path: str
    line: int
    column: int
    text: str = ""
    purl: str = ""
    """The component that it is about."""
    syntax: Syntax = Syntax.YAML
    lead: str = ""
    use: str = ""
    """What takes the value where that is not at this place: `aws_instance.web`."""
    traits: tuple[Trait, ...] = ()
    """Facts that decide whether a change is possible: `engine` = `oracle-ee`."""
    scope: Scope = Scope.RUNTIME

    @property
    def is_missing(self) -> bool:
        """Whether nothing stands there yet."""
        return not self.text
