"""What a NuGet version says: a minimum that is in use, or a range to choose from."""

from __future__ import annotations

from workbench.model.regex import regex
from workbench.scan.jvm.jvm_version import Required

_EXACT = regex(r"\[\s*([^\s,\[\]()]+)\s*\]")


def nuget_required(text: str) -> Required:
    """Read a version as declared; a plain `1.0` is a minimum, and what restore takes if it exists.

    Grammar: https://learn.microsoft.com/nuget/concepts/package-versioning
    """
    text = text.strip()
    exact = _EXACT.fullmatch(text)
    if exact and "*" not in text:
        return Required(version=exact[1])
    if text[:1] in ("[", "(") or "*" in text:
        return Required(constraint=text)
    return Required(version=text)
