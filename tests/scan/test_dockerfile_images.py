"""Which images a Dockerfile is made from, and what it makes."""

import pytest

from tests.scan.container_files import scanned, traits
from workbench.model.component import Origin, Scope


def dockerfile(tmp_path, text, name="Dockerfile"):
    return scanned(tmp_path / "shop", {name: text})


def test_that_stages_are_no_images_and_the_last_chain_is_the_runtime(tmp_path):
    found = dockerfile(
        tmp_path,
        "FROM golang:1.20 AS Builder\n"
        "FROM python:3.9-slim AS base\n"
        "FROM base AS test\n"
        "FROM base\n"
        "COPY --from=builder /app /app\n"
        "COPY --from=0 /x /x\n"
        "RUN --mount=type=bind,from=test,target=/t true\n",
    )
    assert found.purls() == ["pkg:docker/golang@1.20", "pkg:docker/python@3.9-slim"]
    assert found.one("golang").occurrence.scope is Scope.BUILD
    assert found.one("python").occurrence.scope is Scope.RUNTIME


def test_that_images_that_files_are_copied_from_are_build_images(tmp_path):
    found = dockerfile(
        tmp_path,
        "ARG UV=0.4.1\n"
        "FROM scratch\n"
        "COPY --chown=1:1 --from=ghcr.io/astral-sh/uv:${UV} /uv /bin/uv\n"
        "RUN --mount=type=cache,target=/c \\\n"
        "    --mount=type=bind,from=busybox:1.36,source=/bin,target=/b true\n",
    )
    assert found.purls() == [
        "pkg:docker/astral-sh/uv@0.4.1?repository_url=ghcr.io",
        "pkg:docker/busybox@1.36",
    ]
    assert [s.occurrence.line for s in found.sightings[:2]] == [3, 5]
    assert found.one("busybox").occurrence.scope is Scope.BUILD


@pytest.mark.parametrize(
    ("text", "purl"),
    [
        ("ARG V=1.2\nFROM redis:${V}\n", "pkg:docker/redis@1.2"),
        ("ARG V\nFROM redis:${V:-7.0}-alpine\n", "pkg:docker/redis@7.0-alpine"),
        ("ARG D=1\nFROM redis:7${D:+-alpine}\n", "pkg:docker/redis@7-alpine"),
        ("ARG D\nFROM redis:7${D:+-alpine}\n", "pkg:docker/redis@7"),
        ('ARG A="quay.io/x" B=$A/y\nFROM $B:1\n', "pkg:docker/x/y@1?repository_url=quay.io"),
        ("from\tredis:7\n", "pkg:docker/redis@7"),
        ("# escape=`\nFROM `\n  redis:7\n", "pkg:docker/redis@7"),
        (
            "FROM localhost:5000/app/redis:7\n",
            "pkg:docker/app/redis@7?repository_url=localhost:5000",
        ),
        ("FROM --platform=$TARGETPLATFORM redis:7\n", "pkg:docker/redis@7"),
        ("FROM docker.io/library/redis\n", "pkg:docker/redis"),
    ],
)
def test_that_a_base_image_is_resolved(tmp_path, text, purl):
    found = dockerfile(tmp_path, text)
    assert found.purls() == [purl]
    assert "platform" not in traits(found.sightings[0])


def test_that_a_constant_platform_is_a_trait_at_the_image(tmp_path):
    found = dockerfile(tmp_path, "FROM --platform=linux/amd64 node:18\n")
    assert traits(found.one("node")) == {"platform": "linux/amd64"}


def test_that_the_builders_platform_pins_no_build_stage_but_its_default_pins_what_ships(tmp_path):
    found = dockerfile(
        tmp_path,
        "ARG BUILDPLATFORM=linux/amd64\n"
        "FROM --platform=$BUILDPLATFORM golang:1 AS build\n"
        "FROM --platform=$BUILDPLATFORM python:3 AS base\n"
        "FROM base\n",
    )
    assert traits(found.one("golang")) == {}
    assert traits(found.one("python")) == {"platform": "linux/amd64"}


def test_that_a_digest_pin_becomes_the_version(tmp_path):
    digest = "sha256:" + "0a" * 32
    found = dockerfile(tmp_path, f"FROM alpine:3.18@{digest}\n")
    image = found.one("alpine")
    assert image.version == digest
    assert image.purl.endswith("?tag=3.18")
    assert traits(image) == {"digest": digest}


def test_that_a_tag_without_a_value_stays_a_constraint(tmp_path):
    found = dockerfile(tmp_path, "ARG GO_VERSION\nFROM golang:${GO_VERSION}-alpine\n")
    image = found.one("golang")
    assert (image.purl, image.version) == ("pkg:docker/golang", "")
    assert image.occurrence.constraint == "${GO_VERSION}-alpine"
    assert traits(image) == {"unresolved": "golang:${GO_VERSION}-alpine"}


