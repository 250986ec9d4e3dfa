"""composer.json and composer.lock, against Composer's own listing."""

import json

import pytest

from tests.scan.scanned import FIXTURES, scan_files, scan_folder
from workbench.model.component import Kind, Scope, Trait

SHOP = FIXTURES / "composer" / "shop"
BRANCH = "https://git.example/shop/tools.git#0123456789abcdef0123456789abcdef01234567"


def test_that_a_lock_gives_what_composer_lists():
    listed = (SHOP / "listed.txt").read_text().split()
    found = scan_folder(SHOP)
    locked = {
        f"{s.name}@{s.version or s.occurrence.constraint}"
        for s in found.sightings
        if s.occurrence.path == "composer.lock" and s.kind is Kind.LIBRARY
    }
    assert locked == set(listed)
    assert found.problems == []


def test_that_a_manifest_takes_the_locked_versions_and_leaves_out_its_own():
    found = {
        (s.occurrence.line, s.purl, s.occurrence.scope)
        for s in scan_folder(SHOP).sightings
        if s.occurrence.path == "composer.json" and s.kind is Kind.LIBRARY
    }
    assert found == {
        (9, "pkg:composer/monolog/monolog@3.5.0", Scope.RUNTIME),
        (10, "pkg:composer/psr/log@3.0.0", Scope.RUNTIME),
        (12, "pkg:composer/symfony/polyfill-mbstring@v1.28.0", Scope.RUNTIME),
        (16, "pkg:composer/phpunit/phpunit@10.5.2", Scope.BUILD),
        (17, "pkg:composer/mockery/mockery@1.6.7", Scope.BUILD),
        (18, "pkg:composer/shop/tools", Scope.BUILD),
    }


def test_that_direct_and_scope_of_a_lock_are_those_of_the_manifest():
    shop = scan_folder(SHOP)
    locked = {s.name: s.occurrence for s in shop.sightings if s.occurrence.path == "composer.lock"}
    assert (locked["brick/math"].direct, locked["brick/math"].scope) == (False, Scope.RUNTIME)
    assert (locked["phpunit/phpunit"].direct, locked["phpunit/phpunit"].scope) == (
        True,
        Scope.BUILD,
    )
    assert not locked["sebastian/version"].direct
    assert locked["shop/tools"].traits == (Trait("vcs", BRANCH),)


def test_that_extensions_are_told_from_packages_and_say_whether_php_brings_them(tmp_path):
    require = {"ext-SimpleXML": "*", "ext-redis": "^5.3", "lib-libxml": ">=2", "php": ">=8.1"}
    require["composer-plugin-api"] = "^2"
    found = scan_files(tmp_path, {"composer.json": json.dumps({"require": require})})
    said = [(s.purl, s.kind, s.occurrence.constraint, s.occurrence.traits) for s in found.sightings]
    assert set(said) == {
        ("pkg:pear/simplexml", Kind.OS_PACKAGE, "*", (Trait("php-extension", "bundled"),)),
        ("pkg:pear/redis", Kind.OS_PACKAGE, "^5.3", (Trait("php-extension", "separate"),)),
        ("pkg:generic/libxml", Kind.OS_PACKAGE, ">=2", ()),
    }


@pytest.mark.parametrize(
    ("said", "purl", "constraint"),
    [
        ("1.2.3", "pkg:composer/a/b@1.2.3", ""),
        ("v1.2.3-beta1", "pkg:composer/a/b@v1.2.3-beta1", ""),
        ("^1.2", "pkg:composer/a/b", "^1.2"),
        ("1.2.*", "pkg:composer/a/b", "1.2.*"),
        ("dev-main", "pkg:composer/a/b", "dev-main"),
        ("2.*@dev || 3.0", "pkg:composer/a/b", "2.*@dev || 3.0"),
    ],
)
def test_that_only_an_exact_version_is_one(tmp_path, said, purl, constraint):
    found = scan_files(tmp_path, {"composer.json": json.dumps({"require": {"a/b": said}})})
    assert [(s.purl, s.occurrence.constraint) for s in found.sightings] == [(purl, constraint)]


def test_that_the_parts_of_one_repository_are_its_own(tmp_path):
    root = {"name": "x/all", "replace": {"x/a": "self.version", "old/name": "*"}}
    part = {"name": "x/b", "require": {"x/a": "^1", "y/c": "1.0.0"}}
    found = scan_files(
        tmp_path, {"composer.json": json.dumps(root), "src/b/composer.json": json.dumps(part)}
    )
    assert found.purls == {"pkg:composer/y/c@1.0.0"}


WRONG = [None, True, 1, "x", [], {}, [1, [], {}], {"": 1}, {"a/b": []}, {"a": {"b": {}}}]


@pytest.mark.parametrize("wrong", WRONG)
def test_that_wrong_types_never_end_in_a_crash(tmp_path, wrong):
    manifest = dict.fromkeys(["name", "require", "require-dev", "replace", "repositories"], wrong)
    lock = dict.fromkeys(["packages", "packages-dev", "platform", "platform-dev"], wrong)
    entry = {"name": "a/b", "version": wrong, "require": wrong, "dist": wrong, "source": wrong}
    found = scan_files(
        tmp_path,
        {
            "composer.json": json.dumps(manifest),
            "composer.lock": json.dumps(lock),
            "one/composer.lock": json.dumps({"packages": [entry, wrong, {"name": wrong}]}),
            "two/composer.json": json.dumps(wrong),
            "two/composer.lock": json.dumps(wrong),
        },
    )
    assert all("could not be read" not in p.reason for p in found.problems)
    assert {s.name for s in found.sightings} <= {"a/b"}
