"""The Dockerfile and shell readers on any input: they end, and keep their lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.scan.containers.dockerfile_stages import read_stages, steps
from workbench.scan.containers.dockerfile_syntax import instructions
from workbench.scan.document import Document
from workbench.scan.shell.expansion import expand, literal
from workbench.scan.shell.script import Script
from workbench.scan.shell.shell import commands
from workbench.scan.shell.shell_variables import invocations

PIECES = st.sampled_from(
    [
        "FROM ", "RUN ", "COPY ", "ADD ", "ARG ", "ENV ", "ONBUILD ", "--from=", "--mount=from=",
        "a", "B=", "x:1", " AS s", "${", "}", "$(", ")", "$", "`", '"', "'", "\\", "\\\n", "\n",
        "# c\n", "# escape=`\n", "<<EOF", "<<-'E'", "EOF\n", "E\n", "[", "]", ",", ";", "&&", "|",
        "(", "<(", "<", ">", "2>&1", "case ", " in ", ";;", "esac", "if ", "fi", "sh -c ", "=",
        "apt-get install ", "curl http://a.b/c", "http", ":-", ":+", "##*", "//", "\t", "\0", "é",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80)


def parsed(text):
    return list(instructions(Document("Dockerfile", text.encode())))


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_that_any_text_gives_instructions_on_lines_of_the_file(text):
    document = Document("Dockerfile", text.encode())
    if "\0" in text:
        return
    last = len(document.lines)
    before = 0
    for instruction in instructions(document):
        assert before < instruction.line <= last
        before = instruction.line
        words = [*instruction.words(), *(instruction.exec_form() or [])]
        for word in words:
            assert instruction.line <= word.line <= last
            assert set(word.lines) <= set(range(1, last + 1))


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_that_any_text_gives_commands_whose_words_stand_in_it(text):
    script = Script.starting(text, 10)
    for joined in (False, True):
        for command in commands(script, joined=joined):
            for word in command.words:
                assert word.text in text
                assert word.text
                assert 10 <= word.line <= script.lines[-1]
    for invocation in invocations(script, {"B": literal("b c")}):
        for argument in invocation.arguments:
            assert 10 <= argument.line <= script.lines[-1]


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_that_any_text_can_be_expanded(text):
    assert expand(text, {"a": literal("1")}, quotes=False) is not None
    assert "\0" not in expand(text.replace("\0", ""), {}).text


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_that_any_dockerfile_has_stages(text):
    if "\0" in text:
        return
    file = read_stages(Document("Dockerfile", text.encode()))
    for stage in file.stages:
        assert all(step.instruction.line >= stage.line for step in steps(stage, file))


@pytest.mark.parametrize(
    "hostile",
    [
        "$(" * 20_000,
        "${a:-" * 20_000,
        "'" * 50_001,
        "<<EOF " * 20_000,
        "((" * 20_000,
        "sh -c '" * 5_000,
        "`" * 50_001,
        "a=$a$a;" * 20_000,
        "\\\n" * 20_000,
        "x" * 500_000,
        '"$(' * 20_000,
    ],
)
@pytest.mark.timeout(60)
def test_that_hostile_scripts_do_not_hang_the_readers(hostile):
    script = Script.starting(hostile, 1)
    for invocation in invocations(script, {"a": literal("xx")}):
        assert all(len(a.text) <= len(hostile) for a in invocation.arguments)
    assert parsed("FROM a\nRUN " + hostile)[0].keyword == "FROM"


def test_that_the_escape_directive_counts_at_the_top_only():
    assert len(parsed("# escape=`\nRUN a `\n b\n")) == 1
    assert len(parsed("FROM x\n# escape=`\nRUN a `\nRUN b\n")) == 3
    assert len(parsed("# a comment\n# escape=`\nRUN a `\nRUN b\n")) == 2


def test_that_comments_and_blank_lines_between_continued_lines_are_dropped():
    (run,) = parsed("RUN a \\\n# one\n\n   # two\n b \\  \n c\n")
    assert [(w.text, w.line) for w in run.words()] == [("a", 1), ("b", 5), ("c", 6)]


def test_that_a_doubled_backslash_continues_nothing():
    assert [i.keyword for i in parsed("RUN echo a\\\\\nUSER b\n")] == ["RUN", "USER"]


def test_that_an_onbuild_holds_an_instruction():
    (run,) = parsed("ONBUILD RUN --mount=type=ssh a b\n")
    assert run.keyword == "RUN"
    assert [f.name for f in run.flags] == ["mount"]
    assert [w.text for w in run.words()] == ["a", "b"]


def test_that_a_here_string_is_no_here_document():
    assert [i.keyword for i in parsed("RUN cat <<<EOF\nUSER b\nEOF\n")][:2] == ["RUN", "USER"]


def test_that_windows_line_ends_are_read():
    run = parsed("FROM a\r\nRUN b \\\r\n c\r\n")[1]
    assert [(w.text, w.line) for w in run.words()] == [("b", 2), ("c", 3)]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("$A ${A}", "1 1"),
        ("${A:-x} ${U:-x} ${E:-x} ${E-x}", "1 x x "),
        ("${A:+x}${U:+x}${U+x}${E+y}", "xy"),
        ("'$A' \"$A\" \\$A", "$A 1 $A"),
        ("${P%.*} ${P%%.*} ${P#*.} ${P##*.}", "1.2 1 2.3 3"),
        ("${P%%[.]*} ${P%[0-9]} ${P#[!2]} ${P%[[x]*}", "1 1.2. .2.3 ${P%[[x]*}"),
        ("${P//./_} ${P/./_}", "1_2_3 1_2.3"),
        ("${U:-${A}-${V:-z}}", "1-z"),
        ("$U ${U}", "$U ${U}"),
    ],
)
def test_that_variables_are_expanded_as_a_shell_does(text, result):
    values = {"A": literal("1"), "E": literal(""), "P": literal("1.2.3")}
    assert expand(text, values).text == result


def test_that_a_pattern_of_case_is_no_command_and_its_body_is_conditional():
    script = "case $x in a|b) one; two ;; *) three ;; esac; four"
    found = [(c.words[0].text, c.conditional) for c in commands(Script.starting(script, 1))]
    assert found[-4:] == [("one", True), ("two", True), ("three", True), ("four", False)]
