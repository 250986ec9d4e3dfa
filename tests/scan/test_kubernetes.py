"""Kubernetes manifests, kustomizations and Helm charts."""

import json

from tests.scan.container_files import scanned, traits
from workbench.model.component import Kind

DEPLOYMENT = """\
# image: commented:1
apiVersion: apps/v1
kind: Deployment
spec:
  template:
    spec:
      nodeSelector:
        kubernetes.io/arch: amd64
      initContainers:
      - name: wait
        image: busybox:1.36 # comment
      containers:
      - image: "registry.example:5000/app/web:2.0"
      - {name: side, image: envoyproxy/envoy}
---
apiVersion: batch/v1
kind: CronJob
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
          - image: ghcr.io/o/job@sha256:%s
""" % ("0" * 64)


def manifest(tmp_path, text, name="app.yaml"):
    return scanned(tmp_path, {name: text})


def test_that_every_container_is_listed_with_its_line(tmp_path):
    found = manifest(tmp_path, DEPLOYMENT)
    plain = [s for s in found.sightings if "node-selector" not in traits(s)]
    assert [(s.occurrence.line, s.name) for s in plain] == [
        (11, "busybox"),
        (13, "registry.example:5000/app/web"),
        (14, "envoyproxy/envoy"),
        (24, "ghcr.io/o/job"),
    ]
    assert plain[1].version == "2.0"


def test_that_a_node_selector_pins_the_images_of_its_pod_only(tmp_path):
    found = manifest(tmp_path, DEPLOYMENT)
    pinned = [s for s in found.sightings if "node-selector" in traits(s)]
    assert [s.name for s in pinned] == [
        "busybox",
        "registry.example:5000/app/web",
        "envoyproxy/envoy",
    ]
    assert {(s.occurrence.line, traits(s)["node-selector"]) for s in pinned} == {
        (8, "kubernetes.io/arch=amd64")
    }


AFFINITY = """\
apiVersion: v1
kind: Pod
spec:
  containers:
  - image: a:1
  affinity:
    nodeAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        nodeSelectorTerms:
        - matchExpressions:
          - key: beta.kubernetes.io/arch
            operator: In
            values: [amd64%s]
"""


def test_that_an_affinity_to_one_architecture_is_a_pin_and_to_two_is_none(tmp_path):
    (plain, pinned) = manifest(tmp_path / "one", AFFINITY % "").sightings
    assert traits(plain) == {}
    assert traits(pinned) == {"node-selector": "beta.kubernetes.io/arch=amd64"}
    assert pinned.occurrence.line == 11
    assert len(manifest(tmp_path / "two", AFFINITY % ", arm64").sightings) == 1


def test_that_lists_and_custom_resources_are_searched(tmp_path):
    found = manifest(
        tmp_path,
        "apiVersion: v1\nkind: List\nitems:\n"
        "- apiVersion: v1\n  kind: Pod\n  spec:\n    containers:\n    - image: a:1\n"
        "- apiVersion: monitoring.example/v1\n  kind: Prometheus\n  spec:\n"
        "    image: quay.example/prom:v2\n    logo: {image: logo}\n"
        "    sidecar:\n      image:\n        repository: b/c\n        tag: '3'\n"
        "- apiVersion: v1\n  kind: ConfigMap\n  data:\n    image: no:1\n",
    )
    assert found.lines() == [(8, "a"), (12, "quay.example/prom"), (16, "b/c")]


def test_that_only_kubernetes_objects_are_read(tmp_path):
    found = scanned(
        tmp_path,
        {
            "ci.yaml": "containers:\n- image: a:1\n",
            "other.yaml": "apiVersion: v1\ncontainers:\n- image: a:1\n",
            "broken.yaml": "a: 'b\n",
            "data.json": '{"image": "a:1"}',
        },
    )
    assert (found.sightings, found.problems) == ([], [])


def test_that_a_broken_manifest_is_one_problem_with_its_line(tmp_path):
    found = manifest(tmp_path, "apiVersion: v1\nkind: Pod\nimage: 'x\n")
    assert len(found.problems) == 1
    assert "is not valid YAML" in found.problems[0].reason


def test_that_json_manifests_are_read(tmp_path):
    pod = {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"image": "a:1"}]}}
    found = manifest(tmp_path, json.dumps(pod, indent=1), "pod.json")
    assert found.lines() == [(7, "a")]


def test_that_hostile_shapes_give_nothing(tmp_path):
    found = manifest(
        tmp_path,
        "apiVersion: v1\nkind: Pod\nspec:\n  nodeSelector: [x]\n  affinity: 3\n"
        "  containers:\n  - image: [a]\n  - 7\n  - image: {tag: 1}\n  - image: null\n"
        "  initContainers: text\n",
    )
    assert (found.sightings, found.problems) == ([], [])


