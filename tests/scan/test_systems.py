"""The operating systems that images hold are components of their own, joined to the image."""

import tomllib

import pytest

from tests.scan.folders import sightings, traits, write
from workbench.knowledge.compiled import our_knowledge
from workbench.knowledge.matching import Names
from workbench.knowledge.system_images import system_of_image
from workbench.knowledge.systems import known_systems
from workbench.model.component import Scope
from workbench.model.image import ImageReference
from workbench.model.resources import resources
from workbench.scan.document import Document
from workbench.scan.formats.compose import FORMAT as COMPOSE
from workbench.scan.formats.dockerfile import FORMAT as DOCKERFILE
from workbench.scan.hosts.shown_system import system_in
from workbench.scan.systems import held_system

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


@pytest.mark.parametrize(
    ("image", "host", "purl"),
    [
        ("amazonlinux:2023", 'ID="amzn"\nVERSION_ID="2023"\n', "pkg:generic/amazonlinux@2023"),
        ("amazonlinux:2018.03", "ID=amzn\nVERSION_ID=2018.03\n", "pkg:generic/amazonlinux@2018.03"),
        ("debian:12.5-slim", "ID=debian\nVERSION_ID=12\n", "pkg:generic/debian@12"),
        ("alpine:3.18.4", "ID=alpine\nVERSION_ID=3.18.4\n", "pkg:generic/alpine@3.18"),
        ("photon:5.0", "ID=photon\nVERSION_ID=5.0\n", "pkg:generic/photon@5"),
        (
            "quay.io/centos/centos:stream9",
            'NAME="CentOS Stream"\nID="centos"\nVERSION_ID="9"\n',
            "pkg:generic/centos-stream@9",
        ),
        (
            "centos:7.9.2009",
            'NAME="CentOS Linux"\nID=centos\nVERSION_ID=7\n',
            "pkg:generic/centos@7",
        ),
    ],
)
def test_that_an_image_and_a_host_name_the_same_component(image, host, purl):
    held = system_of_image(ImageReference.parse(image))
    shown = system_in(Document("web-1/os-release", host.encode()))
    assert held == shown
    assert held.purl == purl


def test_that_every_system_of_images_is_in_the_one_table():
    known = {system.purl for system in known_systems()}
    assert len(known) == len(known_systems())
    folder = resources() / "systems"
    images = tomllib.loads((folder / "images.toml").read_text(encoding="utf-8"))
    named = {entry["system"] for entry in (*images["image"], *images["tag"])}
    named |= set(images["codenames"])
    distributions = tomllib.loads((folder / "distributions.toml").read_text(encoding="utf-8"))
    named |= {entry["system"] for entry in distributions["distribution"]}
    assert named <= known


def test_that_the_catalog_knows_every_system_of_the_table():
    names = Names(our_knowledge().products)
    unknown = {s.purl for s in known_systems() if not names.of_text(f"pkg:generic/{s.purl}")}
    assert unknown == set()
