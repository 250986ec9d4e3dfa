import pytest

from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.read_xml import child, line_of, read_xml, text_of

BOMB = (
    '<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + "]>"
)


def read(data: bytes):
    return read_xml(Document("pom.xml", data))


@pytest.mark.parametrize(
    "data",
    [
        b'\n\n<?xml version="1.0"?>\n<p>\n<v>1</v></p>',
        b"\n\n\n<p>\n<v>1</v></p>",
        b'\xef\xbb\xbf\n\n<?xml version="1.0" encoding="utf-8"?>\n<p>\n<v>1</v></p>',
        b'\n\n<?xml version="1.0"\n?><p>\r\n<v>1</v></p>',
        b'\n\n\n<?xml version="1.0" encoding="utf-16"?><p>\n<v>1</v></p>',
    ],
)
def test_that_lines_stay_right_whatever_stands_before_the_root(data):
    assert line_of(child(read(data), "v")) == 5


@pytest.mark.parametrize("encoding", ["shift_jis", "euc-jp", "utf-8", "utf-16"])
def test_that_a_declared_encoding_is_honoured(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><p><v>版数</v></p>'
    assert text_of(child(read(text.encode(encoding)), "v")) == "版数"


@pytest.mark.parametrize("declared", ["utf-16", "no-such-code", "rot13", "shift_jis"])
def test_that_a_wrong_declaration_does_not_hide_the_file(declared):
    text = f'<?xml version="1.0" encoding="{declared}"?><p><v>1.0</v><!-- é --></p>'
    assert text_of(child(read(text.encode()), "v")) == "1.0"


def test_that_an_error_names_its_own_line():
    with pytest.raises(Unreadable) as error:
        read(b'\n\n<?xml version="1.0"?>\n<p>\n</q>')
    assert error.value.line == 5


def test_that_entities_are_not_expanded():
    try:
        text = text_of(child(read((BOMB + "<p><v>x&m;</v></p>").encode()), "v"))
    except Unreadable:
        return
    assert len(text) < 100


def test_that_entities_in_attributes_do_not_explode():
    with pytest.raises(Unreadable):
        read((BOMB + '<p v="&m;"/>').encode())


def test_that_external_entities_are_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    doctype = f'<!DOCTYPE p [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    assert "secret" not in text_of(child(read(f"{doctype}<p><v>&x;</v></p>".encode()), "v"))


def test_that_text_behind_a_comment_counts():
    assert text_of(read(b"<v><!-- why --> 1.0 </v>")) == "1.0"
