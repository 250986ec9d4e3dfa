"""One honest file for each format, which the hostile tests break in every way they know."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.scan.reading import FIXTURES
from workbench.model.component import Sighting
from workbench.model.problem import Problem
from workbench.scan.format import Format
from workbench.scan.formats import every_format
from workbench.scan.imported import Imported
from workbench.scan.scanner import scan

READERS: dict[str, Format] = {format_.id: format_ for format_ in every_format()}


@dataclass(frozen=True)
class Case:
    """A fixture read by one format, at `path` of a project that holds nothing but `beside`."""

    format: str
    fixture: str
    path: str = ""
    beside: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.format}-{self.fixture.rpartition('/')[2]}"

    @property
    def data(self) -> bytes:
        return (FIXTURES / self.fixture).read_bytes()

    @property
    def name(self) -> str:
        return self.path or self.fixture.rpartition("/")[2]

    def read(self, root: Path, data: bytes) -> tuple[list[Sighting], list[Problem]]:
        """Scan a project called shop in which `data` stands in place of the fixture."""
        root = root / "shop"
        for path, content in (*self.beside, (self.name, data)):
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        reader = READERS[self.format]
        events = list(scan(root, formats=(reader,), imported=self.imported(len(data))))
        return (
            [event for event in events if isinstance(event, Sighting)],
            [event for event in events if isinstance(event, Problem)],
        )

    def imported(self, size: int) -> tuple[Imported, ...]:
        """What a person said of the file, where its format is none that a scan finds by itself."""
        if READERS[self.format].patterns:
            return ()
        return (Imported(path=self.name, size=size, format=self.format, host="web-1"),)


CHART = (("Chart.yaml", "apiVersion: v2\nname: platform\nversion: 1.0.0\nappVersion: 1.4.2\n"),)

SHOP = (
    *CHART,
    ("values.yaml", "workers: {mail: {image: acme/mail, tag: 4}}\nmigrate: {image: acme/m:7}\n"),
)
CACHE = "charts/cache-1.2.0.tgz"

BAKED = (("api/Dockerfile", "FROM debian:12\n"), ("web/Dockerfile", "FROM node:20\n"))

SOURCES = (("main.c", "int main;\n"), ("main.cs", "class A {}\n"), ("main.js", "1;\n"))
OWN = (("orders/Dockerfile", "FROM a\n"), ("web/Dockerfile", "FROM a\n"))
MODULES = (
    ("api/go.mod", "module shop.example/api\nrequire lib.example/original v1.0.0\n"),
    ("worker/go.mod", "module shop.example/worker\n"),
)

PROGRAM = (("lib/a.ts", "import 'aws-cdk-lib'; new InstanceType('m5.large');\n"),)

CASES = (
    Case("dockerfile", "platform/services/gateway/Dockerfile"),
    Case("compose", "platform/docker-compose.yml"),
    Case("kubernetes", "platform/deploy/k8s/system.yaml"),
    Case("kustomize", "containers/kustomization.yaml"),
    Case("helm", "platform/deploy/chart/Chart.yaml"),
    Case("helm-values", "platform/deploy/chart/values.yaml", beside=CHART),
    Case("helm-template", "kubernetes/shop/templates/web.yaml", "templates/web.yaml", beside=SHOP),
    Case("helm-archive", "kubernetes/shop/charts/cache-1.2.0.tgz", CACHE, beside=CHART),
    Case("helmfile", "kubernetes/gitops/helmfile.yaml"),
    Case("gitops", "kubernetes/gitops/flux.yaml"),
    Case("kubernetes-nodes", "kubernetes/nodes/karpenter.yaml"),
    Case("skaffold", "containers/skaffold.yaml", beside=OWN),
    Case("github-actions", "containers/.github/workflows/build.yml", ".github/workflows/a.yml"),
    Case("github-setup", "containers/.github/workflows/build.yml", ".github/workflows/a.yml"),
    Case("packer", "infrastructure/packer/web.pkr.hcl"),
    Case("packer", "infrastructure/packer/legacy.json"),
    Case("ecs-task", "infrastructure/ecs/task-definition.json"),
    Case("serverless", "infrastructure/serverless/serverless.yml"),
    Case(
        "beanstalk",
        "infrastructure/beanstalk/.ebextensions/options.config",
        ".ebextensions/a.config",
    ),
    Case("cdk", "infrastructure/cdk/cdk.json", beside=PROGRAM),
    Case("ansible", "infrastructure/ansible/roles/web/tasks/main.yml"),
    Case("user-data", "infrastructure/user-data/user-data.yaml"),
    Case("terraform", "infrastructure/terraform/main.tf"),
    Case("cloudformation", "infrastructure/cloudformation/web.yaml"),
    Case("cloudformation", "infrastructure/cloudformation/function.json"),
    Case("github-runners", "ci/.github/workflows/release.yml", ".github/workflows/a.yml"),
    Case("gitlab-ci", "ci/.gitlab-ci.yml"),
    Case("circleci", "ci/.circleci/config.yml", ".circleci/config.yml"),
    Case("azure-pipelines", "ci/azure-pipelines.yml"),
    Case("bitbucket-pipelines", "ci/bitbucket-pipelines.yml"),
    Case("drone", "ci/.drone.yml"),
    Case("woodpecker", "ci/.woodpecker/build.yml", ".woodpecker/build.yml"),
    Case("travis", "ci/.travis.yml"),
    Case("jenkins", "ci/Jenkinsfile"),
    Case("buildspec", "ci/buildspec.yml"),
    Case("copilot", "ci/copilot/front/manifest.yml", "copilot/front/manifest.yml"),
    Case("bake", "bake/docker-bake.hcl", beside=BAKED),
    Case("quadlet", "builds/units/shop.container"),
    Case("tilt", "builds/dev/Tiltfile", beside=(("web.Dockerfile", "FROM node:20\n"),)),
    Case("buildpacks", "builds/heroku/project.toml"),
    Case("maven", "maven/shop/pom.xml"),
    Case("maven-extensions", "jvm-toolchains/.mvn/extensions.xml", ".mvn/extensions.xml"),
    Case("maven-toolchains", "jvm-toolchains/toolchains.xml"),
    Case("gradle-daemon-jvm", "jvm-toolchains/gradle/gradle-daemon-jvm.properties"),
    Case("gradle", "gradle/groovy/build.gradle"),
    Case("gradle", "gradle/kotlin/app/build.gradle.kts"),
    Case("gradle-catalog", "gradle/kotlin/gradle/libs.versions.toml", "gradle/libs.versions.toml"),
    Case("gradle-lock", "gradle/groovy/service/gradle.lockfile"),
    Case("ivy", "ivy/batch/ivy.xml"),
    Case("jar", "jar/portal-5.1.war"),
    Case("nupkg", "nupkg/shop.codec.1.2.0.nupkg"),
    Case("sbt", "sbt/relay/build.sbt"),
    Case("sbt-version", "sbt/relay/project/build.properties", "project/build.properties"),
    Case("dotnet", "dotnet/store/src/Api/Api.csproj"),
    Case("nuget-packages-config", "dotnet/store/src/Legacy/packages.config"),
    Case("nuget-lock", "dotnet/store/src/Api/packages.lock.json"),
    Case("dotnet-global-json", "dotnet/store/global.json"),
    Case("dotnet-tools", "dotnet/store/.config/dotnet-tools.json"),
    Case("dotnet-deps", "dotnet/published/Kiosk.deps.json"),
    Case("paket", "paket/site/paket.dependencies"),
    Case("paket-lock", "paket/site/paket.lock"),
    Case("build-wrapper", "gradle/groovy/gradle/wrapper/gradle-wrapper.properties"),
    Case("cargo", "cargo/workspace/crates/store/Cargo.toml"),
    Case("cargo-lock", "cargo/workspace/Cargo.lock"),
    Case("mix", "elixir/umbrella/apps/store/mix.exs"),
    Case("mix-lock", "elixir/umbrella/mix.lock"),
    Case("pubspec", "dart/app/pubspec.yaml"),
    Case("pubspec-lock", "dart/app/pubspec.lock"),
    Case("swift-package", "swift/server/Package.swift"),
    Case("swift-resolved", "swift/server/Package.resolved"),
    Case("r-description", "r/package/DESCRIPTION"),
    Case("renv-lock", "r/project/renv.lock"),
    Case("cpanfile", "perl/shop/cpanfile"),
    Case("cpanfile-snapshot", "perl/shop/cpanfile.snapshot"),
    Case("conan", "conan/recipe/conanfile.py"),
    Case("conan", "conan/text/conanfile.txt"),
    Case("conan-lock", "conan/recipe/conan.lock"),
    Case("conan-lock", "conan/lock1/conan.lock"),
    Case("vcpkg", "vcpkg/app/vcpkg.json"),
    Case("cmake", "cmake/app/CMakeLists.txt"),
    Case("meson", "meson/app/meson.build"),
    Case("meson-wrap", "meson/app/subprojects/ledger.wrap"),
    Case("autoconf", "autoconf/app/configure.ac"),
    Case("bazel-module", "bazel/shop/MODULE.bazel"),
    Case("bazel-version", "bazel/shop/.bazelversion"),
    Case("go-mod", "go/vendored/go.mod"),
    Case("go-work", "go/workspace/go.work", beside=MODULES),
    Case("go-vendor", "go/vendored/vendor/modules.txt", "vendor/modules.txt"),
    Case("npm", "npm/version1/package.json"),
    Case("npm-lock", "npm/version1/package-lock.json"),
    Case("npm-lock", "npm/workspace/package-lock.json"),
    Case("yarn-lock", "node/yarn-1/yarn.lock"),
    Case("yarn-lock", "node/yarn-4/yarn.lock"),
    Case("pnpm-lock", "node/pnpm-7/pnpm-lock.yaml"),
    Case("pnpm-lock", "node/pnpm-12/pnpm-lock.yaml"),
    Case("bun-lock", "node/bun/bun.lock"),
    Case("python-requirements", "python/pip-compile/requirements.txt"),
    Case("setup-cfg", "setuptools/setup.cfg"),
    Case("setup-py", "setuptools/setup.py"),
    Case("pipfile", "python/pipenv/Pipfile"),
    Case("pipfile-lock", "python/pipenv/Pipfile.lock"),
    Case("poetry-lock", "python/poetry/poetry.lock"),
    Case("uv-lock", "python/uv/uv.lock"),
    Case("pdm-lock", "python/pdm/pdm.lock"),
    Case("pylock", "python/pylock/pylock.toml"),
    Case("wheel", "setuptools/setup.py", "numpy-1.26.4-cp311-cp311-manylinux2014_x86_64.whl"),
    Case("conda-environment", "python/conda/environment.yml"),
    Case("conda-lock", "python/conda/conda-lock.yml"),
    Case("conda-explicit", "python/conda/conda-linux-64.lock"),
    Case("gemfile", "ruby/shop/Gemfile"),
    Case("gemfile-lock", "ruby/shop/Gemfile.lock"),
    Case("gemspec", "ruby/shop/shop.gemspec"),
    Case("composer", "composer/shop/composer.json"),
    Case("composer-lock", "composer/shop/composer.lock"),
    Case("pyproject", "python/poetry/pyproject.toml"),
    Case("pyproject", "python/uv/pyproject.toml"),
    Case("module", "npm/version1/package.json", beside=SOURCES),
    Case("module", "dotnet/store/src/Api/Api.csproj", beside=SOURCES),
    Case("module", "python/uv/pyproject.toml", beside=SOURCES),
    Case("module", "meson/app/meson.build", beside=SOURCES),
    Case("runtime-version", "version-managers/.tool-versions"),
    Case("runtime-version", "cargo/sources/rust-toolchain.toml"),
    Case("tool-versions", "version-managers/.tool-versions"),
    Case("mise", "version-managers/mise.toml"),
    Case("mise-lock", "version-managers/mise.lock"),
    Case("sdkman", "version-managers/.sdkmanrc"),
    Case("devcontainer", "version-managers/.devcontainer/devcontainer.json"),
    Case("cyclonedx", "sbom/npm.cdx.json"),
    Case("cyclonedx-xml", "sbom/npm.cdx.xml"),
    Case("spdx", "sbom/python.spdx.json"),
    Case("spdx-tag-value", "sbom/python.spdx"),
    Case("syft", "sbom/image.syft.json"),
    Case("dpkg-status", "hosts/dpkg-status"),
    Case("dpkg-list", "hosts/dpkg-list.txt"),
    Case("dpkg-query", "hosts/dpkg-query.txt"),
    Case("apt-list", "hosts/apt-list.txt"),
    Case("rpm-list", "hosts/rpm-qa.txt"),
    Case("rpm-information", "hosts/rpm-qai.txt"),
    Case("apk-list", "hosts/apk-list.txt"),
    Case("apk-database", "hosts/apk-installed"),
    Case("pip-list", "hosts/pip-list.json"),
    Case("pip-freeze", "hosts/pip-freeze.txt"),
    Case("npm-list", "hosts/npm-list.json"),
    Case("systemd-units", "hosts/systemctl.txt"),
    Case("systemd-units-json", "hosts/systemctl.json"),
    Case("ssm-inventory", "hosts/ssm-inventory.json"),
    Case("osquery", "hosts/osquery-deb.json"),
    Case("docker-images", "hosts/docker-images.json"),
    Case("kubernetes-pods", "hosts/pods.json"),
)
