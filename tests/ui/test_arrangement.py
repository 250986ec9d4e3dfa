import msgspec

from tests.snapshots import shop
from tests.ui.builders import library, small_inventory
from workbench.model.status import Status
from workbench.ui.inventory.arrangement import Arrangement, Column, Grouping
from workbench.ui.inventory.query import Query, parse
from workbench.ui.inventory.rows import ComponentRow, GroupRow, OccurrenceRow, natural

NONE = frozenset()


def arranged(say, assessments, grouping=Grouping.ORIGIN):
    made = Arrangement(say)
    made.grouping = grouping
    made.take(assessments)
    return made


def titles(rows):
    return [(row.depth, row.title) for row in rows if isinstance(row, GroupRow)]


def test_that_rows_stand_under_origin_and_kind(say):
    rows = arranged(say, small_inventory()).rows(Query(), NONE, NONE)
    assert titles(rows) == [
        (0, "Downloaded"),
        (1, "Container images"),
        (1, "Libraries"),
        (0, "Purchased"),
    ]
    assert sum(isinstance(row, ComponentRow) for row in rows) == 9


def test_that_a_group_shows_its_weakest_member(say):
    rows = arranged(say, small_inventory()).rows(Query(), NONE, NONE)
    assert [row.status for row in rows if isinstance(row, GroupRow)] == [
        Status.BLOCKED,
        Status.READY,
        Status.BLOCKED,
        Status.UNKNOWN,
    ]


def test_that_a_filter_leaves_no_empty_group_and_counts_what_is_left(say):
    rows = arranged(say, small_inventory()).rows(parse("status:ready kind:library"), NONE, NONE)
    groups = [(row.title, len(row.members)) for row in rows if isinstance(row, GroupRow)]
    assert groups == [("Downloaded", 1), ("Libraries", 1)]


def test_that_a_closed_group_hides_its_rows_and_keeps_its_count(say):
    rows = arranged(say, small_inventory()).rows(Query(), frozenset({("downloaded",)}), NONE)
    first = rows[0]
    assert (first.title, len(first.members), first.folded) == ("Downloaded", 8, True)
    assert len(rows) == 3


def test_that_an_open_component_shows_its_occurrences(say):
    made = arranged(say, small_inventory())
    golang = next(
        row
        for row in made.rows(Query(), NONE, NONE)
        if isinstance(row, ComponentRow) and row.assessment.component.name == "golang"
    )
    rows = made.rows(Query(), NONE, frozenset({golang.key}))
    assert [row.place.place for row in rows if isinstance(row, OccurrenceRow)] == [
        "api/Dockerfile:1",
        "web/Dockerfile:3",
    ]


def test_that_by_file_a_component_stands_under_each_of_its_files(say):
    rows = arranged(say, small_inventory(), Grouping.FILE).rows(parse("golang"), NONE, NONE)
    assert [row.title for row in rows if isinstance(row, GroupRow)] == [
        "api/Dockerfile",
        "web/Dockerfile",
    ]
    assert len({row.key for row in rows}) == len(rows)


def test_that_by_status_the_worst_comes_first(say):
    rows = arranged(say, small_inventory(), Grouping.STATUS).rows(Query(), NONE, NONE)
    assert [row.title for row in rows if isinstance(row, GroupRow)][:2] == ["Blocked", "Change"]


def test_that_sorting_stays_inside_the_groups(say):
    made = arranged(say, [library(n) for n in (3, 20, 1)])
    made.sorted_by, made.descending = Column.VERSION, True
    made.sort()
    versions = [
        row.assessment.component.version
        for row in made.rows(Query(), NONE, NONE)
        if isinstance(row, ComponentRow)
    ]
    assert versions == ["1.20", "1.3", "1.1"]


def test_that_every_row_has_a_key_of_its_own(say):
    for grouping in Grouping:
        made = arranged(say, shop().assessments, grouping)
        rows = made.rows(Query(), NONE, NONE)
        assert len({row.key for row in rows}) == len(rows)


def test_that_versions_sort_as_numbers_and_any_text_can_be_sorted():
    versions = ["1.10", "1.9", "", "v2", "²", "1.9-rc1"]
    assert sorted(versions, key=natural)[:1] == [""]
    assert natural("1.9") < natural("1.10")


def test_that_a_changed_component_stays_in_its_row_until_it_is_sorted_again(say):
    found = [library(n, Status.BLOCKED) for n in range(3)]
    made = arranged(say, found)
    made.sorted_by = Column.STATUS
    made.sort()
    before = made.rows(Query(), NONE, NONE)
    found[0] = msgspec.structs.replace(found[0], status=Status.READY)
    made.take(found)
    after = made.rows(Query(), NONE, NONE)
    assert [row.key for row in after] == [row.key for row in before]
    assert [r.assessment.status for r in after if isinstance(r, ComponentRow)] == [
        Status.READY,
        Status.BLOCKED,
        Status.BLOCKED,
    ]
    assert len(made.rows(parse("status:ready"), NONE, NONE)) == 3


def test_that_by_status_a_changed_component_moves_to_its_new_group(say):
    found = [library(n, Status.BLOCKED) for n in range(2)]
    made = arranged(say, found, Grouping.STATUS)
    found[0] = msgspec.structs.replace(found[0], status=Status.READY)
    made.take(found)
    groups = [r.title for r in made.rows(Query(), NONE, NONE) if isinstance(r, GroupRow)]
    assert groups == ["Blocked", "Ready"]
