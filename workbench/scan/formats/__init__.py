"""Every format the scanner knows: one file each, one line here."""

from __future__ import annotations

from workbench.scan.format import Format
from workbench.scan.formats import (
    cargo,
    go_mod,
    module,
    npm,
    npm_lock,
    pyproject,
    requirements,
    ruby,
    runtime_version,
)
from workbench.scan.formats.build_wrapper import WRAPPER
from workbench.scan.formats.compose import COMPOSE
from workbench.scan.formats.dockerfile import DOCKERFILE
from workbench.scan.formats.dotnet import DOTNET
from workbench.scan.formats.dotnet_tools import DOTNET_TOOLS, GLOBAL_JSON
from workbench.scan.formats.github_actions import GITHUB_ACTIONS
from workbench.scan.formats.gradle import GRADLE
from workbench.scan.formats.gradle_catalog import GRADLE_CATALOG
from workbench.scan.formats.gradle_lock import GRADLE_LOCK
from workbench.scan.formats.helm import HELM_CHART, HELM_VALUES
from workbench.scan.formats.kubernetes import KUBERNETES
from workbench.scan.formats.kustomize import KUSTOMIZE
from workbench.scan.formats.maven import MAVEN
from workbench.scan.formats.nuget_files import PACKAGES_CONFIG, PACKAGES_LOCK
from workbench.scan.formats.skaffold import SKAFFOLD

FORMATS: tuple[Format, ...] = (
    DOCKERFILE,
    COMPOSE,
    KUBERNETES,
    KUSTOMIZE,
    HELM_CHART,
    HELM_VALUES,
    SKAFFOLD,
    GITHUB_ACTIONS,
    MAVEN,
    GRADLE,
    GRADLE_CATALOG,
    GRADLE_LOCK,
    DOTNET,
    PACKAGES_CONFIG,
    PACKAGES_LOCK,
    GLOBAL_JSON,
    DOTNET_TOOLS,
    WRAPPER,
    *cargo.FORMATS,
    go_mod.FORMAT,
    npm.FORMAT,
    npm_lock.FORMAT,
    requirements.FORMAT,
    *ruby.FORMATS,
    pyproject.FORMAT,
    module.FORMAT,
    runtime_version.FORMAT,
)
