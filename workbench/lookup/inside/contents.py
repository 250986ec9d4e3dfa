"""The files of an image as its layers leave them: later layers replace and hide earlier ones.

https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts. Read from the top layer
down, so that what is hidden need not be looked at.
"""

from __future__ import annotations

import posixpath
import tarfile
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import IO

import msgspec

from workbench.lookup.inside.unpacked import Entry, Readable, TooMuch, Unpacked
from workbench.lookup.lookup import File

PlatformsOf = Callable[[bytes, int], tuple[str, ...]]

MOST_FILES = 500_000
MOST_UNPACKED = 16 * 1024 * 1024 * 1024
"""Bytes of one image's layers without their packing."""
MOST_TEXT = 256 * 1024 * 1024
"""Bytes of package lists that are kept of one image."""
_HEAD = 64 * 1024
_SMALLEST_PROGRAM = 32
_MAGIC = b"\x7fELF"
_WHITEOUT = ".wh."
_OPAQUE = ".wh..wh..opq"
_AT_ONCE = 512 * 1024

LISTS = (
    "etc/os-release",
    "usr/lib/os-release",
    "var/lib/dpkg/status",
    "var/lib/dpkg/status.d/*",
    "lib/apk/db/installed",
    "usr/lib/apk/db/installed",
    "var/lib/rpm/rpmdb.sqlite",
    "usr/lib/sysimage/rpm/rpmdb.sqlite",
    "var/lib/rpm/Packages",
    "var/lib/rpm/Packages.db",
    "usr/lib/sysimage/rpm/Packages",
    "usr/lib/sysimage/rpm/Packages.db",
)
"""Where distributions keep which packages are installed; the last four no reader here takes."""
UNREAD = frozenset({"Packages", "Packages.db"})


class Contents(msgspec.Struct):
    """What is known of an image's files so far."""

    programs: dict[str, tuple[str, ...]] = {}
    """Compiled programs and libraries by path, with what they run on."""
    links: dict[str, str] = {}
    """Links by path, with the path that they lead to, from the root."""
    lists: dict[str, File] = {}
    """Lists of packages; empty where the file is of a kind that is not read."""
    files: int = 0


class Layers:
    """Takes in an image's layers, the top one first."""

    def __init__(self, platforms_of: PlatformsOf) -> None:
        self.contents = Contents()
        self._platforms_of = platforms_of
        self._hidden: set[str] = set()
        """Paths that are there or were removed above: what lies below them is hidden, too."""
        self._folders: set[str] = set()
        """Folders above: they hide a file of their name, and nothing in a folder of theirs."""
        self._opaque: set[str] = set()
        self._left = MOST_UNPACKED
        self._text_left = MOST_TEXT

    def add(self, packed: Readable) -> None:
        """Read the next layer down. Raises TooMuch, and what `FAULTS` names where it is broken."""
        plain = Unpacked(packed, self._left)
        hidden: set[str] = set()
        folders: set[str] = set()
        opaque: set[str] = set()
        with tarfile.open(fileobj=plain, mode="r|", bufsize=_AT_ONCE, tarinfo=Entry) as archive:  # type: ignore[call-overload]
            while (entry := archive.next()) is not None:
                archive.members = []  # tarfile keeps every entry: hundreds of thousands
                self.contents.files += 1
                if self.contents.files > MOST_FILES:
                    raise TooMuch
                path = _path(entry.name)
                folder, _, name = path.rpartition("/")
                if name == _OPAQUE:
                    opaque.add(folder)
                elif name.startswith(_WHITEOUT):
                    hidden.add(f"{folder}/{name[len(_WHITEOUT) :]}".lstrip("/"))
                elif path and not self._is_hidden(path, entry.isdir()):
                    if entry.isdir():
                        folders.add(path)
                    else:
                        hidden.add(path)
                        self._take(path, entry, archive)
        while plain.read(_AT_ONCE):
            pass  # what follows the archive belongs to the layer's digest
        self._hidden |= hidden
        self._folders |= folders
        self._opaque |= opaque

    def _is_hidden(self, path: str, is_folder: bool) -> bool:
        if path in self._hidden or (path in self._folders and not is_folder):
            return True
        above = path
        while above:
            above = above.rpartition("/")[0]
            if above in self._opaque or (above and above in self._hidden):
                return True
        return False

    def _take(self, path: str, entry: tarfile.TarInfo, archive: tarfile.TarFile) -> None:
        for seen in (self.contents.programs, self.contents.links, self.contents.lists):
            seen.pop(path, None)  # a name may stand twice: the latter counts
        if entry.issym():
            target = posixpath.join("/", posixpath.dirname(path), entry.linkname)
            self.contents.links[path] = _path(target)
        elif entry.islnk():
            self.contents.links[path] = _path(entry.linkname)
        elif entry.isreg():
            opened = archive.extractfile(entry)
            if opened is not None:
                self._read(path, entry.size, opened)

    def _read(self, path: str, size: int, opened: IO[bytes]) -> None:
        if any(fnmatchcase(path, pattern) for pattern in LISTS):
            if path.rpartition("/")[2] in UNREAD:
                self.contents.lists[path] = File(path, b"")
                return
            self._text_left -= size
            if self._text_left < 0:
                raise TooMuch
            self.contents.lists[path] = File(path, opened.read(size))
        elif size >= _SMALLEST_PROGRAM and (head := opened.read(len(_MAGIC))) == _MAGIC:
            head += opened.read(_HEAD - len(head))
            if found := self._platforms_of(head, size):
                self.contents.programs[path] = found


def _path(name: str) -> str:
    """Return the path from the root, without a leading slash; `..` does not lead out of it."""
    return posixpath.normpath(f"/{name}").lstrip("/")
