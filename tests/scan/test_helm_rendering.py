"""Charts read without Helm come to what Helm itself renders."""

import shutil
from pathlib import Path

import pytest

from tests.scan.container_files import scanned, scanned_folder, traits
from workbench.model.component import Kind
from workbench.model.image import ImageReference

FIXTURE = Path(__file__).parent.parent / "fixtures" / "kubernetes" / "shop"


def images(found, *paths):
    return [
        s
        for s in found.sightings
        if s.kind is Kind.CONTAINER_IMAGE and (not paths or s.occurrence.path in paths)
    ]


def named(sightings):
    return {f"{s.name}:{s.version}" for s in sightings}


def rendered(name):
    """What `helm template` put out, as the product spells images."""
    lines = (FIXTURE / name).read_text(encoding="utf-8").split()
    references = [ImageReference.parse(line) for line in lines]
    return {f"{r.name}:{r.version}" for r in references}


@pytest.fixture
def shop(tmp_path):
    shutil.copytree(FIXTURE, tmp_path / "shop")
    return tmp_path / "shop"


def test_that_templates_come_to_what_helm_renders(shop):
    (shop / "values-arm.yaml").unlink()
    found = scanned_folder(shop)
    switched_off = {"registry.example:5000/acme/migrate:7"}
    assert named(images(found)) == rendered("rendered.txt") | switched_off
    assert found.problems == []


def test_that_a_second_values_file_comes_to_what_helm_renders_with_it(shop):
    seen = named(images(scanned_folder(shop), "values-arm.yaml"))
    assert seen == rendered("rendered-arm.txt") - rendered("rendered.txt")


def test_that_each_image_stands_at_its_line_in_the_file_that_names_it(shop):
    found = images(scanned_folder(shop), "templates/_helpers.tpl", "templates/web.yaml")
    plain = [s for s in found if "node-selector" not in traits(s)]
    assert [(s.occurrence.path[10:], s.occurrence.line, s.name) for s in plain] == [
        ("_helpers.tpl", 16, "busybox"),
        ("_helpers.tpl", 19, "quay.io/acme/shop"),
        ("_helpers.tpl", 22, "acme/exporter"),
        ("web.yaml", 25, "acme/mail"),
        ("web.yaml", 25, "acme/report"),
        ("web.yaml", 38, "registry.example:5000/acme/migrate"),
    ]


def test_that_a_selector_in_a_template_pins_the_images_of_its_document_only(shop):
    found = [s for s in images(scanned_folder(shop)) if "node-selector" in traits(s)]
    assert {(s.name, s.occurrence.line) for s in found} == {("acme/mail", 22), ("acme/report", 22)}


def test_that_a_packed_chart_is_read_with_the_values_of_the_chart_around_it(shop):
    (cache,) = images(scanned_folder(shop), "charts/cache-1.2.0.tgz")
    assert (cache.name, cache.version) == ("acme/cache", "7.2.4")
    assert traits(cache)["archive-entry"] == "templates/set.yaml"


def test_that_a_chart_in_the_charts_folder_takes_the_values_of_its_parent(tmp_path):
    found = scanned(
        tmp_path,
        {
            "Chart.yaml": "name: top\nversion: 1.0.0\n",
            "values.yaml": "db:\n  image: {tag: '16'}\nglobal:\n  registry: ghcr.io\n",
            "charts/db/Chart.yaml": "name: db\nversion: 1.0.0\n",
            "charts/db/values.yaml": "image: {repository: acme/db, tag: '15'}\n",
            "charts/db/templates/db.yaml": "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n"
            "  - image: '{{ .Values.global.registry }}/{{ .Values.image.repository }}"
            ":{{ .Values.image.tag }}'\n",
        },
    )
    assert named(images(found)) == {"ghcr.io/acme/db:16"}


def template(tmp_path, body, values="a: {}\n"):
    files = {
        "Chart.yaml": "name: c\nversion: 1.0.0\nappVersion: 9.1\n",
        "values.yaml": values,
        "templates/x.yaml": f"apiVersion: v1\nkind: Pod\nspec:\n  containers:\n{body}",
    }
    return scanned(tmp_path, files)


@pytest.mark.parametrize(
    ("expression", "values", "expected"),
    [
        ("r/a:{{ .Values.x | default .Chart.AppVersion }}", "", "r/a:9.1"),
        ('{{ printf "%s:%s" .Values.n (.Values.t | toString) }}', "n: r/a\nt: 2\n", "r/a:2"),
        ('{{ ternary "r/a:1" "r/b:1" .Values.on }}', "on: true\n", "r/a:1"),
        ("{{ if .Values.on }}r/a{{ else }}r/b{{ end }}:3", "on: false\n", "r/b:3"),
        ("r/a:4{{ with .Values.sha }}@sha256:{{ . }}{{ end }}", "", "r/a:4"),
        ("{{ $.Values.n }}:{{ index .Values.tags 1 }}", "n: r/a\ntags: ['5', '6']\n", "r/a:6"),
        ('{{ tpl .Values.n . }}:{{ trimPrefix "v" "v7" }}', "n: '{{ .Values.m }}'\nm: r/a\n",
         "r/a:7"),
        ('{{ coalesce .Values.g "docker.io" }}/r/a:8', "g: ''\n", "r/a:8"),
        ('r/a:{{ if semverCompare ">=1.25-0" .Capabilities.KubeVersion.Version }}9{{ end }}', "",
         "r/a:9"),
        ('r/a:{{- "trimmed" -}}', "", "r/a:trimmed"),
    ],
)  # fmt: skip
def test_that_an_expression_comes_to_its_value(tmp_path, expression, values, expected):
    found = template(tmp_path, f"  - image: {expression}\n", values)
    assert named(s for s in found.sightings) == {expected}
    assert found.problems == []


