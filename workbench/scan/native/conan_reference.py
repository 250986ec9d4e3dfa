"""Conan references: `name/version@user/channel#revision` (https://docs.conan.io/2/)."""

from __future__ import annotations

import msgspec

from workbench.model.component import Kind, Occurrence, Sighting
from workbench.model.purl import make_purl
from workbench.model.regex import regex

_REFERENCE = regex(
    r"(?P<name>[A-Za-z0-9_][\w+.-]{1,100})/(?P<version>\[[^\]]*\]|[^@#%\s:]+)"
    r"(?:@(?P<user>[\w+.-]*)(?:/(?P<channel>[\w+.-]*))?)?(?:#[^\s]*)?(?:%\S+)?"
)


class ConanReference(msgspec.Struct, frozen=True, kw_only=True):
    """One reference; a version range is a constraint, without its brackets."""

    name: str
    version: str
    constraint: str = ""
    user: str = ""
    channel: str = ""

    def sighting(self, occurrence: Occurrence) -> Sighting:
        """The sighting of the package; user and channel tell builds of one recipe apart."""
        qualifiers = {"user": self.user, "channel": self.channel}
        return Sighting(
            purl=make_purl(
                "conan",
                self.name,
                self.version,
                qualifiers={key: value for key, value in qualifiers.items() if value},
            ),
            name=self.name,
            version=self.version,
            kind=Kind.LIBRARY,
            occurrence=occurrence,
        )


def conan_reference(text: str) -> ConanReference | None:
    """Read one reference; None where the text is anything else."""
    match = _REFERENCE.fullmatch(text.strip())
    if not match:
        return None
    version = match["version"]
    is_range = version.startswith("[")
    user = match["user"] or ""
    return ConanReference(
        name=match["name"],
        version="" if is_range or "{" in version else version,
        constraint=version.strip("[]") if is_range else "",
        user="" if user == "_" else user,
        channel="" if match["channel"] == "_" else match["channel"] or "",
    )
