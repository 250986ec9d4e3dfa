"""What a Gemfile.lock pins."""

from __future__ import annotations

import msgspec

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable

_SPEC = regex(r" {4}([\w.-]+) \(([^()\s-]+)(?:-([^()\s]+))?\)\s*")
_NEED = regex(r" {6}([\w.-]+)(?: \([^()]*\))?\s*")
_DEPENDENCY = regex(r" {2}([\w.-]+)(?: \([^()]*\))?!?\s*")
_SECTION = regex(r"[A-Z][A-Z ]*")
_ONE_LINE = ("RUBY VERSION", "BUNDLED WITH")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")


class LockedGem(msgspec.Struct, frozen=True, kw_only=True):
    """One gem; `platform` is set for a gem with compiled code, `section` says where it is from."""

    name: str
    version: str
    line: int
    section: str
    platform: str = ""
    remote: str = ""


class GemLock(msgspec.Struct, frozen=True, kw_only=True):
    """Gems in the file's order, what each needs, and what the Gemfile asks for by name."""

    gems: tuple[LockedGem, ...]
    versions: dict[str, str]
    """Version by name; the same one for every platform that is locked."""
    needs: dict[str, tuple[str, ...]]
    direct: frozenset[str]
    platforms: tuple[str, ...] = ()
    """What Bundler installs on; it stops on others."""
    ruby: tuple[str, int] | None = None
    """The Ruby that locked it, and the line."""
    bundler: tuple[str, int] | None = None


def gem_locked(document: Document) -> GemLock:
    """Read a lock file. Raises Unreadable where it is none or holds merge conflicts."""
    gems: list[LockedGem] = []
    needs: dict[str, list[str]] = {}
    direct: set[str] = set()
    platforms: list[str] = []
    said: dict[str, tuple[str, int]] = {}
    section = remote = current = ""
    for number, line in enumerate(document.lines, 1):
        if line.startswith(_CONFLICT):
            raise Unreadable("holds an unresolved merge conflict", number)
        if _SECTION.fullmatch(line.rstrip()):
            section, remote = line.strip(), ""
        elif line.startswith("  remote: "):
            remote = line.removeprefix("  remote: ").strip()
        elif section in _ONE_LINE and line.strip():
            said.setdefault(section, (line.strip(), number))
        elif section == "PLATFORMS" and line.strip():
            platforms.append(line.strip())
        elif section == "DEPENDENCIES":
            if match := _DEPENDENCY.fullmatch(line):
                direct.add(match[1])
        elif section in ("GEM", "GIT", "PATH", "PLUGIN SOURCE"):
            if match := _SPEC.fullmatch(line):
                current = match[1]
                gems.append(
                    LockedGem(
                        name=current,
                        version=match[2],
                        platform=match[3] or "",
                        line=number,
                        section=section,
                        remote=remote,
                    )
                )
            elif (match := _NEED.fullmatch(line)) and current:
                needs.setdefault(current, []).append(match[1])
    if not section and document.text.strip():
        raise Unreadable("is no Gemfile.lock: it holds none of its sections", 1)
    return GemLock(
        gems=tuple(gems),
        versions={gem.name: gem.version for gem in reversed(gems)},
        needs={name: tuple(found) for name, found in needs.items()},
        direct=frozenset(direct),
        platforms=tuple(platforms),
        ruby=said.get("RUBY VERSION"),
        bundler=said.get("BUNDLED WITH"),
    )
