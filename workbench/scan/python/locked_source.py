"""Where a locked Python package comes from, and which files are locked for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from workbench.model.component import Trait
from workbench.scan.python.locked_files import TRAIT, locked_file_traits
from workbench.scan.python.python_requirement import parse_requirement
from workbench.scan.remote import without_secrets

_ARCHIVE = (".whl", ".tar.gz", ".zip", ".tar.bz2", ".tgz", ".tar.xz")


def is_archive(path: str) -> bool:
    """Whether a path or address names a wheel or a source archive, and no folder."""
    return path.partition("#")[0].partition("?")[0].endswith(_ARCHIVE)


def file_name(address: str) -> str:
    """Return the name of the file at an address or path."""
    return unquote(re.split(r"[?#]", address)[0].replace("\\", "/").rpartition("/")[2])


def index_traits(files: Iterable[str], requires_python: str, *, partial: bool) -> tuple[Trait, ...]:
    """Return what the locked files of a package from an index say.

    `partial` locks were made for some platforms only, and not for Linux on aarch64: that a file
    is missing from them says nothing about the package.
    """
    traits = locked_file_traits(files, requires_python)
    if partial and traits:
        return (*traits, Trait(TRAIT, "not-for-linux-aarch64"))
    return traits


def vcs_traits(address: str, reference: str = "") -> tuple[Trait, ...]:
    """Return the trait of a package that is taken from version control."""
    plain = without_secrets(address)
    return (Trait("vcs", f"{plain}@{reference}" if reference else plain),)


def pinned_file_traits(address: str) -> tuple[Trait, ...]:
    """Return what a lock says that takes a package from one file instead of an index."""
    try:
        found = parse_requirement(address if "://" in address else f"./{address.lstrip('./')}")
    except ValueError:
        return (Trait("url", without_secrets(address)),) if "://" in address else ()
    return found.traits if found else ()
