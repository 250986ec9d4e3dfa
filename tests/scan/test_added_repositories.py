"""OS packages that may come from a repository which the build adds."""

import pytest

from tests.scan.container_files import scanned, traits


def repositories(tmp_path, script):
    found = scanned(tmp_path, {"Dockerfile": f"FROM debian:12\n{script}\n"})
    return {
        s.name: traits(s).get("repository", "") for s in found.sightings if s.kind == "os-package"
    }


ECHO = "echo 'deb [signed-by=/k.gpg] https://packages.example.com/apt stable main'"


@pytest.mark.parametrize(
    "adding",
    [
        f"{ECHO} > /etc/apt/sources.list.d/acme.list",
        f"{ECHO} | tee /etc/apt/sources.list.d/acme.list > /dev/null",
        f"{ECHO} | sudo tee -a /etc/apt/sources.list",
        "curl -fsSLo /etc/apt/sources.list.d/acme.list https://packages.example.com/acme.list",
        "add-apt-repository -y 'deb https://packages.example.com/apt stable main'",
    ],
)
def test_that_what_is_installed_after_an_added_repository_may_come_from_it(tmp_path, adding):
    script = f"RUN apt-get install -y curl && {adding} && apt-get update && apt-get install -y acme"
    assert repositories(tmp_path, script) == {"curl": "", "acme": "packages.example.com"}


def test_that_a_repository_is_remembered_until_the_next_installation_of_the_stage(tmp_path):
    script = (
        f"RUN {ECHO} > /etc/apt/sources.list.d/acme.list\n"
        "RUN apt-get update && apt-get install -y acme\n"
        "RUN apt-get install -y git"
    )
    assert repositories(tmp_path, script) == {"acme": "packages.example.com", "git": ""}


def test_that_a_stage_built_on_another_has_its_repositories(tmp_path):
    found = scanned(
        tmp_path,
        {
            "Dockerfile": "FROM debian:12 AS one\n"
            "RUN curl -sL https://deb.nodesource.com/setup_18.x | bash -\n"
            "FROM one\nRUN apt-get install -y nodejs git\n"
            "FROM debian:12\nRUN apt-get install -y nodejs\n"
        },
    )
    packages = [s for s in found.sightings if s.kind == "os-package"]
    assert [(s.name, traits(s).get("repository", "")) for s in packages] == [
        ("nodejs", "deb.nodesource.com"),
        ("git", ""),
        ("nodejs", ""),
    ]


@pytest.mark.parametrize(
    ("adding", "package"),
    [
        ("yum-config-manager --add-repo https://packages.example.com/acme.repo", "acme"),
        ("dnf config-manager --add-repo https://packages.example.com/acme.repo", "acme"),
        ("zypper -n addrepo https://packages.example.com/acme.repo acme", "acme"),
        ("curl -o /etc/yum.repos.d/acme.repo https://packages.example.com/acme.repo", "acme"),
    ],
)
def test_that_rpm_repositories_are_seen(tmp_path, adding, package):
    found = repositories(tmp_path, f"RUN {adding} && yum install -y {package}")
    assert found == {"acme": "packages.example.com"}


def test_that_an_archive_of_the_distributions_users_is_seen(tmp_path):
    script = "RUN add-apt-repository ppa:acme/tools && apt-get install -y acme"
    assert repositories(tmp_path, script) == {"acme": "ppa:acme/tools"}


def test_that_apk_names_a_repository_on_the_command_itself(tmp_path):
    script = "RUN apk add --repository=https://packages.example.com/edge acme"
    assert repositories(tmp_path, script) == {"acme": "packages.example.com"}


@pytest.mark.parametrize(
    "host",
    ["archive.ubuntu.example", "mirrors.aliyun.com", "mirror.example.com", "ftp.example.com"],
)
def test_that_the_distributions_own_places_and_mirrors_are_no_third_party(tmp_path, host):
    script = (
        f"RUN echo 'deb http://{host}/debian buster main' >> /etc/apt/sources.list"
        " && apt-get install -y git"
    )
    assert repositories(tmp_path, script) == {"git": ""}


def test_that_a_broken_address_is_no_repository(tmp_path):
    script = "RUN echo 'deb http://[::bad main' > /etc/apt/sources.list.d/x.list && apt install git"
    assert repositories(tmp_path, script) == {"git": ""}
