"""Registries that ask who one is: passwords, tokens, helpers, and what is never sent where."""

from __future__ import annotations

import base64
import json
import os
import sys

import pytest

from tests.lookup.asking import looked_up, told
from tests.lookup.token_server import REFRESH, USER
from workbench.model.status import Status

AUTH = base64.b64encode(":".join(USER).encode()).decode()
WRONG = base64.b64encode(b"ada:other").decode()


def helper(folder, monkeypatch, name: str, answer: object, status: int = 0) -> None:
    """Put a credential helper onto the PATH: a program, as Docker's are."""
    program = folder / f"docker-credential-{name}"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nserver = sys.stdin.read()\n"
        f"print({json.dumps(json.dumps(answer))})\nopen({str(folder / 'asked')!r}, 'a').write("
        f"sys.argv[1] + ' ' + server + chr(10))\nraise SystemExit({status})\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


class TestPasswords:
    @pytest.fixture(autouse=True)
    def filled(self, guarded_registry):
        guarded_registry.several("shop", "1", "amd64", "arm64")

    def test_that_nobody_is_refused_and_told_how_to_sign_in(self, guarded_registry, tmp_path):
        (found,) = looked_up(tmp_path, f"{guarded_registry.host}/shop:1").values()
        assert found.status is Status.UNKNOWN
        host = guarded_registry.host
        assert found.why == f"{host} refuses shop:1: sign in with docker login {host}"

    def test_that_dockers_own_file_of_logins_counts(self, guarded_registry, tmp_path, log_in):
        log_in(auths={guarded_registry.host: {"auth": AUTH}})
        (found,) = looked_up(tmp_path, f"{guarded_registry.host}/shop:1").values()
        assert found.status is Status.READY

    @pytest.mark.parametrize("where", ["credHelpers", "credsStore"])
    def test_that_helpers_are_asked_as_docker_asks_them(
        self, guarded_registry, tmp_path, tmp_path_factory, monkeypatch, log_in, where
    ):
        folder = tmp_path_factory.mktemp("bin")
        helper(folder, monkeypatch, "shop", {"Username": USER[0], "Secret": USER[1]})
        host = guarded_registry.host
        log_in(**{where: {host: "shop"} if where == "credHelpers" else "shop"})
        (found,) = looked_up(tmp_path, f"{host}/shop:1").values()
        assert found.status is Status.READY
        assert (folder / "asked").read_text() == f"get {host}\n"

    def test_that_a_helper_that_is_not_there_is_named(self, guarded_registry, tmp_path, log_in):
        log_in(credHelpers={guarded_registry.host: "nowhere"})
        (found,) = looked_up(tmp_path, f"{guarded_registry.host}/shop:1").values()
        assert found.status is Status.UNKNOWN
        assert "docker-credential-nowhere" in found.why
        assert "is not installed" in found.why

    def test_that_a_helper_that_fails_is_named(
        self, guarded_registry, tmp_path, tmp_path_factory, monkeypatch, log_in
    ):
        helper(tmp_path_factory.mktemp("bin"), monkeypatch, "shop", {}, status=1)
        log_in(credHelpers={guarded_registry.host: "shop"})
        (found,) = looked_up(tmp_path, f"{guarded_registry.host}/shop:1").values()
        assert found.status is Status.UNKNOWN
        assert "docker-credential-shop gives nothing" in found.why

    def test_that_a_program_of_the_folder_we_are_in_is_no_helper(
        self, guarded_registry, tmp_path, monkeypatch, log_in
    ):
        """Windows looks there first: a project could bring its own."""
        hostile = tmp_path / "project"
        hostile.mkdir()
        helper(hostile, monkeypatch, "shop", {"Username": "x", "Secret": "y"})
        monkeypatch.setenv("PATH", f".{os.pathsep}{os.environ['PATH'].partition(os.pathsep)[2]}")
        monkeypatch.chdir(hostile)
        log_in(credHelpers={guarded_registry.host: "shop"})
        (found,) = looked_up(hostile, f"{guarded_registry.host}/shop:1").values()
        assert "is not installed" in found.why
        assert not (hostile / "asked").exists()

    def test_that_a_wrong_password_is_refused(self, guarded_registry, tmp_path, log_in):
        log_in(auths={guarded_registry.host: {"auth": WRONG}})
        (found,) = looked_up(tmp_path, f"{guarded_registry.host}/shop:1").values()
        assert found.status is Status.UNKNOWN
        assert "refuses shop:1" in found.why


class TestTokens:
    def test_that_what_is_public_needs_no_login(self, token_registry, tokens, tmp_path):
        (found,) = looked_up(tmp_path, f"{token_registry.host}/shop/public:1.0").values()
        assert found.status is Status.READY
        assert tokens.asked[-1] == ("GET", "repository:shop/public:pull", "")

    def test_that_what_is_private_is_refused_to_nobody(self, token_registry, tmp_path):
        (found,) = looked_up(tmp_path, f"{token_registry.host}/shop/private:1.0").values()
        assert found.status is Status.UNKNOWN
        assert "sign in with docker login" in found.why

    def test_that_a_password_buys_a_token(self, token_registry, tokens, tmp_path, log_in):
        log_in(auths={token_registry.host: {"auth": AUTH}})
        (found,) = looked_up(tmp_path, f"{token_registry.host}/shop/private:1.0").values()
        assert found.status is Status.READY
        assert tokens.asked[-1] == ("GET", "repository:shop/private:pull", ":".join(USER))

    def test_that_a_refresh_token_is_sent_by_post(self, token_registry, tokens, tmp_path, log_in):
        log_in(auths={token_registry.host: {"identitytoken": REFRESH}})
        (found,) = looked_up(tmp_path, f"{token_registry.host}/shop/private:1.0").values()
        assert found.status is Status.READY
        assert tokens.asked[-1] == ("POST", "repository:shop/private:pull", REFRESH)

    def test_that_a_helper_may_give_a_refresh_token(
        self, token_registry, tokens, tmp_path, tmp_path_factory, monkeypatch, log_in
    ):
        answer = {"Username": "<token>", "Secret": REFRESH}
        helper(tmp_path_factory.mktemp("bin"), monkeypatch, "shop", answer)
        log_in(credHelpers={token_registry.host: "shop"})
        (found,) = looked_up(tmp_path, f"{token_registry.host}/shop/private:1.0").values()
        assert found.status is Status.READY

    def test_that_an_old_login_does_not_bar_what_is_public(
        self, token_registry, tokens, tmp_path, log_in
    ):
        log_in(auths={token_registry.host: {"auth": WRONG}})
        (found,) = looked_up(tmp_path, f"{token_registry.host}/shop/public:1.0").values()
        assert found.status is Status.READY
        assert [who for _, _, who in tokens.asked[-2:]] == ["ada:other", ""]

    def test_that_one_token_serves_all_tags_of_a_repository(self, token_registry, tokens, tmp_path):
        before = len(tokens.asked)
        images = [f"{token_registry.host}/shop/public:{tag}" for tag in ("1.0", "1.1", "1.2")]
        found = looked_up(tmp_path, *images)
        assert len(tokens.asked) == before + 1
        assert [told(a).status for a in found.values()].count(Status.READY) == 1
