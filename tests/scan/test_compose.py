"""Compose and skaffold files, and what they say of the project's own images."""

from tests.scan.container_files import scanned, traits
from workbench.model.component import Origin


def compose(tmp_path, text, **others):
    return scanned(tmp_path / "shop", {"compose.yaml": text, **others})


def test_that_images_are_interpolated_from_defaults_and_the_env_file(tmp_path):
    found = scanned(
        tmp_path,
        {
            "deploy/.env": "# versions\nexport PG='14.5'\nREDIS=7.0 # cache\n",
            "deploy/docker-compose.prod.yml": "services:\n"
            "  db:\n    image: postgres:${PG}\n"
            "  cache:\n    image: redis:${REDIS:-6}-alpine  # comment\n"
            '  mq:\n    image: "registry.example:5000/${TEAM-core}/rabbit:${MQ:?set it}"\n'
            "  web:\n    image: nginx:1.2$$\n"
            "  # ghost:\n  #   image: ghost:1\n",
        },
    )
    assert [(s.occurrence.line, s.purl) for s in found.sightings] == [
        (3, "pkg:docker/postgres@14.5"),
        (5, "pkg:docker/redis@7.0-alpine"),
        (7, "pkg:docker/core/rabbit?repository_url=registry.example:5000"),
    ]
    rabbit = found.sightings[2]
    assert rabbit.occurrence.constraint == "${MQ:?set it}"
    assert traits(rabbit)["unresolved"].startswith("registry.example:5000/core/rabbit:")
    assert [p.line for p in found.problems] == [9]


def test_that_a_name_without_a_value_is_a_problem(tmp_path):
    found = compose(tmp_path, "services:\n  a:\n    image: ${IMAGE}\n")
    assert found.sightings == []
    assert [(p.path, p.line) for p in found.problems] == [("compose.yaml", 3)]


def test_that_a_platform_is_a_trait_on_its_line(tmp_path):
    found = compose(tmp_path, "services:\n  db:\n    image: mysql:5.7\n    platform: linux/amd64\n")
    assert [(s.occurrence.line, traits(s)) for s in found.sightings] == [
        (3, {}),
        (4, {"platform": "linux/amd64"}),
    ]


def test_that_a_built_service_is_the_dockerfiles_own_image(tmp_path):
    found = compose(
        tmp_path,
        "services:\n"
        "  api:\n    build: ./api\n    image: acme/api:${TAG}\n    platform: linux/amd64\n"
        "  job:\n    build:\n      context: .\n      dockerfile: api/Dockerfile\n"
        "  other:\n    image: acme/api:1.0\n",
        **{"api/Dockerfile": "FROM python:3.9\n"},
    )
    purl = "pkg:docker/api#api/Dockerfile"
    path = {"own-image": "api/Dockerfile"}
    assert {s.purl for s in found.own()} == {purl}
    assert {s.origin for s in found.own()} == {Origin.SELF_BUILT}
    assert found.purls() == ["pkg:docker/python@3.9"]
    assert [
        (s.occurrence.line, traits(s)) for s in found.own() if s.occurrence.reader == "compose"
    ] == [
        (3, path),
        (4, {**path, "published-as": "acme/api:${TAG}"}),
        (5, {**path, "platform": "linux/amd64"}),
        (7, path),
        (11, path),
    ]


def test_that_build_and_image_in_two_files_are_one_service(tmp_path):
    found = scanned(
        tmp_path,
        {
            "docker-compose.yml": "services:\n  api:\n    image: acme/api:1.0\n",
            "docker-compose.override.yml": "services:\n  api:\n    build: api\n",
            "api/Dockerfile": "FROM scratch\n",
        },
    )
    assert found.purls() == []
    assert {s.purl for s in found.own()} == {"pkg:docker/api#api/Dockerfile"}


def test_that_merged_and_extended_services_are_read(tmp_path):
    found = compose(
        tmp_path,
        "x-base: &base\n  image: redis:7\n"
        "services:\n  a:\n    <<: *base\n"
        "  b:\n    extends:\n      service: a\n"
        "  c:\n    build: .\n"
        "  d:\n    extends: c\n    image: acme/d:1\n",
        Dockerfile="FROM scratch\n",
    )
    assert found.lines() == [(2, "redis")]
    assert "acme/d:1" in [traits(s).get("published-as") for s in found.own()]


def test_that_version_one_files_are_read(tmp_path):
    found = scanned(tmp_path, {"docker-compose.yml": "db:\n  image: mongo:4\nweb:\n  build: .\n"})
    assert found.lines() == [(2, "mongo")]
    assert [p.line for p in found.problems] == [4]


def test_that_a_build_from_elsewhere_is_a_problem(tmp_path):
    found = compose(tmp_path, "services:\n  a:\n    build: https://x.example/r.git\n")
    assert found.sightings == []
    assert [p.line for p in found.problems] == [3]


def test_that_odd_shapes_give_nothing(tmp_path):
    found = compose(
        tmp_path,
        "services:\n  a: [image, x:1]\n  b:\n    image: {a: b}\n    build: [x]\n  c: null\n"
        "  d:\n    image: [x:1]\n    build:\n      context: {a: 1}\n",
    )
    assert found.purls() == []


def test_that_broken_yaml_is_one_problem(tmp_path):
    found = compose(tmp_path, "services:\n  a:\n    image: 'x\n")
    assert len(found.problems) == 1


