"""Packages that RUN installs, each on the line of its word."""

import pytest

from tests.scan.container_files import scanned, traits
from workbench.model.component import Kind, Scope


def run(tmp_path, script, image="debian:12"):
    return scanned(tmp_path, {"Dockerfile": f"FROM {image}\nRUN {script}\n"})


def packages(found):
    return [s for s in found.sightings if s.kind is not Kind.CONTAINER_IMAGE]


def purls(found):
    return [s.purl for s in packages(found)]


def test_that_every_package_has_the_line_of_its_word(tmp_path):
    found = run(
        tmp_path,
        "set -eux; \\\n"
        "  # a comment between continued lines: nginx\n"
        "\n"
        "  apt-get update && apt-get install -y --no-install-recommends \\\n"
        "    -t bookworm-backports \\\n"
        "    curl \\\n"
        "    # libssl-dev is not wanted\n"
        "    git=1:2.39.2-1 libfoo:amd64 'vim=2:9.*' \\\n"
        "  && rm -rf /var/lib/apt/lists/*",
    )
    assert [(s.occurrence.line, s.purl) for s in packages(found)] == [
        (7, "pkg:deb/debian/curl"),
        (9, "pkg:deb/debian/git@1:2.39.2-1"),
        (9, "pkg:deb/debian/libfoo"),
        (9, "pkg:deb/debian/vim"),
    ]
    assert packages(found)[3].occurrence.constraint == "=2:9.*"
    assert traits(packages(found)[2]) == {"package-arch": "amd64"}


