"""HCL as nodes with places."""

import itertools

import pytest

from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax import parse_hcl
from workbench.scan.syntax.read_hcl import (
    Expression,
    labelled,
    parse_expression,
    read_hcl,
)
from workbench.scan.syntax.read_json import read_json

TEXT = """\
variable "type" { default = "m5.large" }

resource "aws_instance" "web" {
  instance_type = var.type # not "c5.large"
  日本 = "x"
  tags = { Name = "web", "quoted key" = 1, (var.k) = 2 }
  user_data = <<-EOT
    yum install -y httpd
  EOT
  override { size = 1 }
  override { size = 2.5 }
  flags = [true, null, "a\\"b", "é${var.x}"]
}
"""


def read(text):
    return read_hcl(Document("main.tf", text.encode()))


def test_that_literals_are_nodes_with_the_place_of_their_text():
    root = read(TEXT)
    ((labels, variable),) = labelled(root["variable"], 1)
    assert labels == ("type",)
    default = variable["default"]
    assert default.text == "m5.large"
    assert (default.place.line, default.place.column) == (1, TEXT.index("m5.large"))
    assert (default.place.key_line, default.place.key_column) == (1, TEXT.index("default"))
    assert default.place.plain


def test_that_blocks_attributes_and_collections_are_as_written():
    ((_, body),) = labelled(read(TEXT)["resource"], 2)
    assert body["tags"].plain() == {"Name": "web", "quoted key": 1}
    assert [o["size"].value for o in body["override"]] == [1, 2.5]
    assert body["flags"].plain()[:3] == [True, None, 'a"b']
    assert isinstance(body["instance_type"], Expression)
    assert body["instance_type"].text == "${var.type}"
    assert isinstance(body["user_data"], Expression)
    escaped = list(body["flags"])[2]
    assert not escaped.place.plain


def test_that_columns_count_characters():
    (node,) = list(read('日本 = ["é", "m5"]\n')["日本"])[1:]
    assert (node.place.line, node.place.column) == (1, 12)


def test_that_the_json_form_has_the_same_blocks():
    text = b'{"resource": {"aws_instance": {"web": {"ami": "a"}, "db": [{"ami": "b"}]}}}'
    root = read_json(Document("main.tf.json", text))
    found = [(labels, body["ami"].text) for labels, body in labelled(root["resource"], 2)]
    assert found == [(("aws_instance", "web"), "a"), (("aws_instance", "db"), "b")]


def test_that_an_expression_of_the_json_form_is_parsed():
    one = parse_expression("${var.type}", "main.tf.json", 3)
    assert one.text == "${var.type}"
    assert parse_expression("x-${var.type}", "main.tf.json", 3).line == 3
    assert parse_expression("plain", "main.tf.json", 3) is None


def test_that_what_stands_around_a_fault_is_read():
    root = read('a = "x"\nb = ]\nresource "x" "y" { ami = "z" }\n')
    assert root["a"].text == "x"
    assert root.fault == 2
    assert [labels for labels, _ in labelled(root["resource"], 2)] == [("x", "y")]
    assert read(TEXT).fault == 0


@pytest.mark.parametrize("text", ["{" * 20_000, "a = " + "[" * 20_000, 'a = "' + "${" * 5_000])
def test_that_what_never_closes_is_a_fault(text):
    assert read(text).fault == 1


def test_that_deep_nesting_is_refused():
    with pytest.raises(Unreadable, match="nested too deeply"):
        read("a = " + "[" * 300 + "]" * 300 + "\n")


def test_that_a_text_which_the_parser_does_not_get_over_is_given_up(monkeypatch):
    ticks = itertools.count()
    monkeypatch.setattr(parse_hcl, "thread_time", lambda: next(ticks) / 10)
    with pytest.raises(Unreadable, match="take too long"):
        read('"a" ' * 5_000)
    monkeypatch.undo()
    assert read("a = 1\n")["a"].value == 1


def test_that_an_exception_ends_the_parser_in_the_midst_of_a_text(monkeypatch):
    """What cancels a scan comes as one."""

    def cancelled() -> float:
        raise KeyboardInterrupt

    start = iter([0.0])
    monkeypatch.setattr(parse_hcl, "thread_time", lambda: next(start, None) or cancelled())
    with pytest.raises(KeyboardInterrupt):
        read('"a" ' * 5_000)
