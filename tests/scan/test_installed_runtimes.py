"""Runtimes and compilers among the packages that a Dockerfile installs."""

import pytest

from tests.scan.folders import sightings, traits, write
from workbench.scan.formats.dockerfile import FORMAT as DOCKERFILE
from workbench.scan.installed_runtimes import installed_runtime


def installed(root, command):
    write(root, {"Dockerfile": f"FROM debian:12\nRUN {command}\n"})
    return [found for seen in sightings(root, DOCKERFILE) if (found := installed_runtime(seen))]


@pytest.mark.parametrize(
    ("command", "purl", "jdk"),
    [
        ("apt-get install -y openjdk-17-jre-headless", "pkg:generic/java@17", []),
        ("apk add openjdk11-jre", "pkg:generic/java@11", []),
        ("yum install -y java-1.8.0-openjdk-devel", "pkg:generic/java@8", []),
        ("dnf install -y java-17-amazon-corretto-devel", "pkg:generic/java@17", ["corretto"]),
        ("apt-get install -y temurin-21-jdk", "pkg:generic/java@21", ["temurin"]),
        ("apt-get install -y g++-9", "pkg:generic/gcc@9", []),
        ("dnf install -y gcc-toolset-12-gcc-c++", "pkg:generic/gcc@12", []),
        ("apt-get install -y clang-14", "pkg:generic/llvm@14", []),
        ("apt-get install -y python3.8", "pkg:generic/python@3.8", []),
        ("apk add php81-fpm", "pkg:generic/php@8.1", []),
        ("apt-get install -y dotnet-sdk-6.0", "pkg:generic/dotnet@6.0", []),
    ],
)
def test_that_a_package_of_a_version_is_that_runtime_too(tmp_path, command, purl, jdk):
    (found,) = installed(tmp_path, command)
    assert (found.purl, found.occurrence.line) == (purl, 2)
    assert traits(found, "distribution") == jdk


@pytest.mark.parametrize(
    "package", ["gcc", "python3", "python3.11-dev", "default-jdk", "nodejs", "gcc-12-base"]
)
def test_that_a_package_without_a_version_or_of_a_part_is_none(tmp_path, package):
    assert installed(tmp_path, f"apt-get install -y {package}") == []
