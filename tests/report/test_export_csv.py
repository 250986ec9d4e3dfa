from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings

from tests.records import assessed
from tests.report.hostile import SNAPSHOTS
from tests.snapshots import shop
from workbench.assess.snapshot import Snapshot
from workbench.model.status import Status
from workbench.report.exporters.csv import COLUMNS, FORMULA_STARTS, export


def _rows(snapshot: Snapshot) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export(snapshot).decode("utf-8-sig"), newline="")))


def test_that_there_is_one_row_per_component():
    snapshot = shop()
    rows = _rows(snapshot)
    assert [r["purl"] for r in rows] == [a.component.purl for a in snapshot.assessments]
    assert [r["status"] for r in rows] == [str(a.status) for a in snapshot.assessments]


def test_that_a_spreadsheet_in_japan_opens_it():
    data = export(shop())
    assert data.startswith(b"\xef\xbb\xbfstatus,")
    assert "在庫管理" in data.decode("utf-8-sig")
    assert b"\r\n" in data


def test_that_all_places_are_in_the_row():
    (row,) = (r for r in _rows(shop()) if r["name"].endswith("pdf-renderer"))
    assert row["where"] == "services/checkout/Dockerfile:1; deploy/k8s/renderer.yaml:31"


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@scope/name", "\tx"])
def test_that_no_cell_is_a_formula(name: str):
    one = assessed("pkg:generic/x", name, Status.UNKNOWN)
    (row,) = _rows(Snapshot(name="p", root="/srv/p", assessments=(one,)))
    assert row["name"] == f"'{name}"


@settings(max_examples=60, deadline=None)
@given(SNAPSHOTS)
def test_that_any_text_keeps_the_table_in_shape(snapshot: Snapshot):
    rows = _rows(snapshot)
    assert len(rows) == len(snapshot.assessments)
    assert all(set(r) == set(COLUMNS) for r in rows)
    assert not any(cell.startswith(FORMULA_STARTS) for r in rows for cell in r.values())
