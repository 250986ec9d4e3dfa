"""PowerShell as Dockerfiles for Windows write it: which addresses it downloads from.

Grammar: https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/invoke-webrequest
and the .NET class WebClient. No interpreter: literal addresses, and variables with a literal value.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.shell.expansion import Expansion, Unknown, Values, literal
from workbench.scan.shell.script import Script
from workbench.scan.shell.shell_variables import Argument

_NAMED = regex(r"(?i)\b(?:powershell|pwsh)(?:\.exe)?\b")
_FETCHING = regex(
    r"(?i)\b(?:Invoke-WebRequest|Invoke-RestMethod|Start-BitsTransfer|iwr|irm|wget|curl(?:\.exe)?)\b"
    r"|\.Download(?:File|String)\s*\("
)
_STATEMENT_END = regex(r"[;|\n]|&&")
_ADDRESS = regex(r"(?i)[\"']?((?:https?://|\$\{?(?:env:)?[a-z_])[^\s\"',)`]*)")
_VARIABLE = regex(
    r"(?i)\$\{?env:(?P<env>\w+)\}?|\$\(\$env:(?P<sub>\w+)\)|\$\{?(?P<own>[a-z_]\w*)\}?"
)
_ASSIGNED = regex(r"(?i)\$(?:env:)?([a-z_]\w*)\s*=\s*(\"[^\"\n]*\"|'[^'\n]*')")


def is_powershell(shell: str) -> bool:
    """Whether `shell`, a program's name or a command line, is PowerShell's."""
    return _NAMED.search(shell) is not None


def fetched_addresses(script: Script, values: Values) -> Iterator[Argument]:
    """Yield the addresses that the commands of `script` fetch, variables replaced where known."""
    text = script.text.replace("\\\n", "  ").replace("`\n", "  ")
    known = {name.lower(): value for name, value in values.items()}
    for assigned in _ASSIGNED.finditer(text):
        known[assigned[1].lower()] = _replaced(assigned[2][1:-1], known)
    for command in _FETCHING.finditer(text):
        end = _STATEMENT_END.search(text, command.end())
        stop = end.start() if end else len(text)
        address = _ADDRESS.search(text, command.end(), stop)
        if address is not None:
            value = _replaced(address[1], known)
            yield Argument(value, script.line_at(address.start(1)))


def _replaced(text: str, known: Values) -> Expansion:
    parts: list[str | Unknown] = []
    at = 0
    for variable in _VARIABLE.finditer(text):
        parts.append(text[at : variable.start()])
        name = variable["env"] or variable["sub"] or variable["own"]
        parts.extend(known.get(name.lower(), Expansion((Unknown(variable[0]),))).parts)
        at = variable.end()
    return Expansion.of([*parts, text[at:]]) if parts else literal(text)