def test_that_what_only_a_cluster_or_a_release_knows_stays_open(tmp_path):
    found = template(
        tmp_path,
        "  - image: r/a:{{ .Release.Name }}\n"
        '  - image: {{ (lookup "v1" "ConfigMap" "ns" "n").data.image }}\n'
        "  - image: '{{ .Values.a.repository }}:1'\n",
    )
    (known,) = found.sightings
    assert (known.name, known.version) == ("r/a", "")
    assert known.occurrence.constraint == "{{ .Release.Name }}"
    (problem,) = found.problems
    assert problem.line == 6
    assert problem.reason.endswith("and 1 more")


def test_that_a_template_that_is_none_is_one_problem_and_others_are_read(tmp_path):
    found = scanned(
        tmp_path,
        {
            "Chart.yaml": "name: c\nversion: 1.0.0\n",
            "templates/a.yaml": "apiVersion: v1\nkind: Pod\n{{ if }}\nimage: a/a:1\n",
            "templates/b.yaml": "apiVersion: v1\n{{ if true }}\nimage: a/b:1\n{{ end }}\n",
        },
    )
    assert named(images(found)) == {"a/b:1"}
    assert [(p.path, "expression is missing" in p.reason) for p in found.problems] == [
        ("templates/a.yaml", True)
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{{ define "a" }}image: {{ include "a" . }}{{ end }}image: {{ include "a" . }}\n',
        "{{ range .Values.l }}{{ range $.Values.l }}{{ range $.Values.l }}{{ range $.Values.l }}"
        "\nimage: a/b:1\n{{ end }}{{ end }}{{ end }}{{ end }}",
        "{{ if true }}" * 400 + "image: a/b:1",
        "image: " + "{{ (" * 300,
        "{{/*" * 5000,
        '{{ "' * 5000,
        '{{ $x := .Values }}{{ range .Values.l }}{{ $_ := set $x "y" $x }}{{ end }}\n'
        "image: {{ $x.y }}\n",
        '{{ $x := "a/b" }}{{ range .Values.l }}{{ $x = printf "%s%s" $x $x }}{{ end }}\n'
        "image: {{ $x }}\n",
        "{{ $x := .Release.Name }}{{ range .Values.l }}{{ $x = print $x $x }}{{ end }}\n"
        "image: {{ $x }}\n",
        '{{ $x := "a/b" }}{{ range .Values.l }}{{ $x = join "" (list $x $x) }}{{ end }}\n'
        "image: {{ $x }}\n",
    ],
    ids=[
        "circle",
        "rounds",
        "blocks",
        "brackets",
        "comments",
        "quotes",
        "itself",
        "doubled",
        "open",
        "joined",
    ],
)
def test_that_hostile_templates_end(tmp_path, text):
    files = {
        "Chart.yaml": "name: c\nversion: 1.0.0\n",
        "values.yaml": f"l: [{', '.join('0' for _ in range(150))}]\n",
        "templates/x.yaml": f"apiVersion: v1\n{text}",
    }
    found = scanned(tmp_path, files)
    assert len(found.problems) <= 1
    assert named(images(found)) <= {"a/b:1"}


def test_that_what_is_no_archive_is_one_problem(tmp_path):
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / "x-1.0.0.tgz").write_bytes(b"no archive at all")
    found = scanned(tmp_path, {"Chart.yaml": "name: c\nversion: 1.0.0\n"})
    assert [p.path for p in found.problems] == ["charts/x-1.0.0.tgz"]
    assert "is not a packed chart" in found.problems[0].reason


def test_that_a_template_is_parsed_when_another_chart_gives_it_its_image(tmp_path):
    """What is not parsed at first, as it says no `image:` itself, may take one in by name."""
    files = {
        "Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies:\n- name: lib\n"
        "  version: 1.0.0\n",
        "values.yaml": "image: acme/app:1\n",
        "templates/pod.yaml": '{{ include "lib.pod" . }}\n',
        "templates/quiet.yaml": "{{ if }}\nkind: ConfigMap\n",
        "charts/lib/Chart.yaml": "apiVersion: v2\nname: lib\nversion: 1.0.0\ntype: library\n",
        "charts/lib/templates/pod.tpl": '{{ define "lib.pod" }}\nspec:\n  containers:\n'
        "  - image: {{ .Values.image }}\n{{ end }}\n",
    }
    found = scanned(tmp_path, files)
    assert "acme/app" in {s.name for s in found.sightings}
    assert found.problems == []  # a broken template without an image is not read
