"""JSON, YAML, TOML and XML keep their line numbers and survive hostile input."""

import json
import tomllib
from unittest import mock

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax import parse_toml, read_python
from workbench.scan.syntax import read_xml as read_xml_module
from workbench.scan.syntax.read_json import read_json
from workbench.scan.syntax.read_toml import read_toml
from workbench.scan.syntax.read_xml import children, line_of, local_name, read_xml, text_of
from workbench.scan.syntax.read_yaml import read_yaml


def document(text: str | bytes) -> Document:
    return Document("folder/file", text if isinstance(text, bytes) else text.encode())


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


class TestJson:
    @given(json_values, st.sampled_from([None, 1]))
    def test_that_it_reads_what_the_standard_library_reads(self, value, indent):
        text = json.dumps(value, indent=indent)
        assert read_json(document(text)).plain() == json.loads(text)

    @given(st.text(max_size=60))
    def test_that_any_text_is_read_or_refused(self, text):
        try:
            accepted = read_json(document(text.encode("utf-8", "surrogatepass"))).plain()
        except Unreadable:
            return
        assert accepted == json.loads(Document("x", text.encode("utf-8", "surrogatepass")).text)

    def test_that_members_carry_the_line_of_their_name(self):
        node = read_json(document('{\n "a": 1,\n "b":\n  {"c": [\n  1,\n  2]}}'))
        assert node["a"].line == 2
        assert node.at("b", "c").line == 4
        assert [n.line for n in node.at("b", "c")] == [5, 6]

    @pytest.mark.parametrize(
        ("text", "line"),
        [("", 1), ("{", 1), ('{"a":1,}', 1), ('{\n"a" 1}', 2), ("[1\n2]", 2), ('["\n"]', 1)],
    )
    def test_that_broken_text_is_refused_with_its_line(self, text, line):
        with pytest.raises(Unreadable, match="not valid JSON") as caught:
            read_json(document(text))
        assert caught.value.line == line

    def test_that_deep_nesting_is_refused(self):
        with pytest.raises(Unreadable, match="nested deeper"):
            read_json(document("[" * 100_000))

    def test_that_comments_and_trailing_commas_are_read_where_allowed(self):
        text = '{// one\n "a": [1, /* two */ 2,],\n}'
        assert read_json(document(text), comments=True).plain() == {"a": [1, 2]}
        with pytest.raises(Unreadable):
            read_json(document(text))


printable = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), max_codepoint=0xFFFD)
)
yaml_values = st.recursive(
    st.none() | st.booleans() | printable,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(printable, inner, max_size=4),
    max_leaves=20,
)


class TestYaml:
    @given(yaml_values)
    def test_that_texts_and_structure_come_back(self, value):
        nodes = read_yaml(document(yaml.safe_dump(value, allow_unicode=True)))
        assert [n.plain() for n in nodes] == [value]

    def test_that_numbers_stay_as_written(self):
        assert read_yaml(document("tag: 1.20\nport: 0x10"))[0].plain() == {
            "tag": "1.20",
            "port": "0x10",
        }

    def test_that_merged_members_keep_their_line(self):
        node = read_yaml(document("a: &x\n  b: 1\nc:\n  <<: *x\n  d: 2\n"))[0]
        assert node.at("c", "b").text == "1"
        assert node.at("c", "b").line == 2
        assert node.at("c", "d").line == 5

    @pytest.mark.parametrize(
        "text",
        [
            "[" * 100_000,
            '{"a":' * 100_000,
            "- " * 100_000 + "x",
            "? " * 100_000 + "x",
            "".join(" " * n + "a:\n" for n in range(1_000)),
            "x: [" * 300 + "]" * 300,
        ],
    )
    def test_that_depth_that_would_end_the_process_is_refused(self, text):
        with pytest.raises(Unreadable):
            read_yaml(document(text))

    def test_that_brackets_in_text_are_no_depth(self):
        text = "a: '" + "[" * 5_000 + "'\nb:" + " " * 500 + "c\n"
        assert read_yaml(document(text))[0]["b"].text == "c"

    def test_that_an_alias_bomb_is_refused(self):
        lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
        lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
        with pytest.raises(Unreadable, match="nested too deeply or too large"):
            read_yaml(document("\n".join(lines)))

    def test_that_an_anchor_may_be_given_twice(self):
        (node,) = read_yaml(document("a: &x 1\nb: *x\nc: &x [2, &y 3]\nd: *x\ne: *y\n"))
        assert node.plain() == {"a": "1", "b": "1", "c": ["2", "3"], "d": ["2", "3"], "e": "3"}

    def test_that_an_alias_of_what_holds_it_is_refused(self):
        with pytest.raises(Unreadable, match="nested too deeply"):
            read_yaml(document("a: &x [1, *x]\n"))

    def test_that_no_call_of_the_parser_reads_much(self, monkeypatch):
        """Between two of them a scan can be ended: one for each event, never one for a file."""
        asked = []
        ask = yaml.CSafeLoader.get_event

        class Counting(yaml.CSafeLoader):
            def get_event(self):
                asked.append(1)
                return ask(self)

        monkeypatch.setattr("workbench.scan.syntax.read_yaml._Loader", Counting)
        read_yaml(document("- a: 1\n" * 1000))
        assert len(asked) > 4000

    @pytest.mark.parametrize("text", ["a: [", "a: b: c", "\t- x", "a: *nowhere", "[" * 5000])
    def test_that_broken_text_is_refused(self, text):
        with pytest.raises(Unreadable, match=r"not (valid|readable) YAML"):
            read_yaml(document(text))

    def test_that_tags_are_not_run(self):
        node = read_yaml(document("a: !!python/object/apply:os.system [echo]"))[0]
        assert node.plain() == {"a": ["echo"]}