def test_that_a_name_that_a_mesh_replaces_is_no_image(tmp_path):
    found = manifest(tmp_path, "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: auto\n")
    assert found.sightings == []


def test_that_a_kustomization_replaces_images(tmp_path):
    found = manifest(
        tmp_path,
        "images:\n- name: app\n  newName: registry.example/app\n  newTag: v2\n"
        "- name: db\n  newTag: '14.10'\n- name: same\n"
        "- name: x\n  newName: PLACEHOLDER/x\n- name: y\n  newName: PLACEHOLDER/y\n",
        "kustomization.yaml",
    )
    assert [(s.occurrence.line, s.name, s.version) for s in found.sightings] == [
        (3, "registry.example/app", "v2"),
        (6, "db", "14.10"),
    ]
    assert [p.line for p in found.problems] == [9]


CHART = {
    "chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 0.1.0\nappVersion: '2.5'\n"
    "dependencies:\n- name: redis\n  version: 17.3.2\n  repository: https://charts.example\n"
    "- name: postgresql\n  version: ~12.1\n  repository: oci://charts.example/x\n"
    "- name: local\n  version: 1.0.0\n  repository: file://../local\n",
    "chart/values.yaml": "image:\n  registry: quay.io\n  repository: o/shop\n  tag: ''\n"
    "metrics:\n  image:\n    repository: o/exporter\n    tag: 1.3\n"
    "initImage: busybox:1.36\nlogo:\n  image: picture\n"
    "sidecar:\n  image: fluent-bit\n  tag: '2.1'\n"
    "repository: not/an-image\nname: web\n"
    "hooks:\n  image:\n    shell:\n      registry: k8s.example\n      repository: kubectl\n"
    "      tag: ''\nenabled: true\n",
}


def test_that_a_charts_dependencies_are_applications(tmp_path):
    found = scanned(tmp_path, {"chart/Chart.yaml": CHART["chart/Chart.yaml"]})
    assert [(s.name, s.version, s.occurrence.constraint, s.kind) for s in found.sightings] == [
        ("redis", "17.3.2", "", Kind.APPLICATION),
        ("postgresql", "", "~12.1", Kind.APPLICATION),
    ]
    assert found.sightings[0].purl.startswith("pkg:helm/redis@17.3.2")


def test_that_default_values_name_images(tmp_path):
    found = scanned(tmp_path, CHART)
    images = [s for s in found.sightings if s.kind is Kind.CONTAINER_IMAGE]
    assert [(s.occurrence.line, s.name, s.version) for s in images] == [
        (3, "quay.io/o/shop", "2.5"),
        (7, "o/exporter", "1.3"),
        (9, "busybox", "1.36"),
        (13, "fluent-bit", "2.1"),
        (21, "k8s.example/kubectl", ""),
    ]
    assert traits(images[0]) == {"tag-from": "appVersion"}


SPLIT = (
    "{{ .Values.image.registry }}/{{ .Values.image.repository }}"
    ":{{ .Values.image.tag | default .Chart.AppVersion }}"
)
TEMPLATE = """\
{{- if .Values.enabled }}
{{/* image: commented:1
     image: commented:2 */}}
apiVersion: apps/v1
kind: Deployment
metadata: {{- include "labels" . | nindent 2 }}
spec:
  containers:
  - image: nginx:1.25 # plain
  - image: "@SPLIT@"
  - image: "busybox:{{ .Values.nothing }}"
  - image: {{ include "shop.image" . | quote }}
  - image: "{{ .Values.unknown }}/x:1"
  # image: commented:3
{{- end }}
"""


def test_that_a_template_gives_what_is_literal_or_a_default_value(tmp_path):
    found = scanned(
        tmp_path, {**CHART, "chart/templates/web.yaml": TEMPLATE.replace("@SPLIT@", SPLIT)}
    )
    images = [s for s in found.sightings if s.occurrence.path.endswith("web.yaml")]
    assert [(s.occurrence.line, s.name, s.version) for s in images] == [
        (9, "nginx", "1.25"),
        (10, "quay.io/o/shop", "2.5"),
        (11, "busybox", ""),
    ]
    assert images[2].occurrence.constraint == "{{ .Values.nothing }}"
    (problem,) = found.problems
    assert (problem.path, problem.line) == ("chart/templates/web.yaml", 12)
    assert problem.reason.startswith("template: ")
    assert problem.reason.endswith("and 1 more")


def test_that_a_template_may_put_a_letter_before_the_version(tmp_path):
    template = (
        "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n"
        """  - image: "a:{{ .Values.x.tag | default (printf "v%s" .Chart.AppVersion) }}"\n"""
        """  - image: "b:1.0@sha256:{{ .Values.x.sha }}"\n"""
    )
    found = scanned(tmp_path, {**CHART, "chart/templates/pod.yaml": template})
    images = [s for s in found.sightings if s.occurrence.path.endswith("pod.yaml")]
    assert [(s.name, s.version) for s in images] == [("a", "v2.5"), ("b", "1.0")]
    assert found.problems == []


