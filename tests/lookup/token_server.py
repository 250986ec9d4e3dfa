"""A token server as registries have them: https://distribution.github.io/distribution/spec/auth/.

It signs with a key of its own, which the registry is told to believe; so what the registry takes
is what it would take from any other.
"""

from __future__ import annotations

import base64
import json
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID

SERVICE = "shop-registry"
ISSUER = "shop-tokens"
USER = ("ada", "s3cret")
REFRESH = "a-refresh-token"


class TokenServer:
    """Gives tokens for what is public, for `USER`, and for whoever shows the refresh token."""

    def __init__(self, public: tuple[str, ...] = ()) -> None:
        self.public = public
        """Repositories that need no login."""
        self.asked: list[tuple[str, str, str]] = []
        """Method, scope and who asked, of every request."""
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._certificate = self._signed()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                query = parse_qs(urlsplit(self.path).query)
                shown = self.headers.get("Authorization", "").removeprefix("Basic ")
                who = base64.b64decode(shown).decode() if shown else ""
                self._give("GET", query.get("scope", [""])[0], who, who == ":".join(USER))

            def do_POST(self) -> None:
                size = int(self.headers.get("Content-Length", "0"))
                form = parse_qs(self.rfile.read(size).decode())
                token = form.get("refresh_token", [""])[0]
                kind = form.get("grant_type", [""])[0]
                good = kind == "refresh_token" and token == REFRESH
                self._give("POST", form.get("scope", [""])[0], token, good)

            def _give(self, method: str, scope: str, who: str, known: bool) -> None:
                server.asked.append((method, scope, who))
                if who and not known:
                    self._answer(401, {"errors": [{"code": "UNAUTHORIZED"}]})
                    return
                name = scope.split(":")[1] if scope.count(":") == 2 else ""
                actions = ["pull", "push"] if known else ["pull"]
                access = [{"type": "repository", "name": name, "actions": actions}]
                granted = access if known or name in server.public else []
                token = server.token(granted)
                # Servers differ in how they call it; both names are in use.
                self._answer(200, {"access_token" if known else "token": token, "expires_in": 60})

            def _answer(self, status: int, content: object) -> None:
                body = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                """Keep the tests' output for the tests."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def realm(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/token"

    def write_bundle(self, path: Path) -> None:
        """Write the certificate that the registry is to believe."""
        path.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def token(self, access: list[dict[str, object]]) -> str:
        """A JSON Web Token (RFC 7519) signed by ES256."""
        now = int(time.time())
        chain = base64.b64encode(
            self._certificate.public_bytes(serialization.Encoding.DER)
        ).decode()
        header = {"typ": "JWT", "alg": "ES256", "x5c": [chain]}
        claims = {
            "iss": ISSUER,
            "sub": "",
            "aud": SERVICE,
            "exp": now + 60,
            "nbf": now - 10,
            "iat": now,
            "jti": str(time.time_ns()),
            "access": access,
        }
        signed = b".".join(_packed(json.dumps(part).encode()) for part in (header, claims))
        r, s = decode_dss_signature(self._key.sign(signed, ec.ECDSA(hashes.SHA256())))
        return b".".join((signed, _packed(r.to_bytes(32, "big") + s.to_bytes(32, "big")))).decode()

    def _signed(self) -> x509.Certificate:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ISSUER)])
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self._key, hashes.SHA256())
        )


def _packed(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
