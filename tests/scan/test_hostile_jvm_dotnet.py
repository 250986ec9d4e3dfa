"""Cut off, re-encoded and foreign files of the JVM's and .NET's lists: right, or one problem."""

import pytest

from tests.scan.reading import FIXTURES, problems, sightings, write
from workbench.scan.formats import jvm_toolchains, paket, sbt
from workbench.scan.formats.dotnet_deps import FORMAT as DEPS
from workbench.scan.formats.ivy import FORMAT as IVY
from workbench.scan.formats.maven_extensions import FORMAT as EXTENSIONS

FORMATS = (*sbt.FORMATS, IVY, *paket.FORMATS, DEPS, EXTENSIONS, *jvm_toolchains.FORMATS)
FILES = {
    "build.sbt": "sbt/relay/build.sbt",
    "ivy.xml": "ivy/batch/ivy.xml",
    "paket.dependencies": "paket/site/paket.dependencies",
    "paket.lock": "paket/site/paket.lock",
    "Kiosk.deps.json": "dotnet/published/Kiosk.deps.json",
    ".mvn/extensions.xml": "jvm-toolchains/.mvn/extensions.xml",
    "toolchains.xml": "jvm-toolchains/toolchains.xml",
}


def seen(root, name, data):
    (root / name).parent.mkdir(parents=True)
    (root / name).write_bytes(data)
    return sightings(root, FORMATS)


@pytest.mark.parametrize("name", FILES)
def test_that_line_ends_and_encodings_change_nothing(tmp_path, name):
    text = (FIXTURES / FILES[name]).read_text(encoding="utf-8")
    plain = seen(tmp_path / "a", name, text.encode())
    crlf = seen(tmp_path / "b", name, text.replace("\n", "\r\n").encode("utf-8-sig"))
    wide = seen(tmp_path / "c", name, text.replace("UTF-8", "UTF-16").encode("utf-16"))
    assert plain == crlf == wide != []


@pytest.mark.parametrize("name", FILES)
def test_that_a_file_cut_off_anywhere_gives_only_what_the_whole_gives(tmp_path, name):
    data = (FIXTURES / FILES[name]).read_bytes()
    whole = {s.name for s in seen(tmp_path / "whole", name, data)}
    for place, end in enumerate(range(0, len(data), max(1, len(data) // 25))):
        root = tmp_path / str(place)
        cut = {s.name for s in seen(root, name, data[:end])}
        assert all(any(known.startswith(c) for known in whole) or "2.13" in c for c in cut)
        assert all("could not be read" not in p.reason for p in problems(root, FORMATS))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("text", ["", "\x01\x02", "<a>" * 9000, '{"a":' * 9000, "x" * 200_000])
def test_that_foreign_content_is_at_most_a_problem(tmp_path, name, text):
    write(tmp_path, {name: text})
    assert sightings(tmp_path, FORMATS) == []
    assert all("could not be read" not in p.reason for p in problems(tmp_path, FORMATS))
