"""A newer copy of a source: what changed is shown, kept as an overlay, or refused whole."""

from datetime import date

import pytest

from tests.knowledge.components import component, image
from tests.knowledge.sources import DASHBOARD, GUIDE, write
from workbench.engine.catalog_update import plan_update, record_baseline
from workbench.knowledge.catalog import Support
from workbench.knowledge.knowledge import Knowledge
from workbench.knowledge.store import parse_knowledge
from workbench.model.errors import WorkbenchError
from workbench.model.places import config_folder

TODAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))


@pytest.fixture
def old(tmp_path):
    return write(tmp_path / "old", GUIDE)


def plan(new, old):
    return plan_update(new, against=old, today=TODAY)


def told(update):
    return [(str(c.change), c.table, c.key) for c in update.changes]


def claims(update):
    """Claims of the overlay by the name of their product."""
    return {p.name: p.claim for p in parse_knowledge(update.text.encode()).product}


def test_that_a_copy_against_itself_changes_nothing(old):
    update = plan(old, old)
    assert (update.changes, update.entries) == ((), 0)


def test_that_white_space_is_no_change(old, tmp_path):
    new = write(tmp_path / "new", GUIDE, containers=("| Istio |", "|  Istio    |"))
    assert told(plan(new, old)) == []


def test_that_a_changed_row_takes_the_new_fact_and_keeps_the_others(old, tmp_path):
    new = write(tmp_path / "new", GUIDE, containers=("since 1.15.0", "since 1.18.2"))
    update = plan(new, old)
    assert told(update) == [("changed", "containers.md", ("Istio",))]
    (cell,) = update.changes[0].cells
    assert (cell.column, cell.before.text, cell.after.text) == (
        "Comment",
        "images since 1.15.0",
        "images since 1.18.2",
    )
    (claim,) = claims(update)["Istio"]
    assert (claim.since, claim.status) == ("1.18.2", Support.SUPPORTED)
    assert (claim.source, claim.date) == ("AWS Graviton guide", "2026-12-01")


def test_that_a_fact_that_was_not_the_rows_own_stays(old, tmp_path):
    before = write(tmp_path / "before", GUIDE, containers=("since 1.15.0", "since 1.3.0"))
    new = write(tmp_path / "new", GUIDE, containers=("since 1.15.0", "since 1.4.0"))
    (claim,) = claims(plan(new, before))["Istio"]
    assert claim.since == "1.15.0"
    assert "row has changed" in claim.note


def test_that_of_two_entries_of_a_name_that_of_the_source_alone_is_meant(old, tmp_path):
    row = "PHP | 8.2+ | faster\nHAProxy"
    before = write(tmp_path / "before", GUIDE, README=("HAProxy", row))
    new = write(tmp_path / "new", GUIDE, README=("HAProxy", row.replace("8.2", "8.4")))
    (product,) = parse_knowledge(plan(new, before).text.encode()).product
    assert product.supersedes == ("runtime/php",)
    assert product.claim[0].recommended == "8.4"


def test_that_an_added_row_becomes_an_entry_that_is_matched_with_care(old, tmp_path):
    row = "| Nimbus | https://github.com/nimbus/nimbusd/releases | since v3.2.1 |\n"
    new = write(tmp_path / "new", {**GUIDE, "containers.md": GUIDE["containers.md"] + row})
    update = plan(new, old)
    assert told(update) == [("added", "containers.md", ("Nimbus",))]
    (product,) = parse_knowledge(update.text.encode()).product
    assert (product.aliases, product.possible) == (("nimbus/nimbusd",), ("nimbus",))
    assert product.claim[0].since == "3.2.1"


def test_that_a_removed_row_is_shown_and_decides_no_more(old, tmp_path):
    row = "| Istio | https://github.com/istio/istio/releases/ | images since 1.15.0 |\n"
    new = write(tmp_path / "new", GUIDE, containers=(row, ""))
    update = plan(new, old)
    assert told(update) == [("removed", "containers.md", ("Istio",))]
    (claim,) = claims(update)["Istio"]
    assert claim.outdated
    assert "no longer" in claim.note


def test_that_a_row_under_a_new_name_is_not_gone(old, tmp_path):
    new = write(tmp_path / "new", GUIDE, containers=("| Istio |", "| istio |"))
    update = plan(new, old)
    assert sorted(kind for kind, _, _ in told(update)) == ["added", "removed"]
    assert [c.outdated for c in claims(update)["Istio"]] == [False]


def test_that_facts_of_each_table_are_read(old, tmp_path):
    rows = {
        "CommonNativeJarsTable.md": "org.acme | codec | yes | yes | 5.0.1 (7.4.3+ recommended)\n",
        "os.md": "Acme OS 4 | 2.26-35 or later | Yes | 4KB | | Yes |\n"
        "Borealis OS | 15 SP2 or later | Yes | 4KB | | Yes |\n",
        "managed_services.md": "Example Cache | Preview | https://cache.example/ |\n",
    }
    new = write(tmp_path / "new", {n: t + rows.get(n, "") for n, t in GUIDE.items()})
    found = claims(plan(new, old))
    assert (found["codec"][0].since, found["codec"][0].recommended) == ("5.0.1", "7.4.3")
    assert (found["Acme OS"][0].line, found["Acme OS"][0].since) == ("4", "")
    assert (found["Borealis OS"][0].line, found["Borealis OS"][0].since) == ("15", "15.2")
    assert found["Example Cache"][0].status is Support.UNKNOWN


