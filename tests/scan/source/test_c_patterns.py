"""Every pattern that Porting Advisor, migrate-ease and practitioners look for is found.

`c-patterns.csv` holds a line of source for each, written for this purpose: the file's name, the
rule and the construct that must be found in it.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from workbench.scan.source.construct import constructs
from workbench.scan.source.hit import Hit
from workbench.scan.source.look import look_for
from workbench.scan.source.worker import look_at

_LIST = Path(__file__).parents[2] / "fixtures" / "source" / "c-patterns.csv"
with _LIST.open(encoding="utf-8", newline="") as file:
    PATTERNS = [
        (
            r["file"],
            r["rule"],
            r["construct"],
            r["source"].replace("\\n", "\n").replace("\\t", "\t"),
        )
        for r in csv.DictReader(file)
    ]
WITHIN_C = [p for p in PATTERNS if p[0] == "a.c" and not p[3].startswith("#")]


def found(folder: Path, name: str, source: str) -> list[Hit]:
    """Return the hits by the way a scan takes: only files with a trigger are looked at."""
    (folder / name).write_text(f"{source}\n", encoding="utf-8")
    return [hit for looked in look_at(str(folder), [name]) for hit in looked.hits]


@pytest.mark.parametrize(("name", "rule", "construct", "source"), PATTERNS)
def test_that_it_is_found_with_its_rule(tmp_path, name, rule, construct, source):
    look = look_for(name)
    assert look is not None
    by_id = {c.id: c for c in constructs(look.family)}
    hits = found(tmp_path, name, source)
    assert construct in [hit.construct for hit in hits]
    assert rule in {by_id[hit.construct].rule for hit in hits}


@pytest.mark.parametrize(("name", "rule", "construct", "source"), WITHIN_C)
def test_that_it_is_nothing_in_a_comment(tmp_path, name, rule, construct, source):
    assert found(tmp_path, name, f"/*\n{source.replace('*/', '')}\n*/") == []


@pytest.mark.parametrize(("name", "rule", "construct", "source"), WITHIN_C)
def test_that_it_is_nothing_on_another_architecture(tmp_path, name, rule, construct, source):
    assert found(tmp_path, name, f"#ifdef __powerpc64__\n{source}\n#endif") == []


@pytest.mark.parametrize(
    ("name", "rule", "construct", "source"),
    [p for p in WITHIN_C if p[1] == "x86-intrinsic" and "(" in p[3]],
)
def test_that_it_is_nothing_in_a_string(tmp_path, name, rule, construct, source):
    assert found(tmp_path, name, f'const char *s = "{source}";') == []


def test_that_every_construct_of_c_is_in_the_list():
    """A family that no line of the list stands for would be one that nothing shows to work."""
    listed = {construct for _, _, construct, _ in PATTERNS}
    assert {c.id for c in (*constructs("c"), *constructs("assembly"))} <= listed
