"""Where Docker's settings send a question, and that credentials stay with their host."""

from __future__ import annotations

import json
import ssl
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.lookup.asking import looked_up, session_of
from tests.lookup.pushing import OCI_INDEX, digest
from workbench.engine.online import Ask
from workbench.lookup.failure import LookUpFailed
from workbench.lookup.oci.docker_settings import DockerSettings, docker_settings
from workbench.lookup.oci.place import is_insecure, places_of
from workbench.model.image import ImageReference
from workbench.model.status import Status


def places(text: str, **settings: object) -> list[str]:
    found = places_of(ImageReference.parse(text), DockerSettings(**settings))
    return [f"{p.host}/{p.repository}{' plain' if p.insecure else ''}" for p in found]


def test_that_docker_hub_has_its_own_names():
    assert places("redis:7") == ["registry-1.docker.io/library/redis"]
    assert places("bitnami/redis:7") == ["registry-1.docker.io/bitnami/redis"]
    assert places("ghcr.io/acme/app:1") == ["ghcr.io/acme/app"]
    assert places("registry.local:5000/app:1") == ["registry.local:5000/app"]


def test_that_mirrors_come_first_and_for_docker_hub_only():
    mirrors = ("https://mirror.example", "http://10.1.2.3:5000/hub/")
    assert places("redis:7", mirrors=mirrors) == [
        "mirror.example/library/redis",
        "10.1.2.3:5000/hub/library/redis plain",
        "registry-1.docker.io/library/redis",
    ]
    assert places("quay.io/a/b:1", mirrors=mirrors) == ["quay.io/a/b"]


@pytest.mark.parametrize(
    ("host", "insecure"),
    [
        ("127.0.0.1:5000", True),
        ("localhost:5000", True),
        ("[::1]:5000", True),
        ("10.1.2.3:80", True),
        ("10.2.0.1", False),
        ("lab.example:5000", True),
        ("lab.example", False),
        ("any.example:7", True),
        ("ghcr.io", False),
    ],
)
def test_that_hosts_are_insecure_as_docker_has_it(host, insecure):
    listed = ("10.1.0.0/16", "lab.example:5000", "any.example", "no/cidr")
    assert is_insecure(host, DockerSettings(insecure=listed)) is insecure


REGISTRIES = """
unqualified-search-registries = ["docker.io"]
[[registry]]
prefix = "docker.io/library"
location = "cache.example/hub/library"
[[registry.mirror]]
location = "near.example/hub"
insecure = true
[[registry]]
prefix = "*.lab.example"
location = "lab-mirror.example"
[[registry]]
location = "bad.example"
blocked = true
"""


def test_that_the_settings_of_podman_count(no_settings_of_whoever_runs_the_tests):
    folder = no_settings_of_whoever_runs_the_tests / ".config" / "containers"
    folder.mkdir(parents=True)
    (folder / "registries.conf").write_text(REGISTRIES)
    rules = docker_settings().rules
    assert places("redis:7", rules=rules) == [
        "near.example/hub/redis plain",
        "cache.example/hub/library/redis",
    ]
    assert places("bitnami/redis:7", rules=rules) == ["registry-1.docker.io/bitnami/redis"]
    assert places("a.lab.example/x/y:1", rules=rules) == ["lab-mirror.example/x/y"]
    with pytest.raises(LookUpFailed, match="blocks bad"):
        places("bad.example/x:1", rules=rules)


def test_that_dockers_own_settings_count(no_settings_of_whoever_runs_the_tests):
    folder = no_settings_of_whoever_runs_the_tests / ".docker"
    (folder / "certs.d").mkdir(parents=True)
    settings = {"registry-mirrors": ["https://m.example"], "insecure-registries": ["i.example"]}
    (folder / "daemon.json").write_text(json.dumps(settings))
    found = docker_settings()
    assert found.mirrors == ("https://m.example",)
    assert found.insecure == ("i.example",)
    assert folder / "certs.d" in found.certificates


@pytest.mark.parametrize("content", ["", "[", "[1]", '{"registry-mirrors": 3}', "\0" * 100])
def test_that_broken_settings_say_nothing(no_settings_of_whoever_runs_the_tests, content):
    for place in (".docker/daemon.json", ".config/containers/registries.conf"):
        path = no_settings_of_whoever_runs_the_tests / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    assert docker_settings().mirrors == ()
    assert docker_settings().rules == ()


def test_that_a_mirror_that_fails_is_passed_over(
    plain_registry, tmp_path, no_settings_of_whoever_runs_the_tests
):
    """Docker Hub cannot be reached from here: what a mirror has must be enough."""
    plain_registry.several("library/redis", "7", "amd64", "arm64")
    folder = no_settings_of_whoever_runs_the_tests / ".docker"
    folder.mkdir()
    mirrors = ["http://127.0.0.1:1", plain_registry.address]
    (folder / "daemon.json").write_text(json.dumps({"registry-mirrors": mirrors}))
    session = session_of(tmp_path, "redis:7")
    hosts = [c.host for c in session.plan_look_up(Ask()).contacts]
    assert hosts == ["127.0.0.1:1", plain_registry.host, "registry-1.docker.io"]
    (found,) = (a for a in looked_up(tmp_path, "redis:7").values() if a.component.name == "redis")
    assert found.status is Status.READY


