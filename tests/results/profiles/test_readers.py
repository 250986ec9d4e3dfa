"""Each reader on files that its tool wrote, and on broken ones."""

import gzip
import json
from pathlib import Path

import pytest

from tests.results.profiles.stacks import stacks_of
from workbench.results.formats import detect
from workbench.results.profiles import FORMATS, cpuprofile, folded, perf_script, pprof, speedscope
from workbench.scan.document import Document, Unreadable

FOLDER = Path(__file__).parents[2] / "fixtures" / "results" / "profiles"
EXPECTED = {
    "async-profiler.collapsed": ("folded", "samples", 317),
    "evented.speedscope.json": ("speedscope", "seconds", 0.1),
    "go-score-once.pb.gz": ("pprof", "seconds", 1.45),
    "go-score-twice.pb.gz": ("pprof", "seconds", 1.96),
    "node.cpuprofile": ("cpuprofile", "seconds", 1.744114),
    "perf-script.txt": ("perf-script", "samples", 29),
    "py-spy-score-once.folded": ("folded", "samples", 1006),
    "py-spy-score-twice.folded": ("folded", "samples", 1011),
    "py-spy.speedscope.json": ("speedscope", "seconds", 1.75),
}


def document(name):
    return Document(name, (FOLDER / name).read_bytes())


def read(module, text):
    return module.read(Document("file", text if isinstance(text, bytes) else text.encode()))


def test_that_every_fixture_is_expected():
    assert {path.name for path in FOLDER.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_that_a_file_is_recognised_as_one_format_and_read_whole(name):
    format_id, unit, total = EXPECTED[name]
    found = [f for f in detect(document(name)) if f in FORMATS]
    assert [f.id for f in found] == [format_id]
    profile = found[0].read(document(name))
    assert profile.unit == unit
    assert profile.weights.sum() == pytest.approx(total, rel=1e-9)


def test_that_folded_stacks_keep_frames_with_spaces_and_bracketed_semicolons():
    profile = read(folded, "java;operator new(unsigned long);[unknown (a;b)];x 3\na;b 2\n")
    assert stacks_of(profile) == {
        ("java", "operator new(unsigned long)", "[unknown (a;b)]", "x"): 3,
        ("a", "b"): 2,
    }


def test_that_a_java_descriptor_is_one_frame():
    stacks = stacks_of(folded.read(document("async-profiler.collapsed")))
    assert any(s[-1] == "com/example/shop/Orders.parse([Ljava/lang/String;)V_[j]" for s in stacks)


def test_that_equal_folded_stacks_add_up_and_a_prefix_is_a_stack_of_its_own():
    profile = read(folded, b"# comment\na;b 1\r\na;b;c 2\n\na;b 4\na 8")
    assert stacks_of(profile) == {("a", "b"): 5, ("a", "b", "c"): 2, ("a",): 8}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a;b 1\na;b;c\n", 2),
        ("a;b 1\n\na;c x\n", 3),
        ("a;b 1\na;c -4\n", 2),
        ("a;b 1\na;b 1,5\n", 2),
    ],
)
def test_that_a_folded_line_without_a_count_is_refused_with_its_line(text, line):
    with pytest.raises(Unreadable) as refused:
        read(folded, text)
    assert refused.value.line == line


def test_that_a_difference_of_folded_files_is_no_profile():
    with pytest.raises(Unreadable, match="two counts"):
        read(folded, "a;b 10 12\na;c 3 0\n")


def test_that_a_stack_without_bottom_is_cut_and_said():
    profile = read(folded, b";".join([b"f"] * 100_000) + b" 3\na;b 1\n")
    assert profile.weights.sum() == 4
    assert len(profile.parents) < 3000
    assert "cut" in profile.warnings[0]


def test_that_a_perf_stack_starts_with_the_command_and_its_outermost_frame():
    stacks = stacks_of(perf_script.read(document("perf-script.txt")))
    assert ("shop", "__libc_start_call_main", "main", "request", "score") in stacks


def test_that_perf_headers_of_other_shapes_are_read():
    text = (
        "my app 12/34 [001] 5.000001:     250000 cycles:ppp: \n"
        "\tffff8000 do_fault+0x10 ([kernel.kallsyms])\n"
        "\t    55d0 main (inlined)\n\t    55d0 [unknown] (/usr/lib/libz.so.1)\n\n"
        "my app 12 5.000002: cycles:  55d0 main+0x1 (/srv/app)\n"
    )
    assert perf_script.recognises(Document("x", text.encode()))
    assert stacks_of(read(perf_script, text)) == {
        ("my app", "[libz.so.1]", "main", "do_fault"): 1,
        ("my app", "main"): 1,
    }


