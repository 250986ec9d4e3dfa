"""Where the user's own files live, apart from any project."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

APPLICATION = "graviton-workbench"

HOME_VARIABLE = "WORKBENCH_HOME"
"""When this environment variable is set, all of the user's folders lie below the folder it names:
for portable use and for tests. A relative path counts from the current folder."""


def config_folder() -> Path:
    """Return the folder of what the user wrote: preferences, catalogs. It may not exist yet."""
    return _below_home("config") or platformdirs.user_config_path(APPLICATION, appauthor=False)


def cache_folder() -> Path:
    """Return the folder of what can be made again. It may not exist yet."""
    return _below_home("cache") or platformdirs.user_cache_path(APPLICATION, appauthor=False)


def state_folder() -> Path:
    """Return the folder of what the product remembers by itself. It may not exist yet."""
    return _below_home("state") or platformdirs.user_state_path(APPLICATION, appauthor=False)


def _below_home(name: str) -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).absolute() / name if home else None
