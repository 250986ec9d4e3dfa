"""Where the files that ship with the product are."""

from __future__ import annotations

from pathlib import Path


def resources() -> Path:
    """Return the resources folder: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
