"""The .NET runtime that a target framework moniker stands for.

Source: https://learn.microsoft.com/dotnet/standard/frameworks
"""

from __future__ import annotations

import re

from workbench.model.regex import regex

_MODERN = regex(r"net(?:coreapp)?(\d+\.\d+)(?:-[a-z].*)?", re.IGNORECASE)
_FRAMEWORK = regex(r"net(\d)(\d)(\d?)", re.IGNORECASE)


def runtime_of_framework(moniker: str) -> tuple[str, str] | None:
    """Return runtime and version: `net6.0-windows` is dotnet 6.0, `net472` dotnet-framework 4.7.2.

    None for what names no runtime (`netstandard2.0` runs on several) or is not understood.
    """
    modern = _MODERN.fullmatch(moniker)
    if modern:
        return "dotnet", modern[1]
    framework = _FRAMEWORK.fullmatch(moniker)
    if framework:
        return "dotnet-framework", ".".join(digit for digit in framework.groups() if digit)
    return None
