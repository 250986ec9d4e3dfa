"""Which format a file is: one and no other."""

import pytest

from tests.results.fixture_files import document, names
from workbench.results.formats import FORMATS, detect
from workbench.scan.document import Document, Unreadable

OTHERS = {
    "notes.txt": b"Requests per second went up.\n",
    "data.json": b'{"name": "x", "results": [1, 2, 3], "mean": 1}',
    "list.json": b"[1, 2, 3]",
    "table.csv": b"name,price\nlamp,3\n",
    "page.xml": b"<?xml version='1.0'?><page/>",
    "binary.bin": b"\x7fELF\x02\x01\x01\x00\x00\x00",
    "empty.json": b"",
    "blank.txt": b"\n\n  \n",
}


@pytest.mark.parametrize("name", names())
def test_that_every_fixture_is_exactly_one_format(name):
    assert len([found.id for found in detect(document(name))]) == 1


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_that_other_files_are_no_format(name):
    assert detect(Document(name, OTHERS[name])) == []


def test_that_ids_are_unique():
    ids = [format_.id for format_ in FORMATS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.id)
@pytest.mark.parametrize("data", [b"", b"\n", b" \n\t\n"])
def test_that_an_empty_file_is_unreadable_in_one_line(format_, data):
    with pytest.raises(Unreadable) as caught:
        format_.read(Document("empty", data))
    assert caught.value.reason
    assert "\n" not in caught.value.reason
