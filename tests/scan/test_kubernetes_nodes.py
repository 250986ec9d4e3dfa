"""Node pools, node groups, machine templates, and what pods demand of nodes."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.scan.container_files import scanned, scanned_folder, traits
from workbench.assess.patch import unified_diff
from workbench.knowledge.compute import verdict
from workbench.knowledge.knowledge import Knowledge
from workbench.model.component import Kind, Scope
from workbench.model.finding import Finding
from workbench.model.setting import Setting
from workbench.model.status import Status
from workbench.scan.fold import Fold
from workbench.scan.formats import helm, kubernetes, kubernetes_nodes
from workbench.scan.scanner import scan

FIXTURE = Path(__file__).parent.parent / "fixtures" / "kubernetes" / "nodes"
FORMATS = (kubernetes.FORMAT, kubernetes_nodes.FORMAT, *helm.FORMATS)


def events(root, kind):
    return [event for event in scan(root, formats=FORMATS) if isinstance(event, kind)]


def compute(name):
    found = scanned_folder(FIXTURE).sightings
    return [
        (s.occurrence.line, s.purl.removeprefix("pkg:generic/"))
        for s in found
        if s.occurrence.path == name and s.kind in (Kind.COMPUTE, Kind.OPERATING_SYSTEM)
    ]


def test_that_karpenters_pools_and_node_classes_are_listed():
    assert sorted(compute("karpenter.yaml")) == [
        (9, "karpenter/general"),
        (14, "aws-ec2/c5"),
        (14, "aws-ec2/m5"),
        (27, "karpenter/both"),
        (34, "karpenter/default"),
        (48, "amazonlinux@2023"),
        (50, "aws-ami/ami-0123456789abcdef0"),
        (51, "amazonlinux@2"),
        (59, "aws-ami/ami-0fedcba9876543210"),
    ]


def test_that_eksctl_cluster_api_and_kops_groups_are_listed():
    assert sorted(compute("cluster.yaml")) == [
        (8, "aws-ec2/m5.large"),
        (8, "aws-ec2/m5.xlarge"),
        (9, "amazonlinux@2023"),
        (11, "aws-ec2/m7g.large"),
        (14, "aws-ami/ami-00112233445566778"),
        (17, "aws-ec2/c5.9xlarge"),
        (18, "aws-ec2/c5.xlarge"),
        (20, "aws-eks-fargate/jobs"),
    ]
    assert sorted(compute("capi.yaml")) == [
        (8, "aws-ec2/t3.large"),
        (10, "aws-ami/ami-0a1b2c3d4e5f60718"),
        (17, "ubuntu@22.04"),
        (18, "aws-ec2/r5.xlarge"),
        (20, "aws-ec2/r5.xlarge"),
        (20, "aws-ec2/r5a.xlarge"),
    ]


def test_that_machines_that_pods_ask_for_and_families_of_images_are_listed():
    assert sorted(compute("machines.yaml")) == [
        (9, "aws-ec2/m5.large"),
        (29, "aws-ec2/r5"),
        (29, "aws-ec2/r6i"),
        (42, "aws-ec2/r5.xlarge"),
        (74, "karpenter/intel"),
        (85, "bottlerocket"),
        (94, "aws-ami/ami-0123456789abcdef0"),
        (94, "aws-ami/ami-0123456789abcdef1"),
    ]
    found = scanned_folder(FIXTURE).sightings
    optional = [s.name for s in found if s.occurrence.scope is Scope.OPTIONAL]
    assert sorted(optional) == ["r5.xlarge"]
    assert sorted(compute("cluster.json")) == [
        (5, "aws-ec2/m5d.large"),
        (7, "aws-ec2/m5.large"),
        (7, "ubuntu@22.04"),
        (8, "aws-ec2/m5.large"),
        (8, "windows"),
    ]


def test_that_a_pool_is_ready_when_both_architectures_are_allowed():
    fold = Fold()
    for sighting in scanned_folder(FIXTURE).sightings:
        fold.add(sighting)
    knowledge = Knowledge.load()
    statuses = {
        component.name: [e.status for e in knowledge.evidence(component)]
        for component in fold.components()
        if "/karpenter/" in component.purl or "fargate" in component.purl
    }
    assert statuses == {
        "general": [Status.CHANGE],
        "both": [Status.READY],
        "default": [Status.CHANGE],
        "jobs": [Status.UNKNOWN],
        "intel": [Status.CHANGE],
    }


POOL = (
    "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: p}\nspec:\n  template:\n"
    "    spec:\n      requirements:\n      - {key: %s, operator: %s, values: [%s]}\n"
)


@pytest.mark.parametrize(
    ("key", "operator", "values", "said"),
    [
        ("kubernetes.io/arch", "In", "arm64, amd64", "In amd64,arm64"),
        ("kubernetes.io/arch", "NotIn", "arm64", "NotIn arm64"),
        ("karpenter.sh/capacity-type", "In", "spot", "any"),
        ("karpenter.k8s.aws/instance-cpu-manufacturer", "In", "intel, aws", "In amd64,arm64"),
        ("karpenter.k8s.aws/instance-cpu-manufacturer", "NotIn", "aws", "NotIn arm64"),
        ("karpenter.k8s.aws/instance-gpu-name", "In", "t4", "by instance type"),
    ],
)
def test_that_what_a_pool_may_have_is_a_fact(tmp_path, key, operator, values, said):
    found = scanned(tmp_path, {"p.yaml": POOL % (key, operator, values)})
    (pool,) = [s for s in found.sightings if s.name == "p"]
    assert traits(pool) == {"node-arch": said}


def test_that_a_family_has_a_counterpart_as_a_whole():
    said = verdict("pkg:generic/aws-ec2/m5", "Graviton3")
    assert (said.status, said.counterpart, said.exact) == (Status.CHANGE, "m7g", True)
    assert verdict("pkg:generic/aws-ec2/m7g").status is Status.READY
    assert verdict("pkg:generic/aws-ec2/p3").status is Status.BLOCKED


@pytest.fixture
def changed(tmp_path):
    """The fixture after its changes, applied by git; and the findings."""
    root = tmp_path / "nodes"
    shutil.copytree(FIXTURE, root)
    knowledge = Knowledge.load()
    settings = events(root, Setting)
    patch = unified_diff(knowledge.changes(settings), lambda path: (root / path).read_bytes())
    assert patch.left_out == ()
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    subprocess.run(["git", "apply"], cwd=root, input=patch.data, check=True)
    return root, knowledge.configured(settings)


def loaded(root, name):
    return list(yaml.safe_load_all((root / name).read_text(encoding="utf-8")))


def test_that_the_diff_applies_and_means_what_it_says(changed):
    root, _ = changed
    web, _, tied = loaded(root, "pods.yaml")
    assert web["spec"]["template"]["spec"]["nodeSelector"] == {"kubernetes.io/arch": "arm64"}
    affinity = tied["spec"]["template"]["spec"]["affinity"]["nodeAffinity"]
    terms = affinity["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"]
    assert terms[0]["matchExpressions"][0]["values"] == ["arm64", "amd64"]
    wish = affinity["preferredDuringSchedulingIgnoredDuringExecution"][0]["preference"]
    assert wish["matchExpressions"][0]["values"] == ["amd64"]
    general, both, *_ = loaded(root, "karpenter.yaml")
    needs = general["spec"]["template"]["spec"]["requirements"]
    assert [need["values"] for need in needs] == [["arm64", "amd64"], ["m8g", "c8g"], ["t3"]]
    assert both == loaded(FIXTURE, "karpenter.yaml")[1]
    (cluster,) = loaded(root, "cluster.yaml")
    assert cluster["managedNodeGroups"][0]["instanceTypes"] == ["m8g.large", "m8g.xlarge"]
    batch = cluster["nodeGroups"][0]
    assert batch["instancesDistribution"]["instanceTypes"] == ["c5.9xlarge", "c8g.xlarge"]
    assert batch["ami"] == "ami-00112233445566778"  # by hand: nobody knows the arm64 one's id
    db, cache, plugin, pool, *_ = loaded(root, "machines.yaml")
    assert db["spec"]["template"]["spec"]["nodeSelector"] == {
        "node.kubernetes.io/instance-type": "m8g.large",
        "karpenter.k8s.aws/instance-cpu-manufacturer": "aws",
        "eks.amazonaws.com/nodegroup": "m5.large",
    }
    affinity = cache["spec"]["template"]["spec"]["affinity"]["nodeAffinity"]
    terms = affinity["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"]
    asked = [each["values"] for each in terms[0]["matchExpressions"]]
    assert asked == [["r8g", "r8g"], ["r5.large"], ["aws", "intel", "amd"]]
    assert plugin == loaded(FIXTURE, "machines.yaml")[2]  # where it may run, not what it needs
    assert pool["spec"]["template"]["spec"]["requirements"][0]["values"] == ["aws", "intel"]
    assert (root / "cluster.json").read_text(encoding="utf-8").count("m5d.large") == 1  # Outpost
    clusters = json.loads((root / "cluster.json").read_text(encoding="utf-8"))
    types = [group["instanceType"] for group in clusters["nodeGroups"]]
    assert types == ["m8g.large", "m5.large"]  # Windows has no Graviton
    machines, group = loaded(root, "capi.yaml")
    assert machines["spec"]["template"]["spec"]["instanceType"] == "t4g.large"
    assert "arm64-server" in group["spec"]["image"]


def test_that_each_demand_for_x86_is_a_finding(changed):
    _, findings = changed
    pins = [(f.path, f.line) for f in findings if f.rule == "x86-pin"]
    assert sorted(pins) == [
        ("capi.yaml", 17),
        ("karpenter.yaml", 11),
        ("karpenter.yaml", 51),
        ("machines.yaml", 10),
        ("machines.yaml", 35),
        ("machines.yaml", 77),
        ("pods.yaml", 8),
        ("pods.yaml", 39),
    ]


def test_that_a_daemon_set_without_a_selector_is_worth_a_look():
    found = [(f.path, f.line, f.text, f.quiet) for f in events(FIXTURE, Finding)]
    assert found == [("pods.yaml", 13, "agent", False)]


DAEMON = (
    "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: d}\nspec:\n  template:\n    spec:\n"
    "      %s\n      containers: [{image: 'a/b:1'}]\n"
)


@pytest.mark.parametrize(
    ("spec", "constructs"),
    [
        ("tolerations: [{operator: Exists}]", ["tolerates-everything"]),
        ("tolerations: [{key: gpu, operator: Exists}]", ["every-node"]),
        ("nodeSelector: {kubernetes.io/arch: amd64}", []),
        ("nodeSelector: {kubernetes.io/os: windows}", []),
    ],
)
def test_that_the_cases_of_daemon_sets_are_told_apart(tmp_path, spec, constructs):
    (tmp_path / "d.yaml").write_text(DAEMON % spec, encoding="utf-8")
    assert [f.construct for f in events(tmp_path, Finding)] == constructs


def test_that_values_in_a_folder_of_them_ask_for_machines(tmp_path):
    text = (
        "web:\n  nodeSelector: {node.kubernetes.io/instance-type: m5.large}\n"
        "pools:\n- requirements:\n  - key: karpenter.k8s.aws/instance-family\n    operator: In\n"
        "    values: [c5n]\n  - key: karpenter.k8s.aws/instance-family\n    operator: NotIn\n"
        "    values: [t3]\n"
    )
    found = scanned(tmp_path, {"infra/helm-values/web.yaml": text})
    assert [(s.occurrence.line, s.name) for s in found.sightings] == [(2, "m5.large"), (7, "c5n")]


WEB = (
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n"
    "      %s\n      containers: [{image: 'a/b:1'}]\n"
)
GROUP = (
    "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmanagedNodeGroups:\n"
    "- {name: g, instanceType: %s}\n"
)
ARM = POOL % ("kubernetes.io/arch", "In", "amd64, arm64")


@pytest.mark.parametrize(
    ("nodes", "spec", "constructs"),
    [
        (ARM, "hostNetwork: false", ["any-node"]),
        (GROUP % "m7g.large", "hostNetwork: false", ["any-node"]),
        (GROUP % "m5.large", "hostNetwork: false", []),
        (GROUP % "m7g.large, taints: [{key: arm}]", "hostNetwork: false", []),
        (ARM.replace("requirements", "taints: [{key: a}]\n      requirements"), "nodeName: ''", []),
        (POOL % ("karpenter.sh/capacity-type", "In", "spot"), "hostNetwork: false", []),
        (ARM, "nodeSelector: {kubernetes.io/arch: amd64}", []),
    ],
)
def test_that_pods_without_a_demand_are_noted_where_arm64_nodes_take_them(
    tmp_path, nodes, spec, constructs
):
    (tmp_path / "nodes.yaml").write_text(nodes, encoding="utf-8")
    (tmp_path / "web.yaml").write_text(WEB % spec, encoding="utf-8")
    found = events(tmp_path, Finding)
    assert [f.construct for f in found] == constructs
    assert all(f.quiet and f.text == "web" for f in found)


def test_that_a_selector_in_values_is_a_setting_and_pins_the_images_beside_it(tmp_path):
    files = {
        "Chart.yaml": "name: c\nversion: 1.0.0\n",
        "values.yaml": "web:\n  image: {repository: a/web, tag: '1'}\n  nodeSelector:\n"
        "    kubernetes.io/arch: amd64\njob:\n  image: {repository: a/job, tag: '1'}\n",
    }
    found = scanned(tmp_path, files)
    pinned = [s for s in found.sightings if "node-selector" in traits(s)]
    assert [(s.name, s.occurrence.line) for s in pinned] == [("a/web", 4)]
    (setting,) = events(tmp_path, Setting)
    assert (setting.role, setting.line, setting.column) == ("node-selector", 4, 24)


def test_that_hostile_shapes_give_nothing(tmp_path):
    text = (
        "apiVersion: karpenter.sh/v1\nkind: NodePool\nspec: {template: [1], requirements: x}\n---\n"
        "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nnodeGroups: {instanceType: [[]]}\n"
        "fargateProfiles: 7\n---\napiVersion: v1\nkind: Pod\nspec: {nodeSelector: [x],"
        " affinity: [{key: kubernetes.io/arch, operator: In, values: {a: amd64}}]}\n"
    )
    found = scanned(tmp_path, {"a.yaml": text, "b.json": json.dumps([1])})
    assert [s.purl for s in found.sightings] == ["pkg:generic/karpenter/default"]
    assert found.problems == []


def test_that_a_machine_image_is_for_what_its_own_group_starts(tmp_path):
    text = (
        "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nnodeGroups:\n"
        "- {name: x, instanceType: m5.large, ami: ami-0123456789abcdef0}\n"
        "- {name: a, instanceType: m7g.large, ami: ami-0123456789abcdef1}\n"
    )
    found = scanned(tmp_path, {"cluster.yaml": text})
    images = {s.name[-1]: traits(s) for s in found.sightings if "ami-" in s.name}
    assert images["0"]["used-by-arch"] == "x86_64"
    assert images["1"]["used-by-arch"] == "arm64"
