"""Every format the scanner knows: one file each, one line here."""

from __future__ import annotations

from functools import partial
from importlib import import_module

from workbench.scan.format import Format
from workbench.scan.shelf import Shelf

_NAMES = {
    "dockerfile": "*Dockerfile* *dockerfile* *Containerfile* *containerfile*",
    "compose": "*.yaml *.yml",
    "kubernetes": "*.yaml *.yml *.json",
    "kubernetes_nodes": "*.yaml *.yml *.json",
    "kustomize": "kustomization.yaml kustomization.yml Kustomization",
    "helm": (
        "Chart.yaml Chart.yml values.yaml values.yml values[-_.]*.yaml values[-_.]*.yml "
        "*[-_.]values.yaml *[-_.]values.yml */values/*.yaml *[-_]values/*.yaml"
    ),
    "helm_template": (
        "templates/*.yaml templates/*.yml templates/*.tpl */templates/*.yaml "
        "*/templates/*.yml */templates/*.tpl charts/*.tgz */charts/*.tgz"
    ),
    "helmfile": "helmfile.yaml helmfile.yml */helmfile.d/*.yaml helmfile.d/*.yaml",
    "gitops": "*.yaml *.yml",
    "skaffold": "skaffold.yaml skaffold.yml",
    "bake": "docker-bake*.hcl docker-bake*.json *bake.hcl *bake.json bake.*.hcl *.bake.hcl",
    "tilt": "Tiltfile Tiltfile.* *.tiltfile *.Tiltfile",
    "quadlet": "*.container *.image *.build *.volume *.kube *.pod",
    "buildpacks": "app.json project.toml heroku.yml .buildpacks",
    "copilot": "copilot/*/manifest.yml */copilot/*/manifest.yml",
    "github_actions": (
        ".github/workflows/*.yml .github/workflows/*.yaml */.github/workflows/*.yml "
        "*/.github/workflows/*.yaml"
    ),
    "github_setup": (
        ".github/workflows/*.yml .github/workflows/*.yaml */.github/workflows/*.yml "
        "*/.github/workflows/*.yaml"
    ),
    "terraform": "*.tf *.tf.json *.tofu *.tofu.json",
    "packer": "*.pkr.hcl *.json",
    "ecs_task": "*.json",
    "serverless": "serverless.yml serverless.yaml serverless.*.yml",
    "beanstalk": "*.ebextensions/*.config",
    "cdk": "cdk.json Pulumi.yaml",
    "ansible": "*.yml *.yaml",
    "user_data": (
        "*user-data* *user_data* *userdata* *cloud-init* *cloud_init* *cloud-config* "
        "*cloud_config* *cloudinit*"
    ),
    "cloudformation": "*.yaml *.yml *.json *.template",
    "azure_pipelines": (
        "azure-pipelines*.yml azure-pipelines*.yaml *azure-pipelines.yml "
        ".azure-pipelines/*.yml */.azure-pipelines/*.yml .azure/pipelines/*.yml "
        "*/.azure/pipelines/*.yml"
    ),
    "bitbucket": "bitbucket-pipelines.yml bitbucket-pipelines.yaml",
    "buildspec": "buildspec*.yml buildspec*.yaml *buildspec.yml *buildspec.yaml",
    "circleci": ".circleci/*.yml */.circleci/*.yml .circleci/*.yaml */.circleci/*.yaml",
    "drone": (
        ".drone.yml .drone.yaml .woodpecker.yml .woodpecker.yaml .woodpecker/*.yml "
        ".woodpecker/*.yaml */.woodpecker/*.yml */.woodpecker/*.yaml"
    ),
    "github_runners": (
        ".github/workflows/*.yml .github/workflows/*.yaml */.github/workflows/*.yml "
        "*/.github/workflows/*.yaml"
    ),
    "gitlab_ci": (
        ".gitlab-ci.yml .gitlab-ci.yaml *.gitlab-ci.yml .gitlab-ci-*.yml .gitlab-ci.*.yml "
        ".gitlab/*.yml */.gitlab/*.yml .gitlab-ci/*.yml */.gitlab-ci/*.yml"
    ),
    "jenkins": "Jenkinsfile* *.jenkinsfile *.Jenkinsfile",
    "travis": ".travis.yml .travis.yaml",
    "maven": "pom.xml",
    "maven_extensions": ".mvn/extensions.xml */.mvn/extensions.xml",
    "jvm_toolchains": "toolchains.xml gradle-daemon-jvm.properties",
    "gradle": "*.gradle *.gradle.kts",
    "gradle_catalog": "*gradle/*.versions.toml",
    "gradle_lock": "gradle.lockfile buildscript-gradle.lockfile",
    "ivy": "ivy.xml ivy-*.xml *.ivy *-ivy.xml",
    "jar": "*.jar *.war *.ear",
    "sbt": (
        "*.sbt project/*.scala */project/*.scala project/build.properties "
        "*/project/build.properties"
    ),
    "dotnet": "*.csproj *.fsproj *.vbproj *.proj *.props *.targets",
    "nuget_files": "packages.config packages.*.config packages.lock.json packages.*.lock.json",
    "dotnet_tools": "global.json dotnet-tools.json",
    "dotnet_deps": "*.deps.json",
    "nupkg": "*.nupkg",
    "paket": "paket.dependencies paket.lock",
    "build_wrapper": "maven-wrapper.properties gradle-wrapper.properties",
    "cargo": "Cargo.toml Cargo.lock",
    "mix": "mix.exs mix.lock",
    "pub": "pubspec.yaml pubspec_overrides.yaml pubspec.lock",
    "swift": "Package.swift Package@swift-*.swift Package.resolved",
    "r": "DESCRIPTION renv.lock",
    "perl": "cpanfile cpanfile.snapshot",
    "conan": "conanfile.py conanfile.txt conan.lock",
    "vcpkg": "vcpkg.json",
    "cmake": "CMakeLists.txt *.cmake *.cmake.in",
    "meson": "meson.build *.wrap",
    "autoconf": "configure.ac configure.in",
    "bazel": "MODULE.bazel *.MODULE.bazel .bazelversion",
    "go_mod": "go.mod go.*.mod",
    "go_work": "go.work",
    "go_vendor": "vendor/modules.txt */vendor/modules.txt",
    "npm": "package.json",
    "npm_lock": "package-lock.json npm-shrinkwrap.json",
    "yarn_lock": "yarn.lock",
    "pnpm_lock": "pnpm-lock.yaml",
    "bun_lock": "bun.lock bun.lockb",
    "requirements": (
        "requirements*.txt *requirements.txt *[-_.]requirements[-_.]*.txt constraints*.txt "
        "requirements/*.txt */requirements/*.txt requirements*.in *requirements.in "
        "*[-_.]requirements[-_.]*.in constraints*.in requirements/*.in */requirements/*.in "
        "requirements*.pip *requirements.pip *[-_.]requirements[-_.]*.pip constraints*.pip "
        "requirements/*.pip */requirements/*.pip *req*.txt *deps*.txt *depend*.txt *pip*.txt "
        "*packages*.txt *.pip"
    ),
    "setuptools": "setup.cfg setup.py",
    "pipfile": "Pipfile Pipfile.lock",
    "poetry_lock": "poetry.lock",
    "uv_lock": "uv.lock",
    "pdm_lock": "pdm.lock",
    "pylock": "pylock.toml pylock.*.toml",
    "wheel": "*.whl",
    "conda_environment": "*.yml *.yaml",
    "conda_lock": (
        "conda-lock.yml conda-lock.yaml *.conda-lock.yml *.conda-lock.yaml conda*.lock "
        "conda*.txt *explicit*.txt spec-file*.txt *-64.lock"
    ),
    "ruby": "Gemfile gems.rb *.gemfile Gemfile.lock gems.locked *.gemfile.lock *.gemspec",
    "composer": "composer.json composer.lock",
    "pyproject": "pyproject.toml hatch.toml",
    "module": (
        "pom.xml build.gradle build.gradle.kts build.sbt *.csproj *.fsproj *.vbproj go.mod "
        "Cargo.toml mix.exs pubspec.yaml Package.swift DESCRIPTION cpanfile pyproject.toml "
        "setup.cfg setup.py composer.json package.json *.gemspec Gemfile CMakeLists.txt "
        "meson.build configure.ac MODULE.bazel Makefile makefile GNUmakefile "
        "requirements.txt *Dockerfile* *dockerfile* *Containerfile* *containerfile*"
    ),
    "runtime_version": (
        ".go-version .java-version .node-version .nvmrc .php-version .python-version "
        ".ruby-version .sdkmanrc .tool-versions .mise.toml go.work mise.toml Pipfile "
        "runtime.txt rust-toolchain rust-toolchain.toml system.properties *Dockerfile* "
        "*dockerfile* *Containerfile* *containerfile*"
    ),
    "tool_versions": ".tool-versions",
    "mise": (
        "mise.toml .mise.toml mise.local.toml .mise.local.toml mise/config.toml "
        "*/mise/config.toml .mise/config.toml */.mise/config.toml */mise/conf.d/*.toml "
        "mise.lock mise.local.lock"
    ),
    "sdkman": ".sdkmanrc",
    "devcontainer": "devcontainer.json .devcontainer.json",
    "cyclonedx": "*.json bom.xml *.bom.xml *bom*.xml *.cdx.xml *cyclonedx*.xml",
    "spdx": "*.json *.spdx *.spdx.txt *.spdx.tag *.tag",
    "syft": "*.json",
    "host_packages": (
        "*/dpkg/status *dpkg-status* */dpkg/status.d/* *dpkg*.txt *dpkg*.log *dpkg*.list "
        "*packages*.txt *apt*.txt */apk/db/installed *apk*installed*"
    ),
    "host_languages": "",
    "host_services": "*systemctl* *systemd*.txt *units*.txt *services*.txt *.json",
    "host_inventories": "*.json *.jsonl *osquery*.log osqueryd.*",
    "host_images": "*.json *.jsonl *docker*images*.txt",
}
"""Which files each module of this folder reads, as the patterns of its formats say together.

The readers of all formats hold half of what a start would import; most projects need few of them.
"""


def _load(module: str) -> tuple[Format, ...]:
    loaded = import_module(f"{__name__}.{module}")
    formats: tuple[Format, ...] = getattr(loaded, "FORMATS", ()) or (loaded.FORMAT,)
    return formats


SHELVES: dict[str, Shelf] = {
    module: Shelf(tuple(names.split()), partial(_load, module)) for module, names in _NAMES.items()
}
"""The formats by their modules; where several read a file, these read it in this order."""


def every_format() -> tuple[Format, ...]:
    """Return all formats, each of them loaded: for whoever lists them."""
    return tuple(format_ for shelf in SHELVES.values() for format_ in shelf.formats)
