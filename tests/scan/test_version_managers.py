"""asdf, mise, SDKMAN and development containers: every tool, not only the runtimes."""

from pathlib import Path

import pytest

from tests.scan.folders import sightings, traits, write
from tests.scan.scanned import FIXTURES
from workbench.model.component import Kind, Scope
from workbench.model.problem import Problem
from workbench.scan.formats import devcontainer, mise, sdkman, tool_versions
from workbench.scan.scanner import scan

FOLDER = FIXTURES / "version-managers"
DOCS = Path(__file__).parents[2] / "docs"


def declared(root, *formats):
    return {
        (s.occurrence.place, s.purl.removeprefix("pkg:"), s.occurrence.constraint)
        for s in sightings(root, *formats)
    }


def test_that_every_tool_of_asdf_is_found_and_runtimes_are_left_to_their_own_format():
    assert declared(FOLDER, tool_versions.FORMAT) == {
        (".tool-versions:4", "generic/terraform@1.6.6", ""),
        (".tool-versions:4", "generic/terraform@1.5.7", ""),
        (".tool-versions:5", "generic/kubectl@1.29.0", ""),
        (".tool-versions:6", "generic/helm", "latest"),
        (".tool-versions:7", "generic/awscli", "ref:develop"),
        (".tool-versions:8", "npm/prettier@3.2.5", ""),
        (".tool-versions:9", "cargo/ripgrep@14.1.0", ""),
    }


def test_that_the_worked_example_of_the_docs_is_the_products_own_file():
    text = (DOCS / "extending.md").read_text(encoding="utf-8")
    example = text.split("```python\n")[1].split("```")[0]
    shown = "\n".join(line.removeprefix("   ") for line in example.splitlines()).strip()
    assert shown == Path(tool_versions.__file__).read_text(encoding="utf-8").strip()


def test_that_back_ends_of_mise_name_their_registry_and_a_lock_gives_the_version():
    assert declared(FOLDER, mise.MISE) == {
        ("mise.toml:9", "generic/terraform@1.7.5", "1.7"),
        ("mise.toml:10", "npm/%40angular/cli@17.1.0", ""),
        ("mise.toml:11", "pypi/black@24.1.1", ""),
        ("mise.toml:12", "golang/github.com/golang/mock@v1.6.0#mockgen", ""),
        ("mise.toml:13", "github/burntsushi/ripgrep@14.1.0", ""),
        ("mise.toml:13", "github/burntsushi/ripgrep@13.0.0", ""),
        ("mise.toml:14", "github/cli/cli", "latest"),
        ("mise.toml:15", "gem/rubocop@1.60.0", ""),
        ("mise.toml:17", "generic/jq@1.7.1", ""),
    }


def test_that_a_lock_of_mise_says_for_which_platforms():
    locked = {s.name: s for s in sightings(FOLDER, mise.LOCK)}
    assert traits(locked["terraform"], "locked-for") == ["linux-arm64", "linux-x64"]
    assert traits(locked["jq"], "locked-for") == ["linux-x64"]
    assert locked["java"].purl == "pkg:generic/java@21.0.2.13.1"
    assert (locked["java"].kind, locked["java"].occurrence.scope) == (Kind.RUNTIME, Scope.RUNTIME)


@pytest.mark.parametrize("name", [".config/mise/config.toml", "mise.local.toml"])
def test_that_other_names_of_mise_settings_give_the_runtimes_too(tmp_path, name):
    write(tmp_path, {name: '[tools]\nnode = "20.1.0"\njq = "latest"\n'})
    assert declared(tmp_path, mise.MISE) == {
        (f"{name}:2", "generic/node@20.1.0", ""),
        (f"{name}:3", "generic/jq", "latest"),
    }


def test_that_candidates_of_sdkman_are_tools():
    assert declared(FOLDER, sdkman.FORMAT) == {
        (".sdkmanrc:4", "generic/maven@3.9.6", ""),
        (".sdkmanrc:5", "generic/gradle@8.5", ""),
        (".sdkmanrc:6", "generic/kotlin@1.9.22", ""),
    }


def test_that_a_development_container_gives_its_image_and_features():
    found = {s.name: s for s in sightings(FOLDER, devcontainer.FORMAT)}
    assert {s.purl.removeprefix("pkg:") for s in found.values()} == {
        "docker/devcontainers/base@bookworm?repository_url=mcr.microsoft.com",
        "generic/java@17",
        "generic/python@3.12.1",
        "generic/aws-cli",
        "generic/kubectl-helm-minikube@1.29.1",
    }
    assert {s.occurrence.scope for s in found.values()} == {Scope.BUILD}
    assert traits(found["mcr.microsoft.com/devcontainers/base"], "platform") == ["linux/amd64"]
    assert traits(found["java"], "distribution") == ["microsoft-openjdk"]
    assert found["aws-cli"].occurrence.constraint == "latest"


@pytest.mark.parametrize("said", ["[]", "1", "null", '"x"', '{"a": []}', '{"": 1}', "[[]]"])
def test_that_odd_development_containers_give_nothing_wrong(tmp_path, said):
    text = f'{{"image": {said}, "features": {said}, "runArgs": {said}}}'
    write(tmp_path, {"devcontainer.json": text})
    found = list(scan(tmp_path, formats=(devcontainer.FORMAT,)))
    assert not [e for e in found if isinstance(e, Problem) and "could not" in e.reason]


@pytest.mark.parametrize("said", ["[]", "1", "true", '"x"', "{a = []}", "[[]]", "{version = 1}"])
def test_that_odd_settings_of_mise_give_nothing_wrong(tmp_path, said):
    text = f"tools = {said}\n"
    nested = f"[tools]\nnode = {said}\njq = {said}\n'npm:' = {said}\n"
    write(tmp_path, {"mise.toml": text, "a/mise.toml": nested, "a/mise.lock": nested})
    found = list(scan(tmp_path, formats=mise.FORMATS))
    assert not [e for e in found if isinstance(e, Problem)]
