"""The traps of the reference grammar, each in the shape of a real file."""

import pytest

from tests.scan.reading import problems, rows, write
from workbench.model.finding import Finding, Reason
from workbench.scan.scanner import scan

DIGEST = "sha256:" + "0a" * 32


def seen(tmp_path, text, **others):
    files = {"shop/Dockerfile": text, **{f"shop/{name}": body for name, body in others.items()}}
    return [row for row in rows(write(tmp_path, files)) if "own-image" not in row]


def found(tmp_path, text):
    root = write(tmp_path, {"shop/Dockerfile": text})
    return [
        (e.rule, e.construct, e.line, e.text, e.component)
        for e in scan(root)
        if isinstance(e, Finding)
    ]


def test_that_directives_comments_and_scratch_are_no_images(tmp_path):
    text = (
        "# syntax=docker/dockerfile:1.7\n"
        "# check=skip=JSONArgsRecommended;error=true\n"
        "# escape=\\\n"
        "\n"
        "# FROM nginx:1.21 was here before\n"
        "FROM alpine:3.20 AS files\n"
        "RUN true # FROM busybox\n"
        "FROM scratch\n"
        "COPY --link --from=files / /\n"
        "COPY --from=scratch / /\n"
    )
    assert seen(tmp_path, text) == ["shop/Dockerfile:6 container-image build docker/alpine@3.20"]
    assert problems(tmp_path) == []


def test_that_several_here_documents_go_to_the_program_that_reads_each(tmp_path):
    text = (
        "FROM debian:12\n"
        "RUN <<ONE cat > /etc/motd && <<TWO bash\n"
        "apt-get install -y of-the-motd\n"
        "ONE\n"
        "apt-get install -y jq\n"
        "TWO\n"
        "RUN <<-EOF python3\n"
        "\tapt-get install -y of-python\n"
        "\tEOF\n"
        "RUN <<EOF\n"
        "#!/usr/bin/env python3\n"
        "import os; os.system('apt-get install -y of-python')\n"
        "EOF\n"
        "COPY <<EOF /usr/bin/setup\n"
        "apt-get install -y of-a-file\n"
        "EOF\n"
        "RUN <<'EOF'\n"
        "set -e\n"
        "apt-get install -y \\\n"
        "  git\n"
        "EOF\n"
    )
    assert [row for row in seen(tmp_path, text) if "os-package" in row] == [
        "shop/Dockerfile:5 os-package runtime deb/debian/jq",
        "shop/Dockerfile:20 os-package runtime deb/debian/git",
    ]


def test_that_flags_of_buildkit_do_not_hide_what_is_copied_added_and_mounted(tmp_path):
    text = (
        "FROM debian:12\n"
        f"COPY --link --chmod=755 --from=registry.example:5000/team/tools:2@{DIGEST} /a /b\n"
        "ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d "
        "https://x.example/kernel-5.4.tar.gz /\n"
        "ADD --keep-git-dir=true https://git.example/team/one.git#v0.10.1:docs /one\n"
        "ADD https://git.example/team/two.git?tag=v1.2&subdir=x /two\n"
        "RUN --network=none --mount=type=bind,from=busybox:1.36,source=/bin,target=/b \\\n"
        "    --mount=type=secret,id=x apt-get install -y jq\n"
    )
    assert seen(tmp_path, text)[1:] == [
        "shop/Dockerfile:2 container-image build docker/team/tools@sha256%3A" + "0a" * 32 + "?"
        f"repository_url=registry.example:5000&tag=2 digest={DIGEST}",
        "shop/Dockerfile:3 tool runtime generic/kernel@5.4?"
        "download_url=https://x.example/kernel-5.4.tar.gz",
        "shop/Dockerfile:4 tool runtime generic/one@v0.10.1?download_url="
        "https://git.example/team/one.git%23v0.10.1:docs from-source",
        "shop/Dockerfile:5 tool runtime generic/two@v1.2?download_url="
        "https://git.example/team/two.git from-source",
        "shop/Dockerfile:6 container-image build docker/busybox@1.36",
        "shop/Dockerfile:7 os-package runtime deb/debian/jq",
    ]


def test_that_arguments_of_compose_are_built_beside_the_files_own_defaults(tmp_path):
    text = "ARG V=3.11\nFROM python:$V\nARG TOOL=1.0\nRUN curl -LO https://x.example/t-$TOOL.tgz\n"
    compose = (
        "services:\n  a:\n    build:\n      context: .\n      args: {V: '3.12', TOOL: '2.0'}\n"
        "  b:\n    build:\n      context: .\n      args: {V: '${UNSET}'}\n"
    )
    assert seen(tmp_path, text, **{"compose.yaml": compose}) == [
        "shop/Dockerfile:2 container-image runtime docker/python@3.11",
        "shop/Dockerfile:4 tool runtime generic/t@1.0?download_url=https://x.example/t-1.0.tgz",
        "shop/Dockerfile:2 container-image runtime docker/python@3.12",
        "shop/Dockerfile:4 tool runtime generic/t@2.0?download_url=https://x.example/t-2.0.tgz",
        "shop/Dockerfile:2 runtime runtime generic/python@3.11",
    ]


