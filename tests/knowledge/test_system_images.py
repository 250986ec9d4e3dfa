"""Which operating system an image holds, where its name tells."""

import pytest

from workbench.knowledge.system_images import system_of_image
from workbench.model.image import ImageReference


@pytest.mark.parametrize(
    ("image", "system"),
    [
        ("python:3.9-slim-buster", ("debian", "10")),
        ("docker.io/library/python:3.12-slim-bookworm", ("debian", "12")),
        ("debian:bookworm-20240110-slim", ("debian", "12")),
        ("debian:11.6-slim", ("debian", "11")),
        ("bitnami/redis:7.0.5-debian-11-r7", ("debian", "11")),
        ("gcr.io/distroless/java17-debian11", ("debian", "11")),
        ("gcr.io/distroless/static", ("distroless", "")),
        ("gcr.io/distroless/cc-debian12:nonroot", ("debian", "12")),
        ("ubuntu:22.04", ("ubuntu", "22.04")),
        ("public.ecr.aws/ubuntu/ubuntu:22.04_stable", ("ubuntu", "22.04")),
        ("ubuntu/nginx:1.18-22.04_beta", ("ubuntu", "22.04")),
        ("nvidia/cuda:12.2.0-base-ubuntu22.04", ("ubuntu", "22.04")),
        ("nvcr.io/nvidia/cuda:12.2.0-base-ubi8", ("ubi", "8")),
        ("mcr.microsoft.com/playwright:v1.40.0-jammy", ("ubuntu", "22.04")),
        ("eclipse-temurin:17-jre-focal", ("ubuntu", "20.04")),
        ("alpine:3.18", ("alpine", "3.18")),
        ("node:18-alpine3.17", ("alpine", "3.17")),
        ("mcr.microsoft.com/dotnet/aspnet:8.0-alpine3.18-amd64", ("alpine", "3.18")),
        ("public.ecr.aws/amazonlinux/amazonlinux:2023", ("amazonlinux", "2023")),
        ("amazonlinux:2.0.20230404.1", ("amazonlinux", "2")),
        ("amazoncorretto:17-al2023-headless", ("amazonlinux", "2023")),
        ("public.ecr.aws/lambda/python:3.9", ("amazonlinux", "2")),
        ("public.ecr.aws/lambda/python:3.12-arm64", ("amazonlinux", "2023")),
        ("public.ecr.aws/lambda/provided:al2023", ("amazonlinux", "2023")),
        ("registry.access.redhat.com/ubi8/python-39", ("ubi", "8")),
        ("registry.access.redhat.com/ubi9-minimal:9.3", ("ubi", "9")),
        ("redhat/ubi9-micro", ("ubi", "9")),
        ("registry.redhat.io/rhel8/postgresql-13:1-100", ("rhel", "8")),
        ("centos:7", ("centos", "7")),
        ("centos:centos7.9.2009", ("centos", "7")),
        ("quay.io/centos/centos:stream9", ("centos-stream", "9")),
        ("rockylinux:9.3.20231119", ("rocky", "9.3")),
        ("almalinux/9-base:latest", ("almalinux", "9")),
        ("oraclelinux:8-slim", ("oraclelinux", "8")),
        ("mysql:8.0-oracle", None),
        ("fedora:39", ("fedora", "39")),
        ("opensuse/leap:15.5", ("opensuse-leap", "15.5")),
        ("registry.suse.com/bci/bci-base:15.5", ("sles", "15.5")),
        ("cgr.dev/chainguard/python:latest", ("wolfi", "")),
        ("photon:5.0", ("photon", "5")),
        ("mcr.microsoft.com/windows/servercore:ltsc2019", ("windows", "2019")),
        (
            "mcr.microsoft.com/dotnet/framework/aspnet:4.8-windowsservercore-ltsc2022",
            ("windows", "2022"),
        ),
        ("python:3.9-slim", None),
        ("python:3.9-alpine", None),
        ("ubuntu:latest", None),
        ("alpine", None),
        ("nginx:1.25", None),
        ("example/debian-tools:11", None),
        ("example/api:alpine-2.1", None),
    ],
)
def test_that_an_image_tells_its_system_and_release_by_name_or_not_at_all(image, system):
    found = system_of_image(ImageReference.parse(image))
    assert (found and (found.name, found.release)) == system
