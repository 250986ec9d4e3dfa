"""The operating systems that images hold are components of their own, joined to the image."""

from tests.scan.folders import sightings, traits, write
from workbench.model.component import Occurrence, Scope
from workbench.scan.formats.compose import FORMAT as COMPOSE
from workbench.scan.formats.dockerfile import FORMAT as DOCKERFILE
from workbench.scan.systems import held_system, system_sighting

DOCKERFILE_TEXT = """\
FROM --platform=linux/amd64 golang:1.21-bullseye AS build
FROM python:3.9-slim-buster
COPY --from=build /a /a
"""


def systems(root, *formats):
    return [held for seen in sightings(root, *formats) if (held := held_system(seen))]


def test_that_base_images_give_their_systems_with_release_place_and_scope(tmp_path):
    write(tmp_path, {"Dockerfile": DOCKERFILE_TEXT})
    seen = systems(tmp_path, DOCKERFILE)
    assert [(s.purl, s.occurrence.line, s.occurrence.scope) for s in seen] == [
        ("pkg:generic/debian@11", 1, Scope.BUILD),
        ("pkg:generic/debian@10", 2, Scope.RUNTIME),
    ]
    assert traits(seen[1], "image") == ["python:3.9-slim-buster"]
    assert traits(seen[0], "platform") == []


def test_that_a_digest_beside_the_tag_hides_nothing(tmp_path):
    pinned = f"alpine:3.18@sha256:{'a' * 64}"
    write(tmp_path, {"compose.yaml": f"services:\n  a:\n    image: {pinned}\n"})
    (seen,) = systems(tmp_path, COMPOSE)
    assert seen.purl == "pkg:generic/alpine@3.18"


def test_that_no_release_is_guessed_and_own_images_are_left_alone(tmp_path):
    text = "services:\n  a:\n    image: python:3.9-slim\n  b:\n    image: ubuntu\n"
    own = "  c:\n    build: .\n    image: shop:bookworm\n"
    write(tmp_path, {"compose.yaml": text + own, "Dockerfile": "FROM scratch\n"})
    assert systems(tmp_path, COMPOSE, DOCKERFILE) == []


def test_that_a_hosts_own_file_names_the_same_component():
    place = Occurrence(path="hosts/web-1.txt")
    assert system_sighting("amzn", "2023", place).purl == "pkg:generic/amazonlinux@2023"
    assert system_sighting("debian", "12", place).purl == "pkg:generic/debian@12"
