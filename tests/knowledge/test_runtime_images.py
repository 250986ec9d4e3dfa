"""Which images are a runtime, and of which version."""

import pytest

from workbench.knowledge.runtime_images import runtime_of_image
from workbench.model.image import ImageReference


@pytest.mark.parametrize(
    ("image", "runtime"),
    [
        ("golang:1.15", ("go", "1.15")),
        ("python:3.9-slim", ("python", "3.9")),
        ("docker.io/library/python:3.9", ("python", "3.9")),
        ("public.ecr.aws/docker/library/node:18-alpine", ("node", "18")),
        ("public.ecr.aws/lambda/python:3.9", ("python", "3.9")),
        ("eclipse-temurin:17-jre", ("java", "17")),
        ("openjdk:8u212-jre", ("java", "8")),
        ("amazoncorretto:11", ("java", "11")),
        ("maven:3.8-openjdk-17", ("java", "17")),
        ("gradle:7.6-jdk17-alpine", ("java", "17")),
        ("maven:3.8", ("java", "")),
        ("gcr.io/distroless/java17-debian11", ("java", "17")),
        ("registry.access.redhat.com/ubi8/python-39", ("python", "3.9")),
        ("node:lts", ("node", "")),
        ("ruby:3.2", ("ruby", "3.2")),
        ("php:8.1-fpm", ("php", "8.1")),
        ("mcr.microsoft.com/dotnet/aspnet:6.0", ("dotnet", "6.0")),
        ("mcr.microsoft.com/dotnet/sdk:6.0.100-alpine", ("dotnet", "6.0")),
        ("mcr.microsoft.com/dotnet/framework/aspnet:4.8", ("dotnet-framework", "4.8")),
        ("rust:1.70", ("rust", "1.70")),
        ("gcc:12.2-bullseye", ("gcc", "12.2")),
        ("silkeh/clang:15", ("llvm", "15")),
        ("nginx:1.25", None),
        ("example/python:3.9", None),
        ("python-api:3.9", None),
    ],
)
def test_that_language_images_are_told_by_name_and_version_by_tag(image, runtime):
    assert runtime_of_image(ImageReference.parse(image)) == runtime
