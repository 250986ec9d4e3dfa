"""Archives made to harm: one problem or a right answer, within a second or two, never a crash."""

import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scan.reading import problems, sightings
from tests.scan.test_jar import coordinates, elf, found, jar, put
from workbench.scan.formats.jar import FORMAT as JAR
from workbench.scan.syntax import read_zip

GOOD = jar(
    coordinates("g", "a", "1") | {"WEB-INF/lib/b-2.jar": jar({"A.class": b"x"}), "x.so": elf(62)}
)


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"\0" * 5000, b"not a zip", GOOD[:-30], GOOD[:60]],
    ids=["empty", "two bytes", "zeros", "text", "no end", "a start"],  # the bytes hold a time
)
def test_that_what_is_no_archive_is_one_problem(tmp_path, data):
    assert found(tmp_path, {"a-1.jar": data}) == []
    (problem,) = problems(tmp_path, (JAR,))
    assert problem.reason.startswith("is not a readable zip archive")


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_that_damage_anywhere_never_ends_in_a_crash(tmp_path_factory, place, noise):
    root = tmp_path_factory.mktemp("damaged")
    put(root, {"a-1.jar": GOOD[:place] + noise + GOOD[place + len(noise) :]})
    assert all("could not be read" not in p.reason for p in problems(root, (JAR,)))


def test_that_a_bomb_is_refused_before_it_expands(tmp_path):
    bomb = jar({f"lib/{n}-1.jar": b"PK" + b"\0" * (16 * 2**20) for n in range(3)})
    seen = found(tmp_path, {"bomb-1.jar": bomb, "ok-1.jar": jar({})})
    assert [s.name for s in seen] == ["bomb", "ok"]
    (problem,) = problems(tmp_path, (JAR,))
    assert problem.reason.startswith("'lib/0-1.jar' in it expands to far more")
    assert problem.reason.endswith("; and 2 more like it")


def test_that_many_bad_archives_in_one_are_one_problem_and_the_good_ones_are_kept(tmp_path):
    inside = {f"lib/b{n}-1.jar": b"no archive" for n in range(50)}
    whole = jar({**inside, "lib/good-2.jar": jar({})})
    assert [s.name for s in found(tmp_path, {"o-1.jar": whole})] == ["o", "good"]
    (problem,) = problems(tmp_path, (JAR,))
    assert problem.reason.endswith("; and 49 more like it")


def test_that_what_is_taken_out_of_one_file_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.scan.formats.jar.Allowance", lambda: read_zip.Allowance(4000))
    inner = jar({"a.bin": bytes(range(256)) * 8}, zipfile.ZIP_STORED)
    outer = jar({f"lib/l{n}-1.jar": inner for n in range(9)}, zipfile.ZIP_STORED)
    assert [s.name for s in found(tmp_path, {"o-1.jar": outer})] == ["o", "l0"]
    (problem,) = problems(tmp_path, (JAR,))
    assert "expands to more than a scan takes out of one file" in problem.reason


def test_that_archives_in_archives_end(tmp_path):
    data = jar({})
    for depth in range(12):
        data = jar({f"lib/n{depth}-1.jar": data})
    seen = found(tmp_path, {"deep-1.jar": data})
    assert len(seen) == 4
    assert [p.reason.rpartition("in it ")[2] for p in problems(tmp_path, (JAR,))] == [
        "nests archives deeper than any tool does"
    ]


def test_that_many_small_archives_in_each_other_end(tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.scan.formats.jar.MAX_OPENED", 10)
    middle = jar({f"lib/c{n}-1.jar": jar({}) for n in range(6)})
    outer = jar({f"lib/m{n}-{n}.jar": middle for n in range(4)})
    assert len(found(tmp_path, {"o-9.jar": outer})) == 1 + 10
    (problem,) = problems(tmp_path, (JAR,))
    assert problem.reason == "holds archives in each other, of which 10 were read"


def test_that_a_directory_that_claims_to_be_huge_is_refused(tmp_path):
    end = GOOD.rindex(b"PK\5\6")
    lie = bytearray(GOOD + b"\0" * (read_zip.MAX_AT_ONCE + 100))
    lie[end:] = b""
    huge = bytes(lie) + b"\0" * (read_zip.MAX_AT_ONCE * 2)
    size = read_zip.MAX_AT_ONCE + 1
    huge += struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, size, len(huge) - size, 0)
    assert found(tmp_path, {"a-1.jar": huge}) == []
    (problem,) = problems(tmp_path, (JAR,))
    assert "larger than any tool writes" in problem.reason


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.jar",
        "/lib/a-1.jar",
        "lib/../../a-1.jar",
        "lib/\x1b[31m.jar",
        "lib/" + "a" * 9000 + ".jar",
    ],
)
def test_that_names_of_entries_lead_nowhere(tmp_path, name):
    seen = found(tmp_path / "in", {"w-1.war": jar({name: jar({})})})
    assert [s.name for s in seen] in (["w"], ["w", "a"])
    assert [p.name for p in tmp_path.iterdir()] == ["in"]
    assert all("\x1b" not in p.reason for p in problems(tmp_path / "in", (JAR,)))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_that_methods_that_expand_without_bounds_are_left_alone(tmp_path, method):
    seen = found(tmp_path, {"w-1.war": jar({"lib/a-1.jar": jar({})}, method)})
    assert [s.name for s in seen] == ["w"]
    (problem,) = problems(tmp_path, (JAR,))
    assert "compressed in an odd way" in problem.reason


@pytest.mark.parametrize(
    "text",
    ["groupId=\nartifactId=a", "\0" * 50, "version=" + "9" * 60_000, "groupId=a b\nartifactId=a"],
)
def test_that_odd_coordinates_give_the_file_name(tmp_path, text):
    content = {"META-INF/maven/g/a/pom.properties": text}
    assert [s.purl for s in found(tmp_path, {"a-1.jar": jar(content)})] == ["pkg:generic/a@1"]


def test_that_a_jar_with_very_many_entries_is_read(tmp_path):
    put(tmp_path, {"a-1.jar": jar({f"p/C{n}.class": b"" for n in range(20_000)})})
    assert len(sightings(tmp_path, (JAR,))) == 1
