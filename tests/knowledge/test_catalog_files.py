"""The files that ship are right in themselves."""

import re
from collections import Counter
from datetime import date
from urllib.parse import urlsplit

import polib
import pytest
from packageurl import PackageURL

from workbench.knowledge import claims, runtimes
from workbench.knowledge.store import read_ours, toml_files
from workbench.knowledge.versions import is_version, numbers
from workbench.model.resources import resources

FILES = [*toml_files(resources() / "catalog"), *toml_files(resources() / "rules")]
_PLACE = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("path", FILES, ids=[p.name for p in FILES])
def test_that_a_file_loads_and_says_its_licence(path):
    contents = read_ours([path])
    assert contents.products or contents.rules or contents.advice
    head = path.read_text(encoding="utf-8").partition("[[")[0]
    assert "Apache-2.0" in head or "CC BY-SA 4.0" in head


def test_that_share_alike_data_stays_in_its_own_files(ours):
    for product in ours.products:
        for claim in product.claim:
            taken = "AWS Graviton guide" in claim.source or "Arm Ecosystem" in claim.source
            assert not taken or product.origin.startswith(("catalog/guide-", "catalog/dashboard-"))
    assert (resources() / "LICENSES" / "CC-BY-SA-4.0.txt").is_file()


def test_that_every_product_has_a_name_an_alias_or_is_found_by_name(ours):
    for product in ours.products:
        assert product.id
        assert product.name.strip()
        assert product.claim
        for alias in (*product.aliases, *product.possible):
            assert alias == alias.strip()
            assert " " not in alias
            if alias.startswith("pkg:"):
                assert PackageURL.from_string(alias).version is None


def test_that_addresses_and_dates_parse(ours):
    for product in ours.products:
        for claim in product.claim:
            assert date.fromisoformat(claim.date)
            if claim.url:
                parts = urlsplit(claim.url)
                assert parts.scheme in ("http", "https")
                assert "." in parts.netloc


def test_that_every_first_version_can_be_compared(ours):
    for product in ours.products:
        types = {PackageURL.from_string(a).type for a in product.aliases if a[:4] == "pkg:"}
        for claim in product.claim:
            for version in (claim.since, claim.recommended):
                assert not version or all(is_version(t, version) for t in types), product.id
            assert not claim.line or numbers(claim.line)


def test_that_no_entry_stands_twice(ours):
    places = Counter((p.origin, p.id) for p in ours.products)
    assert max(places.values()) == 1
    assert max(Counter(r.id for r in ours.rules).values()) == 1
    assert max(Counter(a.id for a in ours.advice).values()) == 1
    said = Counter((p.id, c) for p in ours.products for c in p.claim)
    assert max(said.values()) == 1


def test_that_every_advice_is_for_products_that_exist_and_says_where_it_is_written(ours):
    known = {p.id for p in ours.products}
    for advice in ours.advice:
        assert set(advice.products) <= known, advice.id
        assert date.fromisoformat(advice.date)
        assert urlsplit(advice.url).scheme == "https"
        assert advice.source == "own knowledge" or advice.id.startswith("guide/")


def test_that_every_sentence_is_translated_with_the_same_places(ours):
    folder = resources() / "translations" / "ja"
    translated = {
        e.msgid: e.msgstr
        for name in ("evidence.po", "advice.po")
        for e in polib.pofile(str(folder / name)).translated_entries()
    }
    sentences = {t for r in ours.rules for t in (r.detail, r.alternative) if t}
    sentences |= {a.text for a in ours.advice}
    for module in (claims, runtimes):
        sentences |= {v for k, v in vars(module).items() if k.isupper() and isinstance(v, str)}
    assert len(sentences) > 50
    for sentence in sentences:
        assert sentence in translated
        places = (sorted(set(_PLACE.findall(t))) for t in (sentence, translated[sentence]))
        assert len({tuple(p) for p in places}) == 1, sentence