@pytest.mark.parametrize(
    ("stem", "change", "said"),
    [
        ("isv", ("| Product |", "| Offer |"), "isv.md:3: the table has changed: the column 'Prod"),
        ("containers", (" Comment |", " Comment | Since |"), "'Since' is not known"),
        ("os", ("Kernel page size | AMI", "AMI | Kernel page size"), "another order"),
        ("containers", ("since 1.15.0 |", "since | 1.15.0 |"), "containers.md:3: the row has 4"),
        ("isv", ("| Borealis DB |", "| |"), "'Product' is empty"),
        ("containers", ("| Zephyr", "\n| Zephyr"), "a row stands apart"),
        ("os", ("SuSE | 15 SP2 or later| Planned | 4KB | [Shop](https://suse.example/) | Yes |",
                "SuSE"), "has no columns"),
        ("managed_services", ("Service | Status | Resources |\n", ""), "has no table"),
    ],
)  # fmt: skip
def test_that_another_shape_is_refused_by_table_and_column_and_nothing_is_taken(
    old, tmp_path, stem, change, said
):
    more = GUIDE["README.md"].replace("2.4+", "2.6+")
    new = write(tmp_path / "new", {**GUIDE, "README.md": more}, **{stem: change})
    with pytest.raises(WorkbenchError) as caught:
        plan(new, old)
    assert said in str(caught.value)
    assert "nothing was taken" in str(caught.value)


def test_that_a_missing_page_is_named(old, tmp_path):
    new = write(tmp_path / "new", GUIDE)
    (new / "os.md").unlink()
    with pytest.raises(WorkbenchError, match=r"os\.md"):
        plan(new, old)


def test_that_a_page_that_leads_out_of_the_folder_is_not_read(old, tmp_path):
    new = write(tmp_path / "new", GUIDE)
    (new / "os.md").unlink()
    (new / "os.md").symlink_to(old / "os.md")
    with pytest.raises(WorkbenchError, match="leads out of the folder"):
        plan(new, old)


def test_that_a_folder_that_is_neither_source_is_said_so(tmp_path):
    with pytest.raises(WorkbenchError, match="no copy of"):
        plan_update(tmp_path)


def test_that_the_dashboards_pages_are_read_with_versions_as_texts(tmp_path):
    before = write(tmp_path / "old", DASHBOARD)
    new = write(tmp_path / "new", DASHBOARD, zephyr=("1.10", "1.20"), acme_lake=("FALSE", "true"))
    update = plan(new, before)
    assert {key for _, _, key in told(update)} == {("zephyr",), ("acme_lake",)}
    found = claims(update)
    assert found["Zephyr Proxy"][0].since == "1.20"
    assert found["Acme Lake"][0].status is Support.SUPPORTED


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("works_on_arm: true", "works: true"), "'works_on_arm' is not there"),
        (("works_on_arm: true", "works_on_arm: maybe"), "not true or false"),
        (("works_on_arm: true", "works_on_arm: [a"), "no YAML"),
        (("name: Zephyr Proxy", "name: [a]"), "'name' is no text"),
        (("    version_number: 1.10", "    - 1.10"), "zephyr.md"),
    ],
)
def test_that_a_page_of_another_shape_is_refused(tmp_path, change, said):
    before = write(tmp_path / "old", DASHBOARD)
    new = write(tmp_path / "new", DASHBOARD, zephyr=change)
    with pytest.raises(WorkbenchError) as caught:
        plan(new, before)
    assert said in str(caught.value)


def test_that_the_overlay_is_written_speaks_by_its_name_and_goes_when_not_needed(old, tmp_path):
    new = write(tmp_path / "new", GUIDE, containers=("since 1.15.0", "since 1.18.2"))
    update = plan(new, old)
    update.write()
    folder = config_folder() / "catalog"
    assert update.target.parent == folder
    knowledge = Knowledge.load((folder,))
    assert knowledge.notices == ()
    said = knowledge.evidence(image("istio/pilot:1.17.0"))
    by_file = {e.origin: e.min_version for e in said if "AWS Graviton guide" in e.text}
    assert by_file == {"config/catalog/aws-graviton-guide.toml": "1.18.2"}
    assert any("Arm Ecosystem Dashboard" in e.text for e in said)
    plan(old, old).write()
    assert not update.target.exists()


def test_that_of_a_claim_by_two_sources_the_other_ones_part_stays(old, tmp_path):
    new = write(tmp_path / "new", GUIDE, CommonNativeJarsTable=("1.4.0", "1.8.0"))
    plan(new, old).write()
    said = Knowledge.load((config_folder() / "catalog",)).evidence(
        component("pkg:maven/org.lz4/lz4-java@1.5.0")
    )
    texts = [e.text for e in said]
    assert any("since 1.8.0" in t and "AWS Graviton guide" in t for t in texts)
    assert not any("1.4.0" in t and "AWS Graviton guide" in t for t in texts)


def test_that_the_baseline_keeps_facts_and_of_words_a_digest_only(old):
    name, data = record_baseline(old, "commit abc of 2026-01-01")
    assert name == "aws-graviton-guide.json"
    assert b"https://acme.example/arm64" in data
    assert b"Announcement:" not in data
    assert b"faster" not in data


def test_that_the_baseline_cites_no_package_pages(tmp_path):
    page = "https://packages.example/project/zephyr"
    copy = write(tmp_path / "copy", DASHBOARD, zephyr=("https://zephyr.example/releases", page))
    assert page.encode() not in record_baseline(copy, "commit abc of 2026-01-01")[1]
    assert plan(copy, copy).changes == ()


def test_that_the_shipped_baseline_holds_every_table():
    from workbench.knowledge.update.baseline import read_baseline

    guide, board = (read_baseline(n) for n in ("aws-graviton-guide", "arm-ecosystem-dashboard"))
    assert [t.id for t in guide.tables] == list(GUIDE)
    assert all(len(t.rows) > 10 for t in guide.tables)
    assert sum(len(t.rows) for t in board.tables) > 1000
