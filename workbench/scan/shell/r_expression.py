"""R expressions on a command line: which packages `R -e 'install.packages("x")'` installs."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.shell.expansion import Expansion
from workbench.scan.shell.shell_variables import Argument, Invocation

_PROGRAMS = frozenset({"R", "Rscript", "r", "littler"})
_CALL = regex(
    r"\b(?:install\.packages|install_cran|install_version|pkg_install|BiocManager::install)"
    r"\s*\(\s*(?:pkgs\s*=\s*)?(?P<first>c\s*\([^()]*\)|[\"'][^\"']*[\"'])"
    r"(?:\s*,\s*(?:version\s*=\s*)?[\"'](?P<version>\d[\w.-]*)[\"'])?"
)
_STRING = regex(r"[\"']([A-Za-z][A-Za-z0-9.]*)[\"']")


def r_packages(command: Invocation) -> Iterator[tuple[Argument, str]]:
    """Yield each package that an R command installs by a literal name, with its version or ``."""
    if command.name not in _PROGRAMS:
        return
    for argument in command.arguments[1:]:
        if argument.value.unknown:
            continue
        yield from _named(argument.text, argument.line)
    for script in command.command.inputs:
        yield from _named(script.text, script.line)


def _named(text: str, line: int) -> Iterator[tuple[Argument, str]]:
    for call in _CALL.finditer(text):
        at = line + text.count("\n", 0, call.start())
        for name in _STRING.findall(call["first"]):
            yield Argument(Expansion.of([name]), at), call["version"] or ""