@pytest.mark.parametrize(
    ("image", "command", "purl"),
    [
        ("ubuntu:22.04", "apt install -y jq", "pkg:deb/ubuntu/jq"),
        ("python:3.9-slim", "apt-get -y -qq install jq", "pkg:deb/debian/jq"),
        ("nvidia/cuda:12.0-base-ubuntu22.04", "apt-get install jq", "pkg:deb/ubuntu/jq"),
        ("acme/thing", "apt-get install jq", "pkg:deb/debian/jq"),
        ("node:18-alpine3.18", "apk --no-cache add jq", "pkg:apk/alpine/jq"),
        ("acme/thing", "apk add -q jq", "pkg:apk/alpine/jq"),
        ("amazonlinux:2", "yum install -y jq", "pkg:rpm/amzn/jq"),
        ("public.ecr.aws/lambda/python:3.9", "dnf -y install jq", "pkg:rpm/amzn/jq"),
        ("fedora:38", "dnf install -y jq", "pkg:rpm/fedora/jq"),
        ("quay.io/centos/centos:stream9", "yum -y install jq", "pkg:rpm/centos/jq"),
        ("rockylinux:9", "yum -y install jq", "pkg:rpm/rocky/jq"),
        ("almalinux:9", "microdnf install jq", "pkg:rpm/almalinux/jq"),
        ("registry.access.redhat.com/ubi8/ubi-minimal", "microdnf install jq", "pkg:rpm/redhat/jq"),
        ("acme/thing", "yum install jq", "pkg:rpm/jq"),
        ("opensuse/leap:15", "zypper --non-interactive in jq", "pkg:rpm/opensuse/jq"),
        ("acme/thing", "tdnf install -y jq", "pkg:rpm/jq"),
        ("debian", "pip install --no-cache-dir Jinja2==3.1.2", "pkg:pypi/jinja2@3.1.2"),
        ("debian", "python3 -m pip install -U jinja2", "pkg:pypi/jinja2"),
        ("debian", "/venv/bin/pip3.11 install 'uvicorn[standard]==0.20'", "pkg:pypi/uvicorn@0.20"),
        ("debian", "uv pip install --system numpy==1.26", "pkg:pypi/numpy@1.26"),
        ("debian", "npm install -g yarn@1.22.19", "pkg:npm/yarn@1.22.19"),
        ("debian", "npm i @angular/cli@15.0.0 --global", "pkg:npm/%40angular/cli@15.0.0"),
        ("debian", "yarn global add serve@14.2.0", "pkg:npm/serve@14.2.0"),
        ("debian", "pnpm add -g tsx", "pkg:npm/tsx"),
        ("debian", "corepack prepare pnpm@8.6.0 --activate", "pkg:npm/pnpm@8.6.0"),
        ("debian", "gem install bundler -v 2.4.1", "pkg:gem/bundler@2.4.1"),
        ("debian", "gem install bundler:2.4.1 --no-document", "pkg:gem/bundler@2.4.1"),
        (
            "debian",
            "go install github.com/a/b/v2/cmd/c@v2.1.0",
            "pkg:golang/github.com/a/b/v2@v2.1.0#cmd/c",
        ),
        ("debian", "cargo install --locked ripgrep --version 13.0.0", "pkg:cargo/ripgrep@13.0.0"),
        ("debian", "npx -y playwright@1.40.1 install --with-deps", "pkg:npm/playwright@1.40.1"),
        ("debian", "uvx ruff@0.5.0 check .", "pkg:pypi/ruff@0.5.0"),
        ("debian", "uv tool install ruff==0.5.1", "pkg:pypi/ruff@0.5.1"),
        ("debian", "pipx run black==23.1.0 .", "pkg:pypi/black@23.1.0"),
        ("debian", "pip wheel --no-deps lxml==5.2.1", "pkg:pypi/lxml@5.2.1"),
        ("debian", "poetry add requests==2.31.0", "pkg:pypi/requests@2.31.0"),
        ("debian", "poetry run pip install gunicorn==21.2.0", "pkg:pypi/gunicorn@21.2.0"),
        ("debian", "conda run -n base pip install boto3==1.34.0", "pkg:pypi/boto3@1.34.0"),
        ("debian", "mamba install -y -c conda-forge numpy=1.26.4", "pkg:conda/numpy@1.26.4"),
        ("debian", "pnpm dlx prisma@5.1.0 generate", "pkg:npm/prisma@5.1.0"),
        ("debian", "bundle add rails --version 7.0.4", "pkg:gem/rails@7.0.4"),
        ("debian", "composer require monolog/monolog:2.9.1", "pkg:composer/monolog/monolog@2.9.1"),
        ("debian", "composer global require a/b 1.2.3", "pkg:composer/a/b@1.2.3"),
        (
            "debian",
            "dotnet tool install --global dotnet-ef --version 7.0.1",
            "pkg:nuget/dotnet-ef@7.0.1",
        ),
        ("debian", "go run github.com/a/b@v1.2.3 -x", "pkg:golang/github.com/a/b@v1.2.3"),
        ("r-base", "install2.r --error --ncpus 2 tidyr", "pkg:cran/tidyr"),
        ("r-base", "R -e \"install.packages('sf', repos='https://r.example')\"", "pkg:cran/sf"),
        ("r-base", "Rscript -e \"remotes::install_version('sf', '1.0')\"", "pkg:cran/sf@1.0"),
        ("perl", "cpanm --notest Module::Name@1.2", "pkg:cpan/Module-Name@1.2"),
        ("debian", "luarocks install lua-resty-http", "pkg:luarocks/lua-resty-http"),
        ("bitnami/minideb", "install_packages jq", "pkg:deb/debian/jq"),
        ("amazonlinux:2", "amazon-linux-extras install -y docker", "pkg:rpm/amzn/docker"),
        ("almalinux:9", "dnf module install -y nodejs:18/common", "pkg:rpm/almalinux/nodejs"),
        ("php:8", "docker-php-ext-install -j 4 pdo_mysql", "pkg:pear/pdo_mysql"),
        ("php:8", "install-php-extensions redis-5.3.7", "pkg:pear/redis@5.3.7"),
        ("php:8", "pecl install -f channel://pecl.example/grpc", "pkg:pear/grpc"),
    ],
)
def test_that_a_package_of_each_manager_is_seen(tmp_path, image, command, purl):
    assert purls(run(tmp_path, command, image)) == [purl]


def test_that_the_distribution_follows_the_stages(tmp_path):
    found = scanned(
        tmp_path,
        {
            "Dockerfile": "FROM ubuntu:22.04 AS base\nFROM base AS mid\nFROM mid\n"
            "RUN apt-get install -y jq\n"
        },
    )
    assert purls(found) == ["pkg:deb/ubuntu/jq"]