class TestToml:
    TEXT = """\
[project]
name = "x"
dependencies = [
  "numpy>=1",  # "scipy"
  "scipy",
]
[[package]]
name = "a"
[[package]]
name = "b"
[package.extra]
q = "1"
[target.'cfg(unix)'.dependencies]
libc = { version = "0.2" }
"""

    def test_that_values_are_those_of_the_standard_library(self):
        assert read_toml(document(self.TEXT)).plain() == tomllib.loads(self.TEXT)

    def test_that_tables_keys_and_elements_carry_their_line(self):
        node = read_toml(document(self.TEXT))
        first, second = node["package"]
        assert [n.line for n in node.at("project", "dependencies")] == [4, 5]
        assert (first.line, first["name"].line) == (7, 8)
        assert (second.line, second["name"].line) == (9, 10)
        assert second.at("extra", "q").line == 12
        assert node.at("target", "cfg(unix)", "dependencies", "libc").line == 14

    def test_that_quotes_in_strings_do_not_open_long_strings(self):
        lines = [
            "a = \"'''\"",
            "b = '''",
            "[[x]] # no table",
            "'''",
            "c = [\"#\", '\"\"\"', '''it's''', # [",
            '  { d = "}" },',
            "]",
            'e = """[',
            'f = 1 \\""" """',
            "[[x]]",
            "g = 1",
        ]
        node = read_toml(document("\n".join(lines)))
        assert [node[name].line for name in "abce"] == [1, 2, 5, 8]
        assert next(iter(node["x"]))["g"].line == 11

    def test_that_broken_text_is_refused_with_its_line(self):
        with pytest.raises(Unreadable, match="not valid TOML") as caught:
            read_toml(document("a = 1\nb = \n"))
        assert caught.value.line == 2

    @given(st.text(alphabet='a=b.[]{}"#1,\n ', max_size=60))
    def test_that_the_parser_for_large_files_says_the_same(self, text):
        answers = []
        for most in (len(text), -1):
            try:
                with mock.patch.object(parse_toml, "_AT_ONCE", most):
                    answers.append(parse_toml.parse_toml(document(text)))
            except Unreadable as error:
                answers.append((error.reason, error.line))
        assert answers[0] == answers[1]

    def test_that_more_than_tools_write_is_not_read(self, monkeypatch):
        monkeypatch.setattr(parse_toml, "MAX_CHARACTERS", 20)
        with pytest.raises(Unreadable, match="which no tool writes"):
            read_toml(document("a = 1\n" * 5))


class TestPython:
    def test_that_what_keeps_its_parser_busy_is_not_read(self, monkeypatch):
        monkeypatch.setattr(read_python, "MAX_BRACES", 20)
        assert read_python.read_python(document("f'" + "{a}" * 20 + "'\n")).body
        with pytest.raises(Unreadable, match="larger than any Python 3"):
            read_python.read_python(document("f'" + "{a}" * 21 + "'\n"))


class TestXml:
    def test_that_a_large_file_is_read_in_pieces(self, monkeypatch):
        """Between two of them a scan can be ended."""
        pieces = []
        read = read_xml_module._Pieces.read

        def counted(stream, *size):
            pieces.append(read(stream, *size))
            return pieces[-1]

        monkeypatch.setattr(read_xml_module._Pieces, "read", counted)
        monkeypatch.setattr(read_xml_module, "_AT_ONCE", 100)
        text = "<a>" + "<b/>\n" * 100 + "<c/></a>"
        assert line_of(children(read_xml(document(text)), "c")[0]) == 101
        assert len(pieces) > 5
        assert max(map(len, pieces)) == 100

    def test_that_elements_carry_their_line_and_lose_their_namespace(self):
        root = read_xml(document('<?xml version="1.0"?>\n<a xmlns="urn:x">\n <b>1</b>\n</a>'))
        (b,) = children(root, "b")
        assert (local_name(root), text_of(b), line_of(b)) == ("a", "1", 3)

    def test_that_entities_are_not_expanded(self):
        bomb = '<!DOCTYPE a [<!ENTITY x "xxxxxxxx"><!ENTITY y "&x;&x;">]>\n<a>&y;</a>'
        assert "xx" not in text_of(read_xml(document(bomb)))

    def test_that_files_are_not_read(self, tmp_path):
        secret = tmp_path / "secret"
        secret.write_text("told")
        text = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>\n<a>&x;</a>'
        assert "told" not in text_of(read_xml(document(text)))

    def test_that_broken_text_is_refused_with_its_line(self):
        with pytest.raises(Unreadable, match="not valid XML") as caught:
            read_xml(document("<a>\n<b>\n</a>"))
        assert caught.value.line == 3


class TestText:
    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
    def test_that_a_byte_order_mark_tells_the_encoding(self, encoding):
        assert document("名前\r\nb".encode(encoding)).lines == ["名前", "b"]

    def test_that_a_stray_byte_does_not_hide_a_file(self):
        assert document(b"caf\xe9\nnumpy").lines == ["café", "numpy"]

    def test_that_binary_data_is_refused(self):
        with pytest.raises(Unreadable, match="not a text file"):
            _ = document(b"\x7fELF\0\0").text

    @given(st.text(alphabet="ab\n", max_size=40))
    def test_that_offsets_become_line_numbers(self, text):
        made = document(text)
        for offset in range(len(text)):
            assert made.line_at(offset) == text.count("\n", 0, offset) + 1