def test_that_an_image_without_a_name_is_a_problem_on_its_line(tmp_path):
    found = dockerfile(tmp_path, "# comment\nARG BASE\nFROM ${BASE}\n")
    assert found.purls() == []
    (problem,) = found.problems
    assert (problem.path, problem.line) == ("Dockerfile", 3)
    assert "${BASE}" in problem.reason


def test_that_values_that_double_with_every_line_are_given_up(tmp_path):
    lines = ["ARG A0=" + "x" * 100]
    lines += [f"ARG A{n}=${{A{n - 1}}}${{A{n - 1}}}" for n in range(1, 60)]
    found = dockerfile(tmp_path, "\n".join([*lines, "FROM a:${A59}"]))
    assert found.one("a").version == ""


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Dockerfile", "shop"),
        ("web/Dockerfile", "web"),
        ("web/Dockerfile.debug", "web-debug"),
        ("web/debug.Dockerfile", "web-debug"),
        ("cart/src/Dockerfile", "cart"),
        ("cart/docker/debug.Dockerfile", "cart-debug"),
        ("web/Pause-Dockerfile", "web-Pause"),
        ("web/Containerfile", "web"),
    ],
)
def test_that_a_dockerfile_makes_an_own_image(tmp_path, path, name):
    found = dockerfile(tmp_path, "FROM a AS x\nRUN true\nFROM b\n", path)
    (own,) = found.own()
    assert (own.name, own.origin) == (name, Origin.SELF_BUILT)
    assert own.purl == f"pkg:docker/{name.lower()}#{path}"
    assert own.occurrence.line == 3
    assert traits(own) == {"own-image": path}


def test_that_only_dockerfiles_are_read(tmp_path):
    found = scanned(
        tmp_path,
        {
            "Dockerfile.md": "FROM a:1\n",
            "Dockerfile.dockerignore": "FROM a:1\n",
            "src/dockerfile.go": "package x\n// FROM a:1\n",
            "Dockerfile.fragment": "RUN apk add curl\n",
        },
    )
    assert found.sightings == []


def test_that_what_fixes_the_architecture_is_told_of_the_own_image(tmp_path):
    found = dockerfile(
        tmp_path,
        "FROM golang:1 AS build\n"
        "ARG TARGETARCH=amd64\n"
        "ARG OTHER=amd64\n"
        "RUN CGO_ENABLED=0 \\\n"
        "    GOARCH=amd64 go build\n"
        "FROM scratch\n"
        "COPY bin/tool-linux-amd64 README.md /\n"
        "COPY --from=build /out/x-amd64 /\n"
        "COPY bin/tool-${TARGETARCH} /\n",
    )
    told = [(s.occurrence.line, traits(s)) for s in found.own()]
    path = {"own-image": "Dockerfile"}
    assert told == [
        (6, path),
        (2, {**path, "platform-default": "TARGETARCH=amd64"}),
        (5, {**path, "build-arch": "GOARCH=amd64"}),
        (7, {**path, "copied-file": "bin/tool-linux-amd64"}),
    ]


def test_that_a_compose_file_gives_arguments_that_have_no_default(tmp_path):
    found = scanned(
        tmp_path,
        {
            "compose.yaml": "services:\n  a:\n    build:\n      context: .\n      args:\n"
            "        V: '3.9'\n        W: ${TAG}\n        X: '9'\n"
            "  b:\n    build:\n      context: .\n      args: [Y=7, Z, E]\n",
            ".env": "TAG=1.20\nE=5\n",
            "Dockerfile": "ARG V\nARG X=8\nFROM python:$V\nFROM node:$X\nARG Y\nARG W\n"
            "FROM golang\nARG W\nARG Y\n"
            "ARG E\nRUN apt-get install a=$W.1 b=$Y.1 c=$E.1\n",
        },
    )
    assert [(s.name, s.version) for s in found.sightings if s.occurrence.path == "Dockerfile"][
        :6
    ] == [
        ("python", "3.9"),
        ("node", "8"),
        ("golang", ""),
        ("a", "1.20.1"),
        ("b", "7.1"),
        ("c", "5.1"),
    ]


def test_that_a_template_of_a_dockerfile_is_one_problem(tmp_path):
    text = "FROM alpine:{{ env.version }}\nRUN apk add curl\nFROM debian:{{ env.x }}\n"
    found = dockerfile(tmp_path, text, "Dockerfile.template")
    assert found.purls() == ["pkg:apk/alpine/curl"]
    assert [p.line for p in found.problems] == [1]


def test_that_source_code_about_dockerfiles_is_no_dockerfile(tmp_path):
    code = 'def text do\n  """\n  FROM elixir:1.17\n  """\nend\n'
    found = scanned(tmp_path, {"lib/dockerfile.ex": code, "test/dockerfile_test.exs": code})
    assert found.sightings == found.problems == []


def test_that_a_variable_without_a_value_is_one_problem_on_however_many_lines(tmp_path):
    found = scanned(
        tmp_path, {"Dockerfile": "ARG BASE\nFROM ${BASE} AS a\nFROM ${BASE} AS b\nFROM $OTHER\n"}
    )
    assert [p.line for p in found.problems] == [2, 4]
