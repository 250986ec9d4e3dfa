from __future__ import annotations

import pytest

from workbench.model.component import Kind, Occurrence, Origin, Trait
from workbench.project.purchased import Purchased, purchased_from, purchased_sighting


def test_that_a_purchased_product_is_sighted_at_its_line_in_the_settings() -> None:
    sighting = purchased_sighting(
        Purchased(
            name="Oracle Database",
            vendor="Oracle Corp.",
            version=" 19c ",
            where="db01",
            note="licence ends in May",
            line=7,
        )
    )
    assert sighting.purl == "pkg:generic/oracle-corp/oracle-database@19c"
    assert (sighting.name, sighting.version) == ("Oracle Database", "19c")
    assert sighting.origin is Origin.PURCHASED
    assert sighting.kind is Kind.APPLICATION
    assert sighting.occurrence == Occurrence(
        ".workbench/project.toml",
        7,
        traits=(
            Trait("where", "db01"),
            Trait("note", "licence ends in May"),
            Trait("vendor", "Oracle Corp."),
        ),
        reader="manual",
    )


@pytest.mark.parametrize(
    ("name", "vendor", "purl"),
    [
        ("EMS", "", "pkg:generic/ems"),
        ("  ＪＰ１／ＡＪＳ３ ", "日立", "pkg:generic/%E6%97%A5%E7%AB%8B/jp1-ajs3"),
        ("C++ Builder 11.3", "A/B & Co", "pkg:generic/a-b-co/c%2B%2B-builder-11.3"),
        ("../etc", "..", "pkg:generic/etc"),
    ],
)
def test_that_names_become_tidy_package_urls(name: str, vendor: str, purl: str) -> None:
    assert purchased_sighting(Purchased(name=name, vendor=vendor)).purl == purl


def test_that_one_spelling_in_two_cases_and_widths_is_one_component() -> None:
    names = ("Oracle Database", "ORACLE  database", "Ｏｒａｃｌｅ　Database", "oracle_database")
    purls = {purchased_sighting(Purchased(name=name)).purl for name in names}
    assert purls == {"pkg:generic/oracle-database", "pkg:generic/oracle_database"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "needs a name"),
        ({"name": " - "}, "needs a name"),
        ({"name": 3}, "name must be text"),
        ({"name": "x", "version": 1.1}, "version must be text"),
        ({"name": "x", "kind": "suite"}, "kind 'suite' is none of container-image"),
    ],
)
def test_that_a_wrong_field_is_named(fields: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        purchased_from(fields)


def test_that_unknown_fields_are_left_alone() -> None:
    assert purchased_from({"name": "x", "seats": 5}) == Purchased(name="x")
