"""What a result format is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.results.records import Report
from workbench.scan.document import Document


@dataclass(frozen=True, slots=True)
class ResultFormat:
    """One tool's output, recognised by its content.

    `recognises` looks at a document and says whether it is surely this format; two formats never
    recognise the same document (a test holds them against each other's fixtures). `read` raises
    Unreadable, with the line where it can, rather than return half of what a file says.
    """

    id: str
    title: str
    recognises: Callable[[Document], bool]
    read: Callable[[Document], Report]
    documentation: str = ""
