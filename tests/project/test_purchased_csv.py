from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.model.component import Kind
from workbench.model.errors import WorkbenchError
from workbench.project.purchased import Purchased
from workbench.project.purchased_csv import guess_mapping, import_rows
from workbench.project.table import Row, Table, read_table

LEDGER = """製品名,ベンダー,バージョン,場所,備考
"Oracle Database",オラクル,19c,"db01, db02",保守は5月まで
能力表示ソフト,ソ,1.0,全ホスト,
"""


def save(folder: Path, data: bytes) -> Path:
    path = folder / "ledger.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("encoding", "mark", "named"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("cp932", b"", "cp932"),
    ],
)
def test_that_a_japanese_ledger_is_read_in_every_encoding(
    tmp_path: Path, encoding: str, mark: bytes, named: str
) -> None:
    table = read_table(save(tmp_path, mark + LEDGER.replace("\n", "\r\n").encode(encoding)))
    assert table.encoding == named
    mapping = guess_mapping(table.header)
    assert mapping == {"name": 0, "vendor": 1, "version": 2, "where": 3, "note": 4}
    assert import_rows(table, mapping) == (
        (
            Purchased(
                name="Oracle Database",
                vendor="オラクル",
                version="19c",
                where="db01, db02",
                note="保守は5月まで",
            ),
            Purchased(name="能力表示ソフト", vendor="ソ", version="1.0", where="全ホスト"),
        ),
        (),
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_that_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    rows = [["name", "version", "note"], ["A", "1,5", 'a; "b"\tc'], ["B", "2,5", "x, y; z"]]
    text = "\n".join(
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows
    )
    table = read_table(save(tmp_path, text.encode()))
    assert table.delimiter == delimiter
    assert [list(row.cells) for row in table.rows] == rows[1:]


def test_that_decimal_commas_do_not_outvote_semicolons(tmp_path: Path) -> None:
    table = read_table(save(tmp_path, b"name;version;note\nA;1,5;\nB;2,5;a,b\n"))
    assert table.delimiter == ";"
    assert table.header == ("name", "version", "note")


def test_that_a_single_column_is_a_table(tmp_path: Path) -> None:
    table = read_table(save(tmp_path, b"Product\nOracle Database\nEMS\n"))
    entries, problems = import_rows(table, guess_mapping(table.header))
    assert [e.name for e in entries] == ["Oracle Database", "EMS"]
    assert problems == ()


def test_that_a_line_that_names_the_separator_is_obeyed(tmp_path: Path) -> None:
    table = read_table(save(tmp_path, b"sep=;\r\nname;note\r\nA;x\r\n"))
    assert table.header == ("name", "note")
    assert table.rows == (Row(3, ("A", "x")),)


def test_that_rows_know_the_line_they_start_on(tmp_path: Path) -> None:
    data = b'name,note\n\nA,"one\ntwo"\n,,\nB,x\n'
    assert [r.line for r in read_table(save(tmp_path, data)).rows] == [3, 6]


def test_that_each_bad_row_is_one_line_and_the_good_ones_are_whole(tmp_path: Path) -> None:
    data = b"name,kind,version\nA,Agent,1\n,service,2\nC,suite,3\nD,,4,surplus\nE\nE,,,\n***,,\n"
    path = save(tmp_path, data)
    table = read_table(path)
    entries, problems = import_rows(table, guess_mapping(table.header))
    assert entries == (Purchased(name="A", kind=Kind.AGENT, version="1"), Purchased(name="E"))
    assert [p.line for p in problems] == [3, 4, 5, 8]
    assert all(p.path == str(path) for p in problems)
    words = ["needs a name", "kind 'suite' is none of", "more cells", "needs a name"]
    assert all(word in p.reason for word, p in zip(words, problems, strict=True))


def test_that_no_column_for_the_name_imports_nothing() -> None:
    table = Table(
        path="t.csv", header=("a",), rows=(Row(2, ("x",)),), encoding="utf-8", delimiter=","
    )
    entries, problems = import_rows(table, {"note": 0})
    assert entries == ()
    assert "no column is chosen for the name" in problems[0].reason


@pytest.mark.parametrize(
    ("header", "mapping"),
    [
        (
            ("No.", "Vendor Name", "Product Name (official)", "Ver.", "Host name", "Remarks"),
            {"vendor": 1, "name": 2, "version": 3, "where": 4, "note": 5},
        ),
        (
            ("ソフトウェア名称", "メーカー名", "バージョン情報", "設置場所", "備考欄", "種別"),
            {"name": 0, "vendor": 1, "version": 2, "where": 3, "note": 4, "kind": 5},
        ),
        (("product_version", "product"), {"version": 0, "name": 1}),
        (("Hostname", "Server"), {"where": 0}),
        (("id", "price"), {}),
    ],
)
def test_that_headers_are_recognised(header: tuple[str, ...], mapping: dict[str, int]) -> None:
    guessed = guess_mapping(header)
    for field, column in mapping.items():
        assert guessed.get(field) == column, field
    assert set(guessed) == set(mapping)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "holds no rows"),
        (b"\n \n", "holds no rows"),
        (b"PK\x03\x04rest", "cannot be read as a workbook"),
        (b"\xd0\xcf\x11\xe0rest", "is a workbook of an old kind"),
        (b"\x00\x01\x02\x00", "is not a text table"),
        (b"name\n" + b"x" * 200_000, "cannot be read as CSV behind row 1"),
        (b"name\n" + b"x\n" * 200_001, "more than 200,000 rows"),
        (b"x" * (64 * 1024 * 1024 + 1), "is larger than 64 MiB"),
    ],
)
def test_that_what_is_no_table_is_one_line(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(WorkbenchError) as raised:
        read_table(save(tmp_path, data))
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


def test_that_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match=r"cannot be read \(no such file"):
        read_table(tmp_path / "missing.csv")


@given(st.binary(max_size=200) | st.text(',;\t"\r\na版', max_size=80).map(str.encode))
def test_that_no_bytes_crash_the_import(tmp_path_factory: pytest.TempPathFactory, data: bytes):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)
    with suppress(WorkbenchError):
        table = read_table(path)
        mapping = guess_mapping(table.header)
        entries, problems = import_rows(table, mapping or {"name": 0})
        assert len(entries) + len(problems) <= max(len(table.rows), 1)
