"""What a chart's templates are applied to: its default values as the charts around it set them."""

from __future__ import annotations

from workbench.scan.charts.chart import Chart
from workbench.scan.charts.template_tables import merge_over
from workbench.scan.charts.template_value import Value
from workbench.scan.shell.expansion import Unknown
from workbench.scan.syntax.node import Node

KUBERNETES = "v1.35.0"
"""What `helm template` presumes of a cluster that it does not see."""
_MINOR = KUBERNETES.split(".")[1]


def values_of(
    chart: Chart, installed: Chart | None = None, over: Value = None
) -> list[dict[str, Value]]:
    """Return the values of each use of the chart: one of its own, or one for each key of a parent.

    A parent's values under the chart's name go over the chart's own, and what is `global` there is
    seen below. `over` goes over the values of the chart `installed`.
    """
    own = plain(chart.values)
    base = own if isinstance(own, dict) else {}
    if chart is installed and isinstance(over, dict):
        changed = merge_over(base, over)
        return [changed] if isinstance(changed, dict) else [base]
    if chart.parent is None:
        return [base]
    uses = []
    for around in values_of(chart.parent, installed, over):
        for key in chart.called_by_parent():
            given = around.get(key)
            merged = merge_over(base, given) if isinstance(given, dict) else dict(base)
            seen = merge_over(base.get("global") or {}, around.get("global") or {})
            if isinstance(merged, dict):
                uses.append({**merged, "global": seen})
    return uses


def plain(node: Node) -> Value:
    """Return the value of a node without places; numbers stay texts, as they are written."""
    if isinstance(node.value, dict):
        return {key: plain(value) for key, value in node.value.items()}
    if isinstance(node.value, list):
        return [plain(value) for value in node.value]
    return node.value


def applied_to(chart: Chart, values: dict[str, Value]) -> Value:
    """Return what `.` is in the chart's templates."""
    facts = plain(chart.facts)
    said = facts if isinstance(facts, dict) else {}
    about: dict[str, Value] = {name[:1].upper() + name[1:]: value for name, value in said.items()}
    about["IsRoot"] = chart.parent is None
    version: Value = {
        "Version": KUBERNETES,
        "GitVersion": KUBERNETES,
        "Major": "1",
        "Minor": _MINOR,
    }
    return {
        "Values": values,
        "Chart": about,
        "Release": {
            "Name": Unknown("{{ .Release.Name }}"),
            "Namespace": Unknown("{{ .Release.Namespace }}"),
            "Service": "Helm",
            "IsInstall": True,
            "IsUpgrade": False,
            "Revision": 1,
        },
        "Capabilities": {
            "KubeVersion": version,
            "APIVersions": Unknown("{{ .Capabilities.APIVersions }}"),
            "HelmVersion": {"Version": Unknown("{{ .Capabilities.HelmVersion }}")},
        },
        "Template": Unknown("{{ .Template }}"),
        "Files": Unknown("{{ .Files }}"),
        "Subcharts": Unknown("{{ .Subcharts }}"),
    }