class Fake:
    """A server that answers what a hostile or odd registry would; remembers what it was shown."""

    def __init__(self, answers, *, tls: ssl.SSLContext | None = None) -> None:
        self.shown: list[tuple[str, str]] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                fake.shown.append((self.path, self.headers.get("Authorization", "")))
                status, headers, body = answers(self.path, self.headers)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                """Keep the tests' output for the tests."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.host = f"127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def fake():
    made: list[Fake] = []

    def start(answers, **options) -> Fake:
        made.append(Fake(answers, **options))
        return made[-1]

    yield start
    for server in made:
        server.close()


INDEX = json.dumps(
    {
        "schemaVersion": 2,
        "mediaType": OCI_INDEX,
        "manifests": [
            {
                "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "digest": "sha256:" + "0" * 64,
                "size": 1,
                "platform": {"os": "linux", "architecture": "arm64"},
            }
        ],
    }
).encode()


def one(tmp_path, image):
    (found,) = looked_up(tmp_path / "project", image).values()
    return found


def test_that_a_login_is_not_shown_to_whom_a_registry_sends_us(fake, tmp_path, log_in):
    other = fake(lambda path, headers: (200, {"Content-Type": OCI_INDEX}, INDEX))

    def answers(path, headers):
        if "Authorization" not in headers:
            return 401, {"WWW-Authenticate": 'Basic realm="x"'}, b""
        if "manifests" in path:
            return 307, {"Location": f"http://{other.host}/elsewhere"}, b""
        return 200, {}, b"{}"

    first = fake(answers)
    log_in(auths={first.host: {"auth": "YWRhOnMzY3JldA=="}})
    assert one(tmp_path, f"{first.host}/a:1").status is Status.READY
    assert ("/v2/a/manifests/1", "Basic YWRhOnMzY3JldA==") in first.shown
    assert other.shown == [("/elsewhere", "")]


def test_that_content_that_does_not_match_its_digest_is_refused(fake, tmp_path):
    headers = {"Content-Type": OCI_INDEX, "Docker-Content-Digest": digest(b"other")}
    server = fake(lambda path, _: (200, headers, INDEX))
    found = one(tmp_path, f"{server.host}/a:1")
    assert found.status is Status.UNKNOWN
    assert "does not match its digest" in found.why
    pinned = one(tmp_path, f"{server.host}/a@{digest(b'other')}")
    assert "does not match its digest" in pinned.why


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, b"<html>sign in to the hotel's network</html>", "that is no manifest (no JSON)"),
        (200, b"[]", "no JSON object"),
        (200, b"{}", "that is no manifest"),
        (200, b"[" * 100_000, "no JSON"),
        (200, b'{"schemaVersion": 1}', "schema 1"),
        (200, b" " * (4 * 1024 * 1024 + 1), "sends more than the 4,194,304 bytes"),
        (500, b"", "status 500"),
        (403, b"", "sign in with docker login"),
    ],
)
def test_that_an_odd_answer_is_one_line_and_no_status(fake, tmp_path, status, body, said):
    server = fake(lambda path, _: (200, {}, b"") if path == "/v2/" else (status, {}, body))
    found = one(tmp_path, f"{server.host}/a:1")
    assert found.status is Status.UNKNOWN
    assert said in found.why
    assert "\n" not in found.why


def test_that_redirections_end(fake, tmp_path):
    server = fake(lambda path, _: (302, {"Location": path}, b""))
    assert "where nothing is asked" in one(tmp_path, f"{server.host}/a:1").why


def test_that_the_addresses_of_a_clouds_own_secrets_are_not_asked(tmp_path, fake):
    found = one(tmp_path, "169.254.169.254/latest/meta:1")
    assert "where nothing is asked" in found.why
    server = fake(lambda path, _: (302, {"Location": "http://169.254.169.254/latest"}, b""))
    assert "where nothing is asked" in one(tmp_path, f"{server.host}/a:1").why


@pytest.mark.parametrize(
    ("image", "said"),
    [
        ("127.0.0.1:1/a:1", "cannot be reached"),
        ("registry.invalid/a:1", "is not known to the network"),
    ],
)
def test_that_a_host_that_is_not_there_is_named(tmp_path, image, said):
    found = one(tmp_path, image)
    assert found.status is Status.UNKNOWN
    assert said in found.why


class TestCertificates:
    @pytest.fixture
    def certificate(self, tmp_path):
        """A certificate for 127.0.0.1 that nobody but its own file vouches for."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]),
                critical=False,
            )
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        crt, pem = tmp_path / "ca.crt", tmp_path / "key.pem"
        crt.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        pem.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return crt, pem

    @pytest.fixture
    def server(self, fake, certificate, monkeypatch):
        # This machine's own addresses are insecure by themselves: here they are like any other.
        monkeypatch.setattr("workbench.lookup.oci.place.is_insecure", lambda host, settings: False)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*certificate)
        return fake(lambda path, _: (200, {"Content-Type": OCI_INDEX}, INDEX), tls=tls)

    def test_that_one_that_nobody_vouches_for_is_one_clear_line(self, server, tmp_path):
        found = one(tmp_path, f"{server.host}/a:1")
        assert found.status is Status.UNKNOWN
        assert f"The certificate of {server.host} is not trusted" in found.why
        assert "certs.d" in found.why

    def test_that_dockers_folder_of_certificates_counts(
        self, server, certificate, tmp_path, no_settings_of_whoever_runs_the_tests
    ):
        folder = no_settings_of_whoever_runs_the_tests / ".docker" / "certs.d" / server.host
        folder.mkdir(parents=True)
        (folder / "ca.crt").write_bytes(certificate[0].read_bytes())
        assert one(tmp_path, f"{server.host}/a:1").status is Status.READY
