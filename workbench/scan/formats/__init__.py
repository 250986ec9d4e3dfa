"""Every format the scanner knows: one file each, one line here."""

from __future__ import annotations

from workbench.scan.format import Format
from workbench.scan.formats.compose import COMPOSE
from workbench.scan.formats.dockerfile import DOCKERFILE
from workbench.scan.formats.helm import HELM_CHART, HELM_VALUES
from workbench.scan.formats.kubernetes import KUBERNETES
from workbench.scan.formats.kustomize import KUSTOMIZE
from workbench.scan.formats.skaffold import SKAFFOLD

FORMATS: tuple[Format, ...] = (
    DOCKERFILE,
    COMPOSE,
    KUBERNETES,
    KUSTOMIZE,
    HELM_CHART,
    HELM_VALUES,
    SKAFFOLD,
)