def test_that_binary_json_is_none_of_ours(tmp_path):
    (tmp_path / "x.json").write_bytes(b'{"a": "\0"}')
    assert scanned(tmp_path, {}).problems == []


def test_that_values_for_a_chart_from_elsewhere_name_what_can_only_be_an_image(tmp_path):
    found = scanned(tmp_path, {"config/values.yaml": CHART["chart/values.yaml"]})
    assert found.purls() == [
        "pkg:docker/o/exporter@1.3",
        "pkg:docker/busybox@1.36",
        "pkg:docker/fluent-bit@2.1",
    ]


def test_that_what_is_filled_in_before_applying_stays_open(tmp_path):
    found = manifest(
        tmp_path,
        "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n"
        "  - image: quay.io/o/app:${TAG}\n  - image: ${REGISTRY}/app:1\n",
    )
    (app,) = found.sightings
    assert (app.name, app.version, app.occurrence.constraint) == ("quay.io/o/app", "", "${TAG}")
    assert [p.line for p in found.problems] == [6]


def test_that_the_images_that_skaffold_builds_are_no_pods(tmp_path):
    built = "build:\n  artifacts:\n  - image: registry.example/shop\n    buildpacks: {builder: b}\n"
    header = "apiVersion: skaffold/v4beta11\nkind: Config\n"
    assert scanned(tmp_path, {"deploy/skaffold-dev.yaml": header + built}).sightings == []


TRAPS = """\
apiVersion: tekton.dev/v1
kind: Task
spec:
  steps:
  - name: build
    image: ubuntu
  sidecars:
  - image: docker:24-dind
---
apiVersion: argoproj.io/v1alpha1
kind: Workflow
spec:
  templates:
  - container: {image: alpine}
  - script: {image: python:3.12}
    sidecars: [{name: s, image: nginx:1.27}]
---
apiVersion: serving.knative.dev/v1
kind: Service
spec:
  template:
    spec:
      containers: [{image: ghcr.io/knative/helloworld-go}]
---
apiVersion: flink.apache.org/v1beta1
kind: FlinkDeployment
spec:
  image: flink:1.17
  podTemplate:
    spec:
      containers: [{name: flink-main-container, image: "acme/flink:2"}]
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
spec:
  baseImage: quay.io/prometheus/prometheus
  version: v2.54.0
  thanosImage: quay.io/thanos/thanos:v0.36.0
---
apiVersion: apps/v1
kind: StatefulSet
spec:
  replicas: 0
  template:
    spec:
      containers:
      - image: quay.io/acme/operator:1
        args: [--config-reloader=quay.io/acme/reloader:0.7, --listen=:8080, --url=http://a.b/c:1]
        env:
        - {name: RELATED_IMAGE_DB, value: "acme/db@sha256:%s"}
        - {name: IMAGE_PULL_POLICY, value: Always}
---
apiVersion: batch/v1
kind: CronJob
spec:
  suspend: true
  jobTemplate: {spec: {template: {spec: {containers: [{image: "acme/cron:1"}]}}}}
""" % ("a" * 64)


def test_that_every_kind_that_carries_a_pod_is_read(tmp_path):
    found = manifest(tmp_path, TRAPS)
    assert [(s.occurrence.line, s.name) for s in found.sightings] == [
        (6, "ubuntu"),
        (8, "docker"),
        (14, "alpine"),
        (15, "python"),
        (16, "nginx"),
        (23, "ghcr.io/knative/helloworld-go"),
        (28, "flink"),
        (31, "acme/flink"),
        (36, "quay.io/prometheus/prometheus"),
        (38, "quay.io/thanos/thanos"),
        (47, "quay.io/acme/operator"),
        (50, "acme/db"),
        (48, "quay.io/acme/reloader"),
        (57, "acme/cron"),
    ]
    assert found.problems == []


def test_that_one_broken_document_hides_no_other(tmp_path):
    pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: a/%s:1\n"
    found = manifest(tmp_path, f"{pod % 'x'}---\nkind: 'Pod\n---\n{pod % 'y'}")
    assert found.lines() == [(5, "a/x"), (13, "a/y")]
    (problem,) = found.problems
    assert "is not valid YAML" in problem.reason


def test_that_a_json_list_of_objects_is_read(tmp_path):
    pod = {"apiVersion": "v1", "kind": "Pod", "spec": {"initContainers": [{"image": "a/b:1"}]}}
    listed = {"apiVersion": "v1", "kind": "List", "items": [pod, {"kind": "ConfigMap"}]}
    found = manifest(tmp_path, json.dumps(listed, indent=1), "list.json")
    assert [s.name for s in found.sightings] == ["a/b"]