@pytest.mark.parametrize(
    "command",
    [
        "apt-get update",
        "apt-get remove -y curl",
        "apt-get install",
        "apk del .build-deps",
        "pip install -r requirements.txt -c constraints.txt",
        "pip install . -e ./lib --index-url https://pypi.example/simple",
        "pip install dist/app.tar.gz",
        "npm install",
        "npm ci --omit=dev",
        "npm install ./local.tgz",
        "yarn install --frozen-lockfile",
        "go install ./...",
        "go get ./...",
        "cargo install --path .",
        "echo apt-get install curl",
        "# apt-get install curl",
        'echo "apt-get install curl" > /install.sh',
        "dnf groupinstall -y 'Development Tools'",
        "npx prisma generate",
        "npx @scope/tool build",
        "bundle install",
        "composer install --no-dev",
        "dotnet build",
        "dotnet tool restore",
        "R CMD INSTALL .",
        "go run ./cmd/x",
        "poetry install --only main",
    ],
)
def test_that_nothing_is_invented(tmp_path, command):
    found = run(tmp_path, command)
    assert purls(found) == []
    assert found.problems == []


@pytest.mark.parametrize(
    ("command", "constraint"),
    [
        ("apk add 'curl=~8.1'", "=~8.1"),
        ("apk add 'curl<8'", "<8"),
        ("pip install 'curl>=1,<2'", "<2,>=1"),
        ("npm i -g curl@^1", "^1"),
        ("npm i -g curl@latest", "latest"),
        ("gem install curl -v '~> 2.0'", "~> 2.0"),
        ("apt-get install curl/bookworm-backports", "/bookworm-backports"),
        ("pip install curl==1.*", "==1.*"),
    ],
)
def test_that_a_range_is_a_constraint_and_no_version(tmp_path, command, constraint):
    (package,) = packages(run(tmp_path, command))
    assert (package.version, package.occurrence.constraint) == ("", constraint)
    assert "@" not in package.purl


def test_that_exact_pins_of_apk_and_rpm_become_the_version(tmp_path):
    assert purls(run(tmp_path, "apk add curl=8.1.2-r0")) == ["pkg:apk/alpine/curl@8.1.2-r0"]
    found = run(
        tmp_path, "yum install -y docker-20.10.7-5.amzn2 java-11-amazon-corretto gcc-c++.x86_64"
    )
    assert purls(found) == [
        "pkg:rpm/docker@20.10.7-5.amzn2",
        "pkg:rpm/java-11-amazon-corretto",
        "pkg:rpm/gcc-c%2B%2B",
    ]


def test_that_virtual_packages_are_names_and_purged_ones_are_for_the_build(tmp_path):
    found = run(
        tmp_path,
        "apk add --no-cache --virtual .build-deps gcc && apk add -t .keep make \\\n"
        " && apk add --repository https://dl.example/edge zlib && make && apk del .build-deps",
    )
    assert [(s.name, s.occurrence.scope) for s in packages(found)] == [
        ("gcc", Scope.BUILD),
        ("make", Scope.RUNTIME),
        ("zlib", Scope.RUNTIME),
    ]


def test_that_variables_of_the_dockerfile_and_the_script_are_expanded(tmp_path):
    found = scanned(
        tmp_path,
        {
            "Dockerfile": "ARG GLOBAL=9\nFROM alpine\nARG GLOBAL\n"
            "ENV DEPS='gcc  make' V=1.2.3\nENV OLD style value\n"
            "RUN P=extra; apk add $DEPS ${P} tool=${V} other=${GLOBAL}.1.0\n"
        },
    )
    assert purls(found) == [
        "pkg:apk/alpine/gcc",
        "pkg:apk/alpine/make",
        "pkg:apk/alpine/extra",
        "pkg:apk/alpine/tool@1.2.3",
        "pkg:apk/alpine/other@9.1.0",
    ]


def test_that_a_word_without_a_value_is_a_problem_and_a_version_without_one_is_not(tmp_path):
    found = run(
        tmp_path, "apt-get install -y \\\n $PACKAGES curl=${CURL} linux-headers-$(uname -r)"
    )
    (curl,) = packages(found)
    assert (curl.purl, curl.occurrence.constraint) == ("pkg:deb/debian/curl", "=${CURL}")
    assert traits(curl) == {"unresolved": "curl=${CURL}"}
    assert [p.line for p in found.problems] == [3, 3]