def test_that_skaffold_names_own_images_that_manifests_then_use(tmp_path):
    found = scanned(
        tmp_path,
        {
            "skaffold.yaml": "apiVersion: skaffold/v3\nkind: Config\nbuild:\n  artifacts:\n"
            "  - image: cart\n    context: src/cart\n    docker:\n      dockerfile: Dockerfile\n",
            "src/cart/Dockerfile": "FROM scratch\n",
            "k8s/cart.yaml": "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n"
            "  - image: cart:latest\n  - image: carts:1\n",
        },
    )
    assert found.lines() == [(6, "carts")]
    own = [(s.occurrence.path, s.occurrence.line) for s in found.own()]
    assert own == [("skaffold.yaml", 5), ("k8s/cart.yaml", 5), ("src/cart/Dockerfile", 1)]


def test_that_what_many_services_merge_counts_once(tmp_path):
    found = compose(
        tmp_path,
        "x-a: &a\n  image: redis:7\nservices:\n  b:\n    <<: *a\n  c:\n    <<: *a\n",
    )
    assert found.lines() == [(2, "redis")]


def test_that_a_stack_file_of_any_name_is_read_as_compose(tmp_path):
    found = scanned(
        tmp_path,
        {
            "deploy/tracing.yml": "services:\n  tempo:\n    image: grafana/tempo:2.4.1\n",
            "deploy/symfony.yml": "services:\n  mailer:\n    class: Mailer\n    image: logo.png\n"
            "parameters: {}\n",
            "deploy/mixed.yml": "services:\n  a:\n    image: redis:7\n  b:\n    class: B\n",
            "deploy/broken.yml": "services:\n  a:\n    image: [\n",
        },
    )
    assert [s.purl for s in found.sightings] == ["pkg:docker/grafana/tempo@2.4.1"]
    assert found.problems == []


def test_that_what_a_skaffold_profile_builds_is_the_projects_own(tmp_path):
    found = scanned(
        tmp_path,
        {
            "db/skaffold.yaml": "profiles:\n- name: dev\n  build:\n    artifacts:\n"
            "    - image: accounts-db\n      context: .\n",
            "db/Dockerfile": "FROM postgres:16\n",
            "db/k8s.yaml": "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n"
            "  - image: accounts-db\n",
        },
    )
    assert {s.purl for s in found.own()} == {"pkg:docker/db#db/Dockerfile"}
    assert [s.purl for s in found.sightings if s.origin is Origin.DOWNLOADED] == [
        "pkg:docker/postgres@16"
    ]


def test_that_a_dockerfile_in_the_file_itself_is_read_on_its_lines(tmp_path):
    found = scanned(
        tmp_path,
        {
            "compose.yaml": "services:\n  web:\n    build:\n      dockerfile_inline: |\n"
            "        ARG V=3.20\n        FROM alpine:$V\n        RUN apk add curl\n"
            "      args:\n        V: '3.21'\n"
        },
    )
    assert found.problems == []
    assert found.lines() == [(6, "alpine"), (7, "curl")]
    (own,) = found.own()
    assert (own.purl, own.occurrence.line) == ("pkg:docker/web#compose.yaml", 6)


def test_that_named_contexts_and_platforms_of_a_build_are_told(tmp_path):
    found = scanned(
        tmp_path,
        {
            "compose.yaml": "services:\n  web:\n    build:\n      context: .\n"
            "      additional_contexts:\n        base: docker-image://debian:12\n"
            "        docs: ../docs\n      platforms:\n        - linux/amd64\n"
            "  api:\n    build:\n      context: .\n      platforms: [linux/amd64, linux/arm64]\n"
            "      additional_contexts:\n        - tools=docker-image://busybox:1.36\n",
            "Dockerfile": "FROM base\n",
        },
    )
    told = [s for s in found.sightings if s.occurrence.path == "compose.yaml"]
    assert [(s.occurrence.line, s.name) for s in told if not traits(s).get("own-image")] == [
        (6, "debian"),
        (15, "busybox"),
    ]
    pinned = [(s.occurrence.line, traits(s)["platform"]) for s in told if "platform" in traits(s)]
    assert pinned == [(8, "linux/amd64")]


def test_that_an_extension_in_another_file_gives_image_and_build(tmp_path):
    found = scanned(
        tmp_path,
        {
            "compose.yaml": "services:\n"
            "  db:\n    extends: {file: base/common.yml, service: db}\n"
            "    platform: linux/amd64\n"
            "  web:\n    extends: {file: base/common.yml, service: app}\n    image: me/web\n"
            "  loop:\n    extends: loop\n    platform: linux/amd64\n",
            "base/common.yml": "services:\n  db:\n    image: postgres:14\n"
            "  app:\n    build: ./app\n",
            "base/app/Dockerfile": "FROM alpine:3\n",
        },
    )
    told = [s for s in found.sightings if s.occurrence.path == "compose.yaml"]
    assert [(s.occurrence.line, s.purl, traits(s)) for s in told] == [
        (4, "pkg:docker/postgres@14", {"platform": "linux/amd64"}),
        (
            7,
            "pkg:docker/base#base/app/Dockerfile",
            {"own-image": "base/app/Dockerfile", "published-as": "me/web"},
        ),
    ]
