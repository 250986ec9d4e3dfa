"""A look-up that is ended, and one that meets what it did not expect."""

from __future__ import annotations

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lookup.asking import by_image, session_of
from tests.lookup.pushing import GZIPPED, layer
from tests.scan.binaries.compiled import AARCH64, PROGRAM, elf
from workbench.engine.events import Assessed, Progress
from workbench.engine.online import Ask
from workbench.lookup.failure import LookUpFailed
from workbench.lookup.oci.challenge import challenges
from workbench.lookup.oci.manifest import read_manifest
from workbench.lookup.oci.tag_line import later_tags, without_x86
from workbench.lookup.web import web
from workbench.model.status import Status


def test_that_a_registry_that_never_answers_does_not_hold_up_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(web, "_TIMEOUT_ON_TRIAL", httpx.Timeout(None))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        session = session_of(tmp_path, f"127.0.0.1:{silent.getsockname()[1]}/a:1")
        events = session.look_up(Ask())
        assert isinstance(next(events), Progress)
        next(events)
        events.close()
    (found,) = by_image(session).values()
    assert found.status is Status.UNKNOWN
    assert threading.active_count() < 20


def test_that_an_image_that_never_ends_does_not_hold_up_the_end(
    plain_registry, tmp_path, monkeypatch
):
    """The layer begins, and then nothing more comes."""
    monkeypatch.setattr(web, "_TIMEOUT_ON_TRIAL", httpx.Timeout(None, connect=3))
    data = layer({"a": elf(AARCH64, PROGRAM), "big": bytes(range(256)) * 9000}, packed=False)
    made = plain_registry.image("slow", "1", "arm64", layers=[(data, GZIPPED)])
    begun = threading.Event()
    over = threading.Event()

    class Relay(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = httpx.get(
                plain_registry.address + self.path, headers={"Accept": self.headers["Accept"]}
            )
            body = answer.content
            self.send_response(answer.status_code)
            for name in ("Content-Type", "Docker-Content-Digest"):
                if name in answer.headers:
                    self.send_header(name, answer.headers[name])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if len(body) > 100_000:
                self.wfile.write(body[:50_000])
                self.wfile.flush()
                begun.set()
                over.wait(60)
                self.close_connection = True
                return
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Keep the tests' output for the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Relay)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        assert made
        host = f"127.0.0.1:{server.server_port}"
        session = session_of(tmp_path, f"{host}/slow@{made['digest']}")
        events = session.look_up(Ask(inside=True))
        answered = False
        for event in events:
            answered = answered or isinstance(event, Assessed)
            if answered and begun.is_set():
                break
        events.close()
        assert not over.is_set()
        (found,) = by_image(session).values()
        assert found.status is Status.READY  # the registry had answered, the look inside had not
    finally:
        over.set()
        server.shutdown()
        server.server_close()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "manifests",
                    "config",
                    "layers",
                    "platform",
                    "digest",
                    "mediaType",
                    "annotations",
                    "os",
                    "architecture",
                    "variant",
                    "size",
                    "schemaVersion",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(ANYTHING)
def test_that_any_document_is_a_manifest_or_one_clear_line(document):
    said = ""
    try:
        read_manifest(json.dumps(document).encode(), "", "sha256:x", host="h", image="i")
    except LookUpFailed as error:
        said = error.text
    assert said.isprintable()


@given(st.text(max_size=60))
def test_that_any_header_and_any_tag_is_taken(text):
    challenges([text])
    without_x86(text)
    assert text not in later_tags(text, [text, text + ".1"])


@pytest.mark.parametrize("text", ["x" * 1000, "a\nb\tc\x1b[31m"])
def test_that_what_others_say_is_one_short_line(text):
    said = LookUpFailed("{reason}", reason=text).text
    assert len(said) < 250
    assert said.isprintable()
