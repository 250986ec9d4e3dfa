"""Workbooks as spreadsheets write them, and as nobody should."""

import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from workbench.model.errors import WorkbenchError
from workbench.project.purchased_csv import guess_mapping, import_rows, with_header
from workbench.project.table import read_table


@pytest.fixture
def path(tmp_path):
    return tmp_path / "list.xlsx"


def save(path, rows, **sheets):
    book = Workbook()
    book.active.title = "一覧"
    for row in rows:
        book.active.append(row)
    for name, more in sheets.items():
        sheet = book.create_sheet(name)
        for row in more:
            sheet.append(row)
    book.save(path)
    return book


def test_that_titles_and_empty_rows_above_the_header_are_passed_over(path):
    save(
        path,
        [
            ["購入ソフトウェア一覧"],
            [],
            ["製品名", "ベンダー", "バージョン"],
            [],
            ["Acme", "A", 11.3],
        ],
    )
    table = with_header(read_table(path))
    assert table.header[:3] == ("製品名", "ベンダー", "バージョン")
    (entry,), problems = import_rows(table, guess_mapping(table.header), lines=True)
    assert (entry.name, entry.vendor, entry.version, entry.line) == ("Acme", "A", "11.3", 5)
    assert problems == ()


def test_that_a_number_is_written_as_its_format_shows_it(path):
    book = Workbook()
    book.active.append(["name", "version", "note"])
    book.active.append(["Acme", 1.1, date(2026, 11, 2)])
    book.active["B2"].number_format = "0.00"
    book.active.append(["Other", 19, True])
    book.save(path)
    rows = [row.cells[:3] for row in read_table(path).rows]
    assert rows == [("Acme", "1.10", "2026-11-02"), ("Other", "19", "TRUE")]


def test_that_a_cell_merged_over_rows_counts_in_each_of_them(path):
    book = save(path, [["vendor", "name"], ["Acme", "One"], [None, "Two"], ["Other", "Three"]])
    book.active.merge_cells("A2:A3")
    book.save(path)
    assert [row.cells[:2] for row in read_table(path).rows] == [
        ("Acme", "One"),
        ("Acme", "Two"),
        ("Other", "Three"),
    ]


def test_that_a_formula_is_never_worked_out_and_gives_its_saved_value_or_nothing(path):
    save(path, [["name", "version"], ["Acme", "=1+1"]])
    assert read_table(path).rows[0].cells[:2] == ("Acme", "")


def test_that_another_sheet_is_read_where_it_is_named(path):
    save(path, [["name"], ["One"]], Bought=[["name"], ["Two"]])
    assert read_table(path).sheets == ("一覧", "Bought")
    assert read_table(path, "Bought").rows[0].cells[0] == "Two"
    with pytest.raises(WorkbenchError, match="has no sheet 'None'"):
        read_table(path, "None")


def test_that_a_hundred_thousand_rows_are_all_read(path):
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["name", "vendor", "version"])
    for number in range(100_000):
        sheet.append([f"Product {number}", "Acme", "1.0"])
    book.save(path)
    table = read_table(path)
    assert len(table.rows) == 100_000
    assert table.rows[-1].line == 100_001


def test_that_a_workbook_that_unpacks_to_far_more_is_refused(path, monkeypatch):
    save(path, [["name"], ["x" * 30_000]])
    monkeypatch.setattr("workbench.project.workbook.MOST_EXPANDED", 10_000)
    with pytest.raises(WorkbenchError, match="unpacks to more than"):
        read_table(path)


def test_that_a_document_type_in_a_part_is_refused(path, tmp_path):
    save(path, [["name"], ["One"]])
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(bomb, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename.endswith("sheet1.xml"):
                data = b'<!DOCTYPE x [<!ENTITY a "a">]>' + data
            target.writestr(item, data)
    with pytest.raises(WorkbenchError, match="DTD"):
        read_table(bomb)


@pytest.mark.parametrize("end", [10, 400, 2000, 4000])
def test_that_a_workbook_cut_off_is_refused_in_one_line(path, end):
    save(path, [["name"], ["One"]])
    path.write_bytes(path.read_bytes()[:end])
    with pytest.raises(WorkbenchError, match="cannot be read as a workbook"):
        read_table(path)


def test_that_a_zip_that_is_no_workbook_is_refused(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(WorkbenchError, match="cannot be read as a workbook"):
        read_table(path)
