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
    and `runtime-identifier` once for each, and `platform-target` where no configuration builds for
    any CPU; `windows-desktop` and `com-reference` for what exists on Windows only.
    """
    path = evaluation.file.path
    stem, dot, suffix = path.rpartition("/")[2].rpartition(".")
    language = _LANGUAGES.get(dot + suffix)
    if language is None:
        return None
    frameworks = _frameworks(evaluation)
    traits = [
        *(Trait("target-framework", name) for name, _ in frameworks),
        *(Trait("runtime-identifier", name) for name, _ in _listed(evaluation, _IDENTIFIERS)),
    ]
    traits += (Trait("platform-target", target) for target in _platform_targets(evaluation))
    traits += (Trait("windows-desktop", name) for name in _desktops(evaluation))
    traits += (Trait("com-reference", name) for name in _com_references(evaluation))
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
    # A portable class library is none of the framework that its version is counted by.
    portable = evaluation.value("TargetFrameworkProfile").startswith("Profile")
    if not found and not portable and re.fullmatch(r"v\d+(?:\.\d+)*", old):
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


def _platform_targets(evaluation: Evaluation) -> list[str]:
    """The processors that a project is built for; none where a configuration leaves them open.

    Old projects set one for each configuration, of which any may be the one that is built.
    """
    for name in ("PlatformTarget", "Platforms"):
        targets = {t.strip() for text in evaluation.every(name) for t in text.split(";")}
        targets = {t for t in targets if t and "$(" not in t}
        if targets:
            open_ = {"anycpu", "any cpu", "arm64"} & {t.lower() for t in targets}
            return [] if open_ else sorted(targets)
    return []


def _desktops(evaluation: Evaluation) -> list[str]:
    switches = {"UseWPF": "WPF", "UseWindowsForms": "Windows Forms"}
    found = [n for key, n in switches.items() if evaluation.value(key).lower() == "true"]
    references = (i.name for i in evaluation.file.items if i.kind == "FrameworkReference")
    found += (name for name in references if name.startswith("Microsoft.WindowsDesktop"))
    return found


def _com_references(evaluation: Evaluation) -> list[str]:
    return [i.name for i in evaluation.file.items if i.kind in ("COMReference", "COMFileReference")]