def test_that_stages_by_system_and_processor_are_no_images(tmp_path):
    text = (
        "FROM debian:12 AS tools-amd64\n"
        "FROM debian:12-slim AS tools-arm64\n"
        "FROM alpine:3 AS out-linux\n"
        "FROM tools-$TARGETARCH AS tools\n"
        "FROM vendor/agent:1-${TARGETARCH} AS agent\n"
        "FROM out-${TARGETOS}\n"
    )
    assert seen(tmp_path, text) == [
        "shop/Dockerfile:1 container-image build docker/debian@12",
        "shop/Dockerfile:2 container-image build docker/debian@12-slim",
        "shop/Dockerfile:3 container-image runtime docker/alpine@3",
        "shop/Dockerfile:5 container-image build docker/vendor/agent 1-${TARGETARCH} "
        "unresolved=vendor/agent:1-${TARGETARCH}",
    ]
    assert problems(tmp_path) == []


POWERSHELL = (
    "# escape=`\n"
    "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n"
    'SHELL ["powershell", "-Command", "$ErrorActionPreference = \'Stop\';"]\n'
    "ENV VERSION=3.10.0\n"
    "RUN $base = 'https://x.example'; `\n"
    "    Invoke-WebRequest -Uri ${base}/python-$env:VERSION-amd64.exe -OutFile p.exe ; `\n"
    "    (New-Object Net.WebClient).DownloadFile('https://x.example/t-1.2.zip', 't.zip')\n"
)


def test_that_powershell_is_read_as_such_where_shell_names_it(tmp_path):
    assert seen(tmp_path, POWERSHELL)[1:] == [
        "shop/Dockerfile:6 tool runtime generic/python@3.10.0?download_url="
        "https://x.example/python-3.10.0-amd64.exe download-arch=x86_64",
        "shop/Dockerfile:7 tool runtime generic/t@1.2?download_url=https://x.example/t-1.2.zip",
    ]


def test_that_a_command_of_powershell_is_read_without_shell_too(tmp_path):
    text = (
        "FROM mcr.microsoft.com/powershell\n"
        "RUN pwsh -Command iwr https://x.example/t-1.2-x64.zip -OutFile t.zip\n"
    )
    assert seen(tmp_path, text)[1:] == [
        "shop/Dockerfile:2 tool runtime generic/t@1.2?download_url="
        "https://x.example/t-1.2-x64.zip download-arch=x86_64"
    ]


X86 = (
    "FROM --platform=linux/amd64 node:18 AS web\n"
    "ARG TARGETARCH=amd64\n"
    "RUN GOARCH=amd64 go build ./...\n"
    "FROM debian:12\n"
    "COPY bin/tool-linux-amd64 /\n"
    "RUN apt-get install -y libc6:amd64 && \\\n"
    "    curl -LO https://x.example/t-1.0-linux-x64.tgz && \\\n"
    "    curl -LO https://x.example/u-1.0-$(uname -m).tgz\n"
    "RUN echo 'deb [arch=amd64 signed-by=/k] https://x.example/ jammy main' > /etc/apt/a.list\n"
    "FROM --platform=linux/arm64 nginx\n"
)


def test_that_what_is_tied_to_x86_is_one_finding_at_each_place(tmp_path):
    own = "pkg:docker/shop#shop/Dockerfile"
    assert sorted(found(tmp_path, X86), key=lambda f: f[2]) == [
        ("x86-pin", "image-platform", 1, "linux/amd64", own),
        ("x86-pin", "platform-default", 2, "TARGETARCH=amd64", own),
        ("x86-pin", "build-arch", 3, "GOARCH=amd64", own),
        ("x86-pin", "copied-file", 5, "bin/tool-linux-amd64", own),
        ("x86-pin", "package-arch", 6, "libc6: amd64", own),
        ("x86-download", "image-download", 7, "https://x.example/t-1.0-linux-x64.tgz", own),
        ("x86-pin", "package-source", 9, "amd64", own),
    ]


@pytest.mark.parametrize(
    "script",
    [
        "echo 'deb [arch=amd64,arm64] https://x.example/ jammy main' > /etc/apt/a.list",
        'echo "deb [arch=$(dpkg --print-architecture)] https://x.example/ a b" > /etc/apt/a.list',
        "if [ $(uname -m) = x86_64 ]; then echo 'deb [arch=amd64] https://x.example/ a b'; fi",
        "echo 'deb [signed-by=/k] https://amd64.example/ jammy main' > /etc/apt/a.list",
    ],
)
def test_that_package_sources_for_arm64_or_behind_a_test_are_no_finding(tmp_path, script):
    assert found(tmp_path, f"FROM debian:12\nRUN {script}\n") == []


def test_that_a_finding_says_its_reason_and_spells_the_address_as_written(tmp_path):
    address = "https://x.example/t%2B1-linux-amd64.tgz"
    root = write(tmp_path, {"Dockerfile": f"FROM debian:12\nADD {address} /\n"})
    (finding,) = [e for e in scan(root) if isinstance(e, Finding)]
    assert (finding.text, finding.reason) == (address, Reason.CONFIGURED)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_that_both_line_ends_give_the_same(tmp_path, end):
    assert len(found(tmp_path, X86.replace("\n", end))) == 7
