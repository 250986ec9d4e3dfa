"""Every structured format with values of the wrong type in every place, one at a time."""

import json
from collections.abc import Iterator
from copy import deepcopy

import pytest
import tomli
import tomlkit
import yaml
from lxml import etree

from tests.scan.hostile_cases import CASES, READERS
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.read_json import read_json

MOST_PLACES = 24
"""Places tried in one file, spread over it."""
MOST_MEMBERS = 5
"""Members of a list or table that are kept: files of tools repeat themselves."""
WRONG = ("odd", 7, True, [], ["odd"], {}, {"odd": "odd"}, [["odd"]], -1.5)
SIGNS = ("{", "[", "'odd'", "None", "True", "object at")
"""What Python's own spelling of a value shows."""


def parsed_json(data: bytes) -> object:
    return read_json(Document("x", data), comments=True).plain()


def parsed_yaml(data: bytes) -> object:
    return next(iter(yaml.safe_load_all(data)))


def parsed_toml(data: bytes) -> object:
    return tomli.loads(data.decode())


def language(case):
    """How to take the case apart and to put it together again; None where it is no such tree."""
    for parse, write in (
        (parsed_json, json.dumps),
        (parsed_toml, tomlkit.dumps),
        (parsed_yaml, yaml.safe_dump),
    ):
        try:
            value = parse(case.data)
            if isinstance(value, dict | list):
                value = trimmed(value)
                return (value, write) if parse(write(value).encode()) == value else None
        except (Unreadable, ValueError, TypeError, yaml.YAMLError):
            continue
    return None


def trimmed(value: object) -> object:
    if isinstance(value, dict):
        return {key: trimmed(value[key]) for key in list(value)[: 3 * MOST_MEMBERS]}
    return [trimmed(v) for v in value[:MOST_MEMBERS]] if isinstance(value, list) else value


TREES = [(case, *found) for case in CASES if (found := language(case))]
ROOTS = [case for case in CASES if case.data.lstrip().startswith(b"<")]


def places(value: object, path: tuple = ()) -> Iterator[tuple]:
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, member in members:
        yield (*path, key)
        if isinstance(member, dict | list):
            yield from places(member, (*path, key))


def replaced(value, place, wrong):
    made = deepcopy(value)
    inside = made
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = wrong
    return made


def spread(all_: list) -> list:
    return all_[:: -(-len(all_) // MOST_PLACES)]


def check(case, root, data, names):
    found, problems = case.read(root, data)
    assert [p.reason for p in problems if "could not be read as" in p.reason] == []
    shown = {text for s in found for text in (s.name, s.version, s.occurrence.constraint)}
    told = data.decode()
    strange = {text for text in shown - names if text not in told}
    assert [text for text in strange if any(sign in text for sign in SIGNS)] == []


@pytest.mark.parametrize(("case", "value", "write"), TREES, ids=[str(case) for case, _, _ in TREES])
def test_that_a_value_of_the_wrong_type_is_passed_over(tmp_path, case, value, write):
    found, _ = case.read(tmp_path, case.data)
    names = {text for s in found for text in (s.name, s.version, s.occurrence.constraint)}
    for turn, place in enumerate(spread(list(places(value)))):
        for wrong in WRONG[turn % 3 :: 3]:
            try:
                data = write(replaced(value, place, wrong)).encode()
            except (TypeError, ValueError):
                continue  # what the language itself cannot say
            check(case, tmp_path, data, names)


@pytest.mark.parametrize("case", ROOTS, ids=str)
def test_that_misplaced_elements_are_passed_over(tmp_path, case):
    found, _ = case.read(tmp_path, case.data)
    names = {text for s in found for text in (s.name, s.version, s.occurrence.constraint)}
    count = sum(1 for _ in etree.fromstring(case.data).iter(etree.Element))
    for number in spread(list(range(count))):
        for spoil in (emptied, nested, doubled, stripped):
            root = etree.fromstring(case.data)
            spoil(list(root.iter(etree.Element))[number])
            check(case, tmp_path, etree.tostring(root), names)


def emptied(element):
    element.text = ""
    for child in list(element):
        element.remove(child)


def nested(element):
    text, element.text = element.text, None
    etree.SubElement(element, element.tag).text = text


def doubled(element):
    for child in list(element):
        element.append(deepcopy(child))


def stripped(element):
    for name in list(element.attrib):
        element.set(name, "")


def test_that_every_language_of_trees_is_tried():
    assert {write for _, _, write in TREES} == {json.dumps, tomlkit.dumps, yaml.safe_dump}
    assert len({READERS[case.format].id for case, _, _ in TREES}) > 40
    assert len(ROOTS) >= 7