def test_that_a_line_that_is_no_frame_is_refused_with_its_line():
    with pytest.raises(Unreadable) as refused:
        read(perf_script, "app 1 5.0: 1 cycles: \n\tnot-an-address\n")
    assert refused.value.line == 2


def test_that_evented_time_goes_to_the_innermost_frame():
    stacks = stacks_of(speedscope.read(document("evented.speedscope.json")))
    assert stacks == {
        ("main",): pytest.approx(0.015),
        ("main", "score"): pytest.approx(0.06),
        ("main", "render"): pytest.approx(0.025),
    }


def speedscope_text(**changes):
    profile = {"type": "sampled", "unit": "none", "samples": [[0]], "weights": [1], **changes}
    return json.dumps({"shared": {"frames": [{"name": "f"}]}, "profiles": [profile]})


@pytest.mark.parametrize(
    "changes",
    [
        {"samples": [[1]]},
        {"samples": [["f"]]},
        {"samples": "f"},
        {"weights": [1, 2]},
        {"weights": [-1]},
        {"weights": [0]},
        {"type": "else"},
        {"type": "evented", "events": [{"type": "O", "at": 0, "frame": 0}]},
        {"type": "evented", "events": [{"type": "C", "at": 0, "frame": 0}]},
        {"type": "evented", "events": [{"type": "O", "at": "0", "frame": 0}]},
    ],
)
def test_that_a_broken_speedscope_file_is_refused(changes):
    with pytest.raises(Unreadable):
        read(speedscope, speedscope_text(**changes))


def test_that_mixed_units_are_refused():
    found = json.loads(speedscope_text())
    found["profiles"].append({**found["profiles"][0], "unit": "bytes"})
    with pytest.raises(Unreadable, match="mixes units"):
        read(speedscope, json.dumps(found))


def test_that_idle_time_of_v8_is_left_out_and_said():
    def node(number, name, *children):
        return {"id": number, "callFrame": {"functionName": name}, "children": list(children)}

    nodes = [node(1, "(root)", 2, 3), node(2, "(idle)"), node(3, "", 4), node(4, "score")]
    found = {"nodes": nodes, "startTime": 0, "endTime": 60, "samples": [2, 4, 3, 4]}
    profile = read(cpuprofile, json.dumps({**found, "timeDeltas": [0, 10, 20, 30]}))
    assert stacks_of(profile) == {
        ("(anonymous)", "score"): pytest.approx(20e-6),
        ("(anonymous)",): pytest.approx(30e-6),
    }
    assert "idle" in profile.warnings[0]


@pytest.mark.parametrize("name", [n for n in EXPECTED if not n.endswith((".folded", ".collapsed"))])
def test_that_half_a_file_is_refused(name):
    whole = (FOLDER / name).read_bytes()
    found = next(f for f in detect(document(name)) if f in FORMATS)
    if found.id == "perf-script":
        whole = whole[: whole.rindex(b"+0x")].rstrip(b"abcdefghijklmnopqrstuvwxyz_") + b"\n"
        whole = whole + b"shop 1 5614."
    else:
        whole = whole[: len(whole) // 2]
    with pytest.raises(Unreadable):
        found.read(Document(name, whole))


def test_that_half_an_unpacked_pprof_file_is_refused():
    whole = gzip.decompress((FOLDER / "go-score-once.pb.gz").read_bytes())
    assert pprof.recognises(Document("x", whole))
    for part in (3, 2):
        with pytest.raises(Unreadable):
            read(pprof, whole[: len(whole) // part + 1])


@pytest.mark.parametrize("module", [folded, perf_script, pprof, speedscope, cpuprofile])
@pytest.mark.parametrize(
    "data", [b"", b"\n", b"{}", b"[]", b"{", b"\x1f\x8b", b"\xff" * 50, b"null"]
)
def test_that_nothing_is_no_profile(module, data):
    assert not module.recognises(Document("x", data))
    with pytest.raises(Unreadable):
        module.read(Document("x", data))


@pytest.mark.parametrize(
    ("mark", "word"), [(b"FLR\x00", "collapsed"), (b"PERFILE2", "perf script")]
)
def test_that_a_binary_recording_is_refused_with_the_way_out(mark, word):
    (found,) = [f for f in detect(Document("x", mark + b"\x00" * 64)) if f in FORMATS]
    with pytest.raises(Unreadable, match=word):
        found.read(Document("x", mark + b"\x00" * 64))
