"""What a .NET project file says of its own module: frameworks, runtime identifiers, language."""

from __future__ import annotations

import re

from workbench.model.component import Trait
from workbench.scan.declared import Declared
from workbench.scan.dotnet.msbuild import Evaluation

_LANGUAGES = {".csproj": "c#", ".fsproj": "f#", ".vbproj": "visual-basic"}
_FRAMEWORKS = ("TargetFrameworks", "TargetFramework")
_IDENTIFIERS = ("RuntimeIdentifiers", "RuntimeIdentifier")


def dotnet_module(evaluation: Evaluation) -> Declared | None:
    """The module of a project file; None for props and targets files.

    A runtime's version is the target framework's moniker as declared. Traits: `target-framework`
    and `runtime-identifier` once for each, and `platform-target` where it is not AnyCPU.
    """
    path = evaluation.file.path
    stem, dot, suffix = path.rpartition("/")[2].rpartition(".")
    language = _LANGUAGES.get(dot + suffix)
    if language is None:
        return None
    frameworks = _frameworks(evaluation)
    target = evaluation.value("PlatformTarget")
    traits = [
        *(Trait("target-framework", name) for name, _ in frameworks),
        *(Trait("runtime-identifier", name) for name, _ in _listed(evaluation, _IDENTIFIERS)),
    ]
    if target and target.lower() != "anycpu" and "$(" not in target:
        traits.append(Trait("platform-target", target))
    version = evaluation.value("Version") or evaluation.value("VersionPrefix")
    name = evaluation.value("AssemblyName")
    return Declared(
        name=name if name and "$(" not in name else stem,
        line=evaluation.line("AssemblyName"),
        version="" if "$(" in version else version,
        languages=(language,),
        runtimes=tuple(("dotnet", framework, line) for framework, line in frameworks),
        traits=tuple(traits),
    )


def _frameworks(evaluation: Evaluation) -> list[tuple[str, int]]:
    found = _listed(evaluation, _FRAMEWORKS)
    old = evaluation.value("TargetFrameworkVersion")
    if not found and re.fullmatch(r"v\d+(?:\.\d+)*", old):
        short = old.removeprefix("v").replace(".", "")
        found = [(f"net{short}", evaluation.line("TargetFrameworkVersion"))]
    return found


def _listed(evaluation: Evaluation, names: tuple[str, ...]) -> list[tuple[str, int]]:
    """The members of semicolon lists in these properties, each once, with their lines."""
    found: dict[str, int] = {}
    for name in names:
        for member in evaluation.value(name).split(";"):
            if member.strip() and "$(" not in member:
                found.setdefault(member.strip(), evaluation.line(name))
    return list(found.items())
