"""Which program an image starts, as its configuration and its files say."""

from __future__ import annotations

import posixpath
from typing import Any

from workbench.lookup.inside.contents import Contents

_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_MOST_LINKS = 40


def started(config: dict[str, Any], contents: Contents) -> str:
    """Return the path of the compiled program that the image starts; empty where it is none.

    `config` is the `config` object of the image's configuration. A script is none: what it runs is
    not known.
    """
    words = [*_words(config.get("Entrypoint")), *_words(config.get("Cmd"))]
    if not words:
        return ""
    word = words[0]
    if "/" in word:
        folder = config.get("WorkingDir")
        places = [posixpath.join("/", folder if isinstance(folder, str) else "", word)]
    else:
        places = [posixpath.join(folder, word) for folder in _search_path(config)]
    for place in places:
        path = real_path(place, contents.links)
        if path in contents.programs:
            return path
    return ""


def real_path(path: str, links: dict[str, str]) -> str:
    """Return where `path` leads, links of folders followed, too; without a leading slash."""
    parts = posixpath.normpath(f"/{path}").strip("/").split("/")
    for _ in range(_MOST_LINKS):
        place = next((n for n in range(1, len(parts) + 1) if "/".join(parts[:n]) in links), 0)
        if not place:
            break
        target = links["/".join(parts[:place])]
        parts = [*target.split("/"), *parts[place:]]
    return "/".join(parts)


def _search_path(config: dict[str, Any]) -> list[str]:
    for variable in _words(config.get("Env")):
        if variable.startswith("PATH="):
            return variable[5:].split(":")
    return _PATH.split(":")


def _words(value: Any) -> list[str]:
    return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []
