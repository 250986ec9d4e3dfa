"""What RUN and ADD fetch from the network."""

import pytest

from tests.scan.container_files import scanned, traits
from workbench.model.component import Kind


def run(tmp_path, script, before=""):
    return scanned(tmp_path, {"Dockerfile": f"FROM debian:12\n{before}RUN {script}\n"})


def fetched(found):
    return [s for s in found.sightings if s.kind is not Kind.CONTAINER_IMAGE]


K8S = "https://dl.example.io/release/v1.20.0/bin/linux"


@pytest.mark.parametrize(
    ("address", "name", "version", "arch"),
    [
        (f"{K8S}/amd64/kubectl", "kubectl", "1.20.0", "x86_64"),
        (f"{K8S}/arm64/kubectl", "kubectl", "1.20.0", "arm64"),
        ("https://x.example/t/1.0.1/t_1.0.1_linux_amd64.zip", "t", "1.0.1", "x86_64"),
        ("https://x.example/helm-v3.5.0-linux-amd64.tar.gz", "helm", "3.5.0", "x86_64"),
        ("https://x.example/awscli-exe-linux-x86_64.zip", "awscli", None, "x86_64"),
        ("https://x.example/go1.20.1.linux-amd64.tar.gz", "go", "1.20.1", "x86_64"),
        ("https://x.example/node-v18.0.0-linux-x64.tar.xz", "node", "18.0.0", "x86_64"),
        ("https://x.example/linux_64bit/plugin.rpm", "plugin", None, "x86_64"),
        ("https://x.example/2.41/chromedriver_linux64.zip", "chromedriver", "2.41", "x86_64"),
        ("https://x.example/search/archive-2.1.tgz", "archive", "2.1", None),
        ("https://ftp.example.org/gnu/glibc-2.28.tar.gz", "glibc", "2.28", None),
        ("https://x.example/x-dev_1.1.0+dfsg2-3_amd64.deb", "x-dev", "1.1.0+dfsg2-3", "x86_64"),
        ("https://x.example/openssl-1.1.1k.tar.gz", "openssl", "1.1.1k", None),
        (
            "https://github.com/o/r/releases/download/v1.2.3/other-file-linux-386",
            "r",
            "v1.2.3",
            "x86_64",
        ),
        ("https://github.com/o/r/releases/latest/download/r-aarch64", "r", None, "arm64"),
        ("https://github.com/o/r/archive/refs/tags/v2.0.tar.gz", "r", "v2.0", None),
    ],
)
def test_that_an_address_tells_name_version_and_architecture(
    tmp_path, address, name, version, arch
):
    (tool,) = fetched(run(tmp_path, f"curl -fsSL {address} -o /usr/bin/tool"))
    assert (tool.name, tool.version or None) == (name, version)
    assert traits(tool).get("download-arch") == arch
    assert tool.purl.startswith("pkg:generic/")
    assert "download_url=https://" in tool.purl


@pytest.mark.parametrize(
    "script",
    [
        "wget -q {}",
        "wget -O- {} | tar xz",
        "curl -LO {}",
        "curl -fsSLo /tmp/t.tgz {}",
        "curl -o /tmp/t.tgz -H 'A: b' --retry 3 {}",
        'curl --url "{}" > /tmp/t.tgz',
        "curl -L {} | tee t.tgz | sha256sum -c <(echo x)",
        "wget {} && tar xf tool-1.0.0.tgz",
        "aria2c -x 4 -o t.tgz {}",
    ],
)
def test_that_a_download_is_seen_in_every_shape_of_command(tmp_path, script):
    address = "https://x.example/tool-1.0.0.tgz"
    (tool,) = fetched(run(tmp_path, script.format(address)))
    assert (tool.name, tool.version, tool.kind) == ("tool", "1.0.0", Kind.TOOL)


@pytest.mark.parametrize(
    "script",
    [
        "curl -fsSL https://x.example/repo/gpg | apt-key add -",
        "curl https://x.example/key.asc -o /etc/apt/keyrings/x.asc",
        "curl https://x.example/tool.x | tee /etc/apt/sources.list.d/x.list",
        "curl -o /etc/yum.repos.d/x.repo https://x.example/x.repo",
        "wget -qO - https://x.example/public.gpg | gpg --dearmor",
        "curl -fsSLO https://x.example/SHASUMS256.txt.asc",
        "curl -f http://localhost:8080/health",
        "curl -f http://127.0.0.1/health",
        "wget https://x.example/tool-1.0.tgz.sha256",
        "curl -s https://x.example/",
        "curl -LO https://x.example/model.gguf",
        "curl --proxy https://proxy.example/p file",
        "echo https://x.example/tool-1.0.0.tgz",
        "git config --global url.https://x.example/.insteadOf ssh://x",
    ],
)
def test_that_keys_lists_and_checks_are_no_software(tmp_path, script):
    assert fetched(run(tmp_path, script)) == []


@pytest.mark.parametrize(
    "script",
    [
        "curl -LO https://x.example/t-$(uname -m).tgz",
        "curl -LO https://x.example/t-`uname -m`.tgz",
        'curl -LO "https://x.example/t-$(dpkg --print-architecture).tgz"',
        "curl -LO https://x.example/t-${TARGETARCH}.tgz",
        "ARCH=$(uname -m) && curl -LO https://x.example/t-${ARCH}.tgz",
        "export A=`arch`; a=$(uname -m); curl -LO https://x.example/t-$a.tgz",
        'case "$(uname -m)" in x86_64) A=amd64 ;; aarch64) A=arm64 ;; esac; '
        "curl -LO https://x.example/t-${A}.tgz",
        "if [ $X = 1 ]; then A=amd64; else A=arm64; fi; curl -LO https://x.example/t-$A.tgz",
        'dpkgArch="$(dpkg --print-architecture)"; curl -LO "https://x.example/t-${dpkgArch##*-}.tgz"',
    ],
)
def test_that_an_address_that_follows_the_machine_is_variable(tmp_path, script):
    (tool,) = fetched(run(tmp_path, script, before="ARG TARGETARCH\n"))
    assert tool.name == "t"
    assert traits(tool)["download-arch"] == "variable"


def test_that_both_branches_of_a_script_are_one_choice(tmp_path):
    found = run(
        tmp_path,
        "if [ $(uname -m) = aarch64 ]; then curl -LO https://x.example/t-1.0.0-arm64.tgz; \\\n"
        "  else curl -LO https://x.example/t-1.0.0-amd64.tgz; fi",
    )
    assert [traits(s)["download-arch"] for s in fetched(found)] == ["variable", "variable"]
    assert [s.occurrence.line for s in fetched(found)] == [2, 3]


def test_that_an_address_chosen_by_a_case_is_one_download_for_each_machine(tmp_path):
    found = run(
        tmp_path,
        'arch="$(dpkg --print-architecture)"; case "$arch" in \\\n'
        "    amd64) url='https://x.example/t-1.0.0-linux-amd64.tgz' ;; \\\n"
        "    arm64) url='https://x.example/t-1.0.0-linux-arm64.tgz' ;; \\\n"
        '  esac; wget -O t.tgz "$url"',
    )
    assert found.problems == []
    assert [(s.name, s.version) for s in fetched(found)] == [("t", "1.0.0")] * 2
    assert {traits(s)["download-arch"] for s in fetched(found)} == {"variable"}


def test_that_a_choice_without_arm64_names_x86(tmp_path):
    found = run(
        tmp_path,
        "if [ $X = 1 ]; then u=https://x.example/a-1.0-amd64.tgz; "
        "else u=https://x.example/b-1.0-x86_64.tgz; fi; curl -LO $u",
    )
    assert [(s.name, traits(s)["download-arch"]) for s in fetched(found)] == [
        ("a", "x86_64"),
        ("b", "x86_64"),
    ]


def test_that_versions_come_from_the_dockerfiles_variables(tmp_path):
    found = run(
        tmp_path,
        "curl -LO https://github.com/o/r/releases/download/v${V}/r-${W}.tgz",
        before="ARG V=1.2.3\nARG W\n",
    )
    (tool,) = fetched(found)
    assert (tool.version, traits(tool)) == ("v1.2.3", {})


def test_that_a_version_without_a_value_is_unresolved(tmp_path):
    address = "https://github.com/o/r/releases/download/${V}/r.tgz"
    (tool,) = fetched(run(tmp_path, f"curl -LO {address}", before="ARG V\n"))
    assert (tool.name, tool.version) == ("r", "")
    assert traits(tool) == {"unresolved": address}


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("curl -sL https://deb.x.example/setup_18.x | bash -", "deb.x.example"),
        ("curl https://sh.x.example | sh -s -- -y", "sh.x.example"),
        ("wget -qO- https://x.example/install.sh | sudo -E bash", "x.example"),
        ('bash -c "$(curl -fsSL https://x.example/install.sh)"', "x.example"),
        ("bash <(curl -s https://x.example/install.sh)", "x.example"),
        ("curl https://raw.githubusercontent.com/o/r/v1.0/get.sh | bash", "r"),
        ("curl -O https://x.example/get-pip.py && python3 get-pip.py", "x.example"),
    ],
)
def test_that_a_script_piped_into_a_shell_is_told(tmp_path, script, name):
    (tool,) = fetched(run(tmp_path, script))
    assert tool.name == name
    assert traits(tool)["install-script-url"].startswith("https://")


@pytest.mark.parametrize(
    ("script", "version", "constraint"),
    [
        ("git clone --depth 1 -b v1.4.2 https://x.example/o/lib.git /src", "v1.4.2", ""),
        ("git clone --branch=main https://x.example/o/lib", "", "main"),
        ("git clone https://x.example/o/lib.git && cd lib && make", "", ""),
        ("git clone git@x.example:o/lib.git", "", ""),
        ("git init && git remote add origin https://x.example/o/lib.git", "", ""),
    ],
)
def test_that_a_clone_is_built_from_source(tmp_path, script, version, constraint):
    (tool,) = fetched(run(tmp_path, script))
    assert (tool.name, tool.version, tool.occurrence.constraint) == ("lib", version, constraint)
    assert "from-source" in traits(tool)


def test_that_an_archive_that_is_then_made_is_built_from_source(tmp_path):
    found = run(
        tmp_path,
        "wget https://x.example/hdf5-1.10.tar.gz && tar xf hdf5-1.10.tar.gz && ./configure && make",
    )
    assert "from-source" in traits(fetched(found)[0])


def test_that_a_jar_of_a_maven_repository_is_a_maven_component(tmp_path):
    found = run(
        tmp_path,
        "curl -O https://repo.example/maven2/org/postgresql/postgresql/42.5.0/"
        "postgresql-42.5.0.jar",
    )
    assert [s.purl for s in fetched(found)] == ["pkg:maven/org.postgresql/postgresql@42.5.0"]


def test_that_add_fetches_addresses_but_copies_files(tmp_path):
    found = scanned(
        tmp_path,
        {
            "Dockerfile": "FROM scratch\nARG V=0.11.0\nADD config.json https://github.com/o/tini/"
            "releases/download/v${V}/tini-amd64 /\nADD https://github.com/o/src.git#v1.0 /src\n"
        },
    )
    assert [(s.name, s.version, s.occurrence.line) for s in fetched(found)] == [
        ("tini", "v0.11.0", 3),
        ("src", "v1.0", 4),
    ]


def test_that_an_rpm_by_address_is_a_download(tmp_path):
    found = run(tmp_path, "yum install -y https://x.example/agent/latest/agent-x86_64.rpm jq")
    assert [(s.name, traits(s).get("download-arch")) for s in fetched(found)] == [
        ("jq", None),
        ("agent", "x86_64"),
    ]


@pytest.mark.parametrize(
    ("script", "name", "version"),
    [
        ("pip install https://github.com/o/r/archive/v1.2.zip", "r", "v1.2"),
        ("pip install git+https://x.example/o/lib.git@v2.0#egg=lib", "lib", "v2.0"),
        ("rpm -ivh https://x.example/tool-3.1.rpm", "tool", "3.1"),
    ],
)
def test_that_a_package_by_address_is_a_download(tmp_path, script, name, version):
    (tool,) = fetched(run(tmp_path, script))
    assert (tool.name, tool.version) == (name, version)
    assert tool.purl.startswith("pkg:generic/")


def test_that_an_address_without_a_value_is_a_problem_on_its_line(tmp_path):
    found = run(tmp_path, 'true && \\\n curl -fL "$URL" -o /t && curl "$@" && curl $URL/x.repo')
    assert fetched(found) == []
    assert [p.line for p in found.problems] == [3]
    assert "$URL" in found.problems[0].reason


def test_that_a_script_that_only_adds_a_repository_is_no_software(tmp_path):
    found = run(
        tmp_path,
        "curl -fsSL https://deb.nodesource.com/setup_18.x -o s.sh && bash s.sh"
        " && apt-get install -y nodejs",
    )
    (package,) = fetched(found)
    assert (package.name, traits(package)) == ("nodejs", {"repository": "deb.nodesource.com"})


@pytest.mark.parametrize(
    ("script", "version", "constraint", "arch"),
    [
        ("gh release download v1.2.3 -R o/r -p '*linux_amd64.tar.gz'", "v1.2.3", "", "x86_64"),
        ("gh release download --repo o/r --pattern r.tgz", "", "latest", None),
        ("gh release download $TAG --repo o/r --pattern r-$(uname -m)", "", "", "variable"),
    ],
)
def test_that_a_release_by_the_command_of_github_is_a_download(
    tmp_path, script, version, constraint, arch
):
    (tool,) = fetched(run(tmp_path, script))
    assert (tool.name, tool.version) == ("r", version)
    assert tool.occurrence.constraint == constraint
    assert traits(tool).get("download-arch") == arch


def test_that_an_installer_named_after_its_version_is_called_so(tmp_path):
    address = "https://repo.example/Mini3-py39_4.12.0-Linux-x86_64.sh"
    (tool,) = fetched(run(tmp_path, f"wget -q {address} -O m.sh && bash m.sh -b"))
    assert (tool.name, tool.version) == ("Mini3-py39", "4.12.0")
    assert traits(tool)["install-script-url"] == address
