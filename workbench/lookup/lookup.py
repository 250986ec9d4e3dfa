"""What a look-up is: it says what it would ask and where, and then asks.

A further one is a file that provides `Lookup`, and a line in `lookups.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from workbench.model.component import Component
from workbench.model.evidence import Evidence

if TYPE_CHECKING:  # what asks is imported when somebody asks
    from workbench.lookup.means import Means


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """What would be asked for one component: `hosts` in the order in which they are tried.

    `also` are hosts that those are known to send to, for tokens or content. `login` says whether
    the user's credentials for the last of `hosts` would be sent, `plain` whether by plain HTTP.
    """

    purl: str
    hosts: tuple[str, ...]
    also: tuple[str, ...] = ()
    login: bool = False
    plain: bool = False


class LeftOut(msgspec.Struct, frozen=True):
    """A component that is not asked for. `reason` is one sentence, English, in a translation."""

    purl: str
    reason: str


class File(msgspec.Struct, frozen=True):
    """A file of an opened image: its path without a leading slash, and its bytes."""

    path: str
    content: bytes


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a look-up learnt of one component."""

    purl: str
    evidence: tuple[Evidence, ...] = ()
    failed: bool = False
    """Whether nothing was learnt; the evidence says why."""
    files: tuple[File, ...] = ()
    """Lists of packages that were found inside an image."""
    unavailable: str = ""
    """Why nobody could be asked, where that is nobody's fault; one sentence, English."""


class Asker(Protocol):
    """A look-up at work. Several questions may be open at once."""

    async def ask(self, component: Component) -> Answer:
        """Return what is learnt of `component`; what fails is evidence, too."""


class Lookup(Protocol):
    """One kind of look-up."""

    @property
    def id(self) -> str:
        """Kebab-case, stable."""

    @property
    def title(self) -> str:
        """Who is asked, for people, English."""

    def errand(self, component: Component) -> Errand | LeftOut | None:
        """Say what would be asked for `component`; None where it is none of this look-up's.

        Nothing is sent, and no program is started.
        """

    def open(self, means: Means) -> Asker:
        """Return what asks, with the cache and the connections in `means`."""
