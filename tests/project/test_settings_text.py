from __future__ import annotations

from contextlib import suppress

import msgspec
import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from workbench.model.component import Kind
from workbench.model.errors import WorkbenchError
from workbench.project.purchased import Purchased
from workbench.project.settings import Settings, parse_settings
from workbench.project.settings_text import with_purchased, without_purchased
from workbench.scan.document import Unreadable

WRITTEN = '''\
# Ours.
name = "Shop"   # short

# The database, see ticket 12.
[[purchased]] # by hand
name = "Oracle Database" # on db01
version = "19c"
note = """first
# second """

# Middleware.
[[purchased]]
vendor = "TIBCO"
name = "EMS"

# Prices of March.
[prices]
arm64 = 0.1
'''

ORACLE = Purchased(
    name="Oracle Database", version="19c", note="first\n# second ", kind=Kind.APPLICATION
)
EMS = Purchased(name="EMS", vendor="TIBCO")
NEW = Purchased(
    name="製品", vendor="会社", kind=Kind.AGENT, where="all hosts", url="https://a.example"
)


def purchased(text: str) -> list[Purchased]:
    settings, problems = parse_settings(text.encode())
    assert problems == ()
    return [msgspec.structs.replace(p, line=0) for p in settings.purchased]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_that_an_entry_is_added_behind_the_others_and_nothing_else_moves(newline: str) -> None:
    written = WRITTEN.replace("\n", newline)
    text = with_purchased(written, [NEW])
    added = (
        '\n[[purchased]]\nname = "製品"\nvendor = "会社"\nwhere = "all hosts"\n'
        'kind = "agent"\nurl = "https://a.example"\n'
    ).replace("\n", newline)
    place = written.index(f"{newline}# Prices")
    assert text == written[:place] + added + written[place:]


def test_that_an_entry_goes_and_the_comments_of_its_neighbours_stay() -> None:
    start, end = WRITTEN.index("[[purchased]] # by hand"), WRITTEN.index("\n# Middleware")
    assert without_purchased(WRITTEN, [ORACLE]) == WRITTEN[:start] + WRITTEN[end:]
    start, end = WRITTEN.index("[[purchased]]\nvendor"), WRITTEN.index("\n# Prices")
    assert without_purchased(WRITTEN, [EMS]) == WRITTEN[:start] + WRITTEN[end:]
    assert purchased(without_purchased(WRITTEN, [EMS, ORACLE])) == []


def test_that_what_is_there_is_not_added_again_and_what_is_not_changes_nothing() -> None:
    assert with_purchased(WRITTEN, [EMS, ORACLE]) == WRITTEN
    assert without_purchased(WRITTEN, [NEW]) == WRITTEN
    assert purchased(with_purchased("", [NEW, NEW])) == [NEW]


def test_that_the_line_of_an_entry_is_no_part_of_what_it_says() -> None:
    entries = parse_settings(WRITTEN.encode())[0].purchased
    assert [e.line for e in entries] == [5, 12]
    assert purchased(without_purchased(WRITTEN, entries)) == []
    assert with_purchased(WRITTEN, entries) == WRITTEN


@pytest.mark.parametrize(
    "written",
    [
        'purchased = [{name = "EMS", vendor = "TIBCO"}]\n',
        'purchased = [\n  # first\n  {name = "EMS", vendor = "TIBCO"},\n]\n[prices]\n',
        '[[purchased]]\nname = "EMS"\nvendor = "TIBCO"',
        '[[ purchased ]]\nname = "EMS"\nvendor = "TIBCO"\n[purchased.more]\nx = 1\n# end\n',
        '[[purchased]]\nname = "EMS"\nvendor = "TIBCO"\n[a]\nb = 1\n[[purchased]]\nname = "x"\n',
    ],
)
def test_that_every_way_to_write_the_entries_can_be_changed(written: str) -> None:
    before = purchased(written)
    text = with_purchased(written, [NEW])
    assert purchased(text) == [*before, NEW]
    assert purchased(without_purchased(text, [EMS])) == [*before[1:], NEW]
    assert text.count("#") == written.count("#")


@pytest.mark.parametrize(
    "written",
    [
        "purchased = 1\n",
        '[[purchased]]\nvendor = "nameless"\n',
        "name = \n",
    ],
)
def test_that_settings_that_are_not_understood_are_refused_in_one_line(written: str) -> None:
    with pytest.raises(WorkbenchError, match=r"left as it was: .*: mend the file") as raised:
        with_purchased(written, [NEW])
    assert "\n" not in str(raised.value)


def test_that_text_that_is_no_unicode_is_refused() -> None:
    with pytest.raises(WorkbenchError, match="no Unicode"):
        with_purchased("", [Purchased(name="a\udc80")])


def test_that_an_entry_that_could_not_be_read_back_is_refused() -> None:
    with pytest.raises(WorkbenchError, match="nothing is added: a purchased product needs a name"):
        with_purchased(WRITTEN, [NEW, Purchased(name="--")])


texts = st.text(st.characters(codec="utf-8"), max_size=30)
entries = st.builds(
    Purchased,
    name=texts.map(lambda text: f"n{text}"),
    vendor=texts,
    version=texts,
    where=texts,
    note=texts,
    url=texts,
    kind=st.sampled_from(Kind),
)


@given(st.lists(entries, min_size=1, max_size=4, unique=True), st.integers(0, 3))
def test_that_any_text_comes_back_as_it_was_and_can_be_taken_out(
    given_entries: list[Purchased], which: int
) -> None:
    text = with_purchased(WRITTEN, given_entries)
    assert purchased(text) == [ORACLE, EMS, *given_entries]
    gone = given_entries[which % len(given_entries)]
    left = [e for e in given_entries if e != gone]
    assert purchased(without_purchased(text, [gone])) == [ORACLE, EMS, *left]
    assert without_purchased(text, given_entries) == WRITTEN


@given(st.builds(Settings, name=texts, author=texts, exclude=st.lists(texts.filter(bool))))
def test_that_settings_written_by_a_toml_library_are_read_as_they_were(settings: Settings) -> None:
    fields = {"name": settings.name, "author": settings.author, "exclude": list(settings.exclude)}
    read, problems = parse_settings(tomlkit.dumps(fields).encode())
    assert problems == ()
    assert read == msgspec.structs.replace(settings, exclude=tuple(settings.exclude))


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_that_no_bytes_crash_the_reading(data: bytes) -> None:
    with suppress(Unreadable):
        settings, _ = parse_settings(data)
        assert isinstance(settings, Settings)
