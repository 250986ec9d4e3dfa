"""Looks at files before they are imported: which format, and what their place suggests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.model.errors import WorkbenchError
from workbench.model.regex import regex
from workbench.model.run import Architecture

_WORDS = {
    Architecture.ARM64: re.compile(
        r"(?<![a-z0-9])(arm64|aarch64|graviton\d?|arm|[a-z]\d{1,2}g[a-z]*)(?![a-z0-9])", re.I
    ),
    Architecture.X86_64: re.compile(
        r"(?<![a-z0-9])(x86[_-]?64|amd64|x64|x86|intel|amd|[a-z]\d{1,2}[ia][a-z]*)(?![a-z0-9])",
        re.I,
    ),
}
_INSTANCE = regex(
    r"(?<![a-z0-9])([a-z]{1,3}\d{1,2}[a-z]*[.-](?:nano|micro|small|medium|large|\d{0,2}xlarge"
    r"|metal(?:-\d+xl)?))(?![a-z0-9])",
    re.I,
)


@dataclass(frozen=True)
class Looked:
    """One file: the formats it may be of, or in one line why it cannot be imported."""

    path: Path
    formats: tuple[str, ...] = ()
    error: str = ""
    architecture: Architecture | None = None
    """What the path suggests; None where it says nothing, or both."""
    instance: str = ""


def look_at(paths: Iterable[Path]) -> Iterator[Looked]:
    """Yield what each file is, and each file of a folder; others in a folder are passed over."""
    from workbench.engine.result_files import find
    from workbench.scan.walk import folders

    for chosen in paths:
        files = [chosen]
        if chosen.is_dir():
            files = [
                chosen / file.path
                for folder in folders(chosen)
                for file in folder.files.values()
                if file.size
            ]
        known = 0
        for path in files:
            try:
                found = find((path,))
            except WorkbenchError as error:
                if chosen in (path, path.parent):
                    yield Looked(path, error=_without_path(str(error), path))
                    known += 1
                continue
            known += 1
            formats = found.ambiguous[0].formats if found.ambiguous else (found.files[0].format,)
            suggested = suggested_architecture(path)
            yield Looked(path, formats, "", suggested, suggested_instance(path))
        if not known:
            yield Looked(chosen, error="holds no file that is a known test result")


def suggested_architecture(path: Path) -> Architecture | None:
    """Return the one architecture that the path speaks of; the part nearest to the file rules."""
    for part in reversed(path.parts):
        spoken = [a for a, words in _WORDS.items() if words.search(part)]
        if spoken:
            return spoken[0] if len(spoken) == 1 else None
    return None


def suggested_instance(path: Path) -> str:
    """Return the instance type in the path, such as m7g.2xlarge; empty where there is none."""
    for part in reversed(path.parts):
        if match := _INSTANCE.search(part):
            return match[1].lower().replace("-", ".", 1)
    return ""


def _without_path(text: str, path: Path) -> str:
    """Return an error without the path that its row names anyway, keeping a line number."""
    return re.sub(rf"^{re.escape(str(path))}:?\s*(?=\S)", "", text)
