"""Bake files for both architectures, and what stops each image."""

import json

import pytest

from tests.scan.binaries.compiled import elf
from tests.scan.reading import tree, write
from workbench.engine.baking import planned_images
from workbench.engine.events import Finished
from workbench.engine.session import Session
from workbench.report.bake import bake_hcl, bake_json, stops_text
from workbench.scan.containers.bake_file import read_targets


def planned(root):
    session = Session.open(root)
    (finished,) = [e for e in session.scan() if isinstance(e, Finished)]
    return planned_images(finished.snapshot)


def read_back(root, text, name="written-bake.hcl"):
    (root / name).write_text(text, encoding="utf-8")
    files = tree(root)
    return {build.service: build for build in read_targets(files.read(name), files)}


SHOP = {
    "compose.yaml": "services:\n  api:\n    build:\n      context: api\n      target: final\n"
    "      args: {GO: '1.22', REF: '${GIT_REF}'}\n    image: ghcr.io/acme/api:2\n"
    "    platform: linux/amd64\n",
    "api/Dockerfile": "ARG GO=1.20\nFROM golang:$GO AS build\nRUN GOARCH=amd64 go build\n"
    "FROM --platform=linux/amd64 debian:12 AS final\nCOPY bin/agent /\n"
    "RUN curl -LO https://x.example/t-1.0-linux-amd64.tgz\n",
    "web/images/Dockerfile": "FROM node:20\nCOPY package.json src ./\n",
    "web/package.json": '{"name": "web", "private": true}',
    "web/src/index.js": "1;\n",
    "win/Dockerfile": "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n",
    ".devcontainer/Dockerfile": "FROM debian:12\n",
}


@pytest.fixture
def shop(tmp_path):
    root = write(tmp_path / "shop", SHOP)
    (root / "api/bin").mkdir()
    (root / "api/bin/agent").write_bytes(elf(0x3E, interpreter="/lib64/ld-linux-x86-64.so.2"))
    return root


def test_that_each_dockerfile_is_a_target_for_both_architectures(shop):
    images = planned(shop)
    targets = read_back(shop, bake_hcl(images))
    assert sorted(targets) == ["api", "devcontainer", "web"]
    assert {build.platforms for build in targets.values()} == {("linux/amd64", "linux/arm64")}
    api = targets["api"]
    assert (api.context, api.dockerfile, api.target) == ("api", "api/Dockerfile", "final")
    assert {n: v.literal for n, v in api.arguments.items()} == {"GO": "1.22"}
    assert api.image.literal == "ghcr.io/acme/api:2"
    # The folder that holds all that is copied, not the one in which the Dockerfile lies.
    assert (targets["web"].context, targets["web"].dockerfile) == ("web", "web/images/Dockerfile")
    assert targets["web"].image.literal == "web:latest"
    group = json.loads(bake_json(images))["group"]["default"]["targets"]
    assert group == ["api", "web"]


def test_that_both_forms_say_the_same(shop):
    images = planned(shop)
    hcl = read_back(shop, bake_hcl(images))
    made = read_back(shop, bake_json(images), "written-bake.json")
    plain = {
        n: (b.context, b.dockerfile, b.platforms, b.image, b.arguments) for n, b in hcl.items()
    }
    assert plain == {
        n: (b.context, b.dockerfile, b.platforms, b.image, b.arguments) for n, b in made.items()
    }


def test_that_what_stops_an_image_is_named_with_its_place(shop):
    (api,) = [image for image in planned(shop) if image.target.name == "api"]
    assert [(stop.place, stop.text, stop.certain) for stop in api.stops] == STOPS
    text = stops_text(planned(shop))
    assert "stops: api/Dockerfile:3: compiler target fixed to x86 in an image: GOARCH=amd64" in text
    assert "web (web/images/Dockerfile)\n  nothing known is in the way of arm64\n" in text


STOPS = [
    ("api/Dockerfile:3", "compiler target fixed to x86 in an image: GOARCH=amd64", True),
    ("api/Dockerfile:4", "image fixed to x86: linux/amd64", True),
    ("api/Dockerfile:5", "copies api/bin/agent: compiled for x86", True),
    (
        "api/Dockerfile:6",
        "download of an x86 file into an image: https://x.example/t-1.0-linux-amd64.tgz",
        True,
    ),
    ("compose.yaml:8", "image fixed to x86: linux/amd64", True),
]


def test_that_what_a_project_calls_things_cannot_leave_its_place(tmp_path):
    root = write(
        tmp_path / "shop",
        {
            "compose.yaml": 'services:\n  "a\\nb ${X} \\" #":\n    build:\n      context: .\n'
            "      args:\n        QUOTED: 'say \"${HOME}\" %{if} $${Y} \\ end'\n"
            '        "LINES": "one\\ntwo"\n',
            "Dockerfile": "FROM debian:12\n",
        },
    )
    images = planned(root)
    (build,) = read_back(root, bake_hcl(images)).values()
    (target,) = [image.target for image in images]
    assert {n: v.text for n, v in build.arguments.items()} == target.arguments
    assert target.arguments["LINES"] == "one\ntwo"


def test_that_an_image_on_one_of_the_projects_own_is_built_on_that(tmp_path):
    service = "  {0}:\n    build: {0}\n    image: acme/{0}:1\n"
    root = write(
        tmp_path / "shop",
        {
            "compose.yaml": "services:\n" + "".join(map(service.format, ("base", "web", "ring"))),
            "base/Dockerfile": "FROM acme/ring:1\n",
            "web/Dockerfile": "FROM acme/base:1\nCOPY --from=acme/other:1 /a /b\n",
            "ring/Dockerfile": "FROM acme/web:1\n",
        },
    )
    contexts = {image.target.name: image.target.contexts for image in planned(root)}
    assert contexts == {
        "base": {"acme/ring:1": "target:ring"},
        "web": {"acme/base:1": "target:base"},
        "ring": {},
    }


def test_that_two_builds_of_one_name_are_two_targets(tmp_path):
    compose = "services:\n  web:\n    build: .\n"
    root = write(
        tmp_path / "shop",
        {"a/compose.yaml": compose, "b/compose.yaml": compose, "c/compose.yaml": compose}
        | {f"{folder}/Dockerfile": "FROM debian:12\n" for folder in "abc"},
    )
    assert sorted(image.target.name for image in planned(root)) == ["web", "web-2", "web-3"]


def test_that_a_project_without_images_gives_an_empty_group(tmp_path):
    root = write(tmp_path / "shop", {"a.txt": "x"})
    assert read_back(root, bake_hcl(planned(root))) == {}
    assert stops_text([]) == "There is no Dockerfile in this project.\n"