@pytest.mark.parametrize(
    "script",
    [
        "sudo -E apt-get install -y curl",
        "DEBIAN_FRONTEND=noninteractive apt-get install -y curl",
        "env DEBIAN_FRONTEND=noninteractive apt-get install curl",
        'sh -c "apt-get update && apt-get install -y curl"',
        "if [ -f x ]; then apt-get install -y curl; fi",
        "for i in 1 2 3; do apt-get install -y curl && break; done",
        "case $A in x) apt-get install curl ;; *) exit 1 ;; esac",
        "(apt-get update; apt-get install curl)",
        "yes | apt-get install curl >/dev/null 2>&1",
        "timeout 300 apt-get install curl",
        '["apt-get", "install", "-y", "curl"]',
        '["/bin/bash", "-c", "apt-get install -y curl"]',
        "<<EOF\napt-get install -y curl\nEOF",
        "<<-'EOF'\n\t#!/bin/bash -e\n\tapt-get install -y curl # and git\n\tEOF",
        "bash <<EOF\napt-get install -y curl\nEOF",
        "--mount=type=cache,target=/var/cache/apt apt-get install curl",
    ],
)
def test_that_a_package_is_seen_in_every_shape_of_command(tmp_path, script):
    assert purls(run(tmp_path, script)) == ["pkg:deb/debian/curl"]


def test_that_a_python_here_document_is_no_shell_script(tmp_path):
    found = run(tmp_path, "<<EOF\n#!/usr/bin/env python3\napt-get install curl\nEOF")
    assert purls(found) == []


def test_that_what_follows_a_here_document_is_still_read(tmp_path):
    found = scanned(
        tmp_path,
        {
            "Dockerfile": "FROM alpine\nCOPY <<one.txt <<two.txt /\nRUN apk add no\none.txt\n"
            "FROM never:1\ntwo.txt\nRUN apk add yes\n"
        },
    )
    assert purls(found) == ["pkg:apk/alpine/yes"]
    assert packages(found)[0].occurrence.line == 7


def test_that_a_wheel_by_address_tells_its_platform(tmp_path):
    found = run(
        tmp_path,
        "pip install https://files.example/numpy-1.21.0-cp39-cp39-manylinux2014_x86_64.whl",
    )
    (wheel,) = packages(found)
    assert wheel.purl == "pkg:pypi/numpy@1.21.0"
    assert traits(wheel) == {"wheel-platform": "manylinux2014_x86_64"}


def test_that_tools_are_told_from_libraries(tmp_path):
    found = run(tmp_path, "pipx install poetry==1.5.0 && pip install flask==2.0.0")
    assert [s.kind for s in packages(found)] == [Kind.TOOL, Kind.LIBRARY]


def test_that_a_choice_between_two_names_gives_both(tmp_path):
    found = run(
        tmp_path,
        'if [ "$(uname -m)" = "x86_64" ]; then P="-cpu"; else P=""; fi && \\\n'
        ' pip install "tensorflow${P}"',
    )
    assert purls(found) == ["pkg:pypi/tensorflow-cpu", "pkg:pypi/tensorflow"]


def test_that_a_loop_installs_each_of_its_words(tmp_path):
    found = run(tmp_path, "for p in jq git; do apt-get install -y $p lib$p; done")
    assert purls(found) == [
        "pkg:deb/debian/jq",
        "pkg:deb/debian/git",
        "pkg:deb/debian/libjq",
        "pkg:deb/debian/libgit",
    ]
    assert found.problems == []


def test_that_a_requirement_from_version_control_says_so(tmp_path):
    (package,) = packages(run(tmp_path, "pip install 'lib @ git+https://x.example/o/lib@v1'"))
    assert package.purl == "pkg:pypi/lib"
    assert traits(package) == {"vcs": "git+https://x.example/o/lib@v1"}


def test_that_a_php_extension_is_compiled_in_place(tmp_path):
    (extension,) = packages(run(tmp_path, "install-php-extensions @composer gd", "php:8"))
    assert (extension.name, traits(extension)) == ("gd", {"from-source": ""})


def test_that_a_comment_among_the_words_is_no_package(tmp_path):
    found = run(tmp_path, "apt-get install -y \\\n  libxslt1-dev `# for lxml` \\\n  jq")
    assert purls(found) == ["pkg:deb/debian/libxslt1-dev", "pkg:deb/debian/jq"]
    assert found.problems == []
