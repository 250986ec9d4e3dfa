"""Charts packed as `NAME-VERSION.tgz`: what their text files hold, within bounds."""

from __future__ import annotations

import gzip
import tarfile
import zlib
from typing import BinaryIO

from workbench.scan.document import Document, Unreadable

MAX_FILES = 5_000
MAX_TEXT = 16 * 1024 * 1024
"""Bytes of all files together; a chart that Helm stores is smaller than one megabyte packed."""
MAX_FILE = 2 * 1024 * 1024
MAX_UNPACKED = 128 * 1024 * 1024
"""Bytes that are unpacked on the way, with those of files that are left out."""

_WANTED = (".yaml", ".yml", ".tpl", ".json")


def archived_files(stream: BinaryIO, archive: str) -> dict[str, Document]:
    """Return the text files by their name within the chart's folder. Raises Unreadable.

    The documents are called `ARCHIVE!/name`. A member that is larger than any that people write is
    left out.
    """
    files: dict[str, Document] = {}
    size = passed = 0
    try:
        # tarfile's own way through gzip stumbles over the field that Helm puts into its header.
        with gzip.open(stream) as unzipped, tarfile.open(fileobj=unzipped, mode="r|") as packed:
            for number, member in enumerate(packed):
                passed += max(member.size, 0) + tarfile.BLOCKSIZE
                if number >= MAX_FILES or passed > MAX_UNPACKED:
                    raise Unreadable("holds more than any chart does")
                name = member.name.removeprefix("./").partition("/")[2]
                if not member.isreg() or not name.endswith(_WANTED) or member.size > MAX_FILE:
                    continue
                size += member.size
                if size > MAX_TEXT:
                    raise Unreadable("holds more than any chart does")
                content = packed.extractfile(member)
                if content is not None:
                    files[name] = Document(f"{archive}!/{name}", content.read(MAX_FILE))
    except (tarfile.TarError, OSError, EOFError, zlib.error, ValueError) as error:
        raise Unreadable(f"is not a packed chart: {type(error).__name__}") from None
    return files
