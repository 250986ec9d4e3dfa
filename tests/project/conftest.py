from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.project.journal import Journal


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    return folder


@pytest.fixture
def journal(project: Path) -> Journal:
    return Journal(project / ".workbench" / "decisions.jsonl")


@pytest.fixture
def plain_user() -> Iterator[Path]:
    """Be a user whom permissions stop, even where the tests run as root; give a folder of theirs.

    Root may write anywhere, so a read-only folder is none to it.
    """
    folder = Path(tempfile.mkdtemp())
    as_root = os.geteuid() == 0
    if as_root:
        os.chown(folder, 65534, 65534)
        # The real user counts too: access(2) asks for it.
        os.setresuid(65534, 65534, 0)
    try:
        yield folder
    finally:
        if as_root:
            os.setresuid(0, 0, 0)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o700)
        shutil.rmtree(folder)
