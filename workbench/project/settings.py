"""What people set for a project, in `.workbench/project.toml`."""

from __future__ import annotations

from difflib import get_close_matches

import msgspec

from workbench.knowledge.compute import DEFAULT_GENERATION
from workbench.model.problem import Problem
from workbench.model.regex import regex
from workbench.project.purchased import SETTINGS_PATH, Purchased, purchased_from
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_toml import read_toml

MAX_BYTES = 8 * 1024 * 1024

_GENERATION = regex(r"Graviton\dE?")


class Question(msgspec.Struct, frozen=True):
    """What was asked of the test results, as it was typed; empty is not told.

    `metric` is `throughput`, `jobs/s`, `time` or a latency percentile such as `p99@500`;
    `baseline` and `candidate` are instance types of x86_64 and of arm64, empty for all of them.
    """

    scenario: str = ""
    limits: tuple[str, ...] = ()
    metric: str = ""
    baseline: str = ""
    candidate: str = ""


QUESTION_TEXTS = ("scenario", "metric", "baseline", "candidate")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one project; all may be missing."""

    name: str = ""
    """Shown in place of the folder's name."""
    author: str = ""
    """Signs decisions in place of the user's login name."""
    exclude: tuple[str, ...] = ()
    """Glob patterns on relative POSIX paths that the scan leaves out."""
    graviton: str = DEFAULT_GENERATION
    """The Graviton generation to propose in place of x86, where it has the size."""
    purchased: tuple[Purchased, ...] = ()
    """Purchased software added by hand."""
    prices: dict[str, str] = {}
    """Per hour as people typed them, by architecture or instance type."""
    columns: dict[str, str] = {}
    """For each field of a purchased product the header last chosen for it in an imported table."""
    results: Question = Question()
    """The question last asked of the test results."""


def parse_settings(data: bytes) -> tuple[Settings, tuple[Problem, ...]]:
    """Return the settings in `data` and a problem for every value that is not as it should be.

    Such a value counts as missing. Raises Unreadable where the whole is no TOML in UTF-8.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("is not written in UTF-8", line) from None
    root = read_toml(Document(SETTINGS_PATH, data))
    problems: list[Problem] = []
    settings = Settings(
        name=_text(root["name"], "name", problems),
        author=_text(root["author"], "author", problems),
        exclude=_exclude(root["exclude"], problems),
        graviton=_graviton(root["graviton"], problems),
        purchased=_purchased(root["purchased"], problems),
        prices=_prices(root["prices"], problems),
        columns={name: node.text for name, node in root["columns"].items() if node.text},
        results=_question(root["results"], problems),
    )
    known = Settings.__struct_fields__
    for key, node in root.items():
        if key not in known and (near := get_close_matches(key, known, n=1, cutoff=0.8)):
            problems.append(_problem(node, f"{key!r} is no setting: did you mean {near[0]!r}?"))
    return settings, tuple(problems)


def _text(node: Node, key: str, problems: list[Problem]) -> str:
    if node and not isinstance(node.value, str):
        problems.append(_problem(node, f'{key} must be text in quotes, such as {key} = "..."'))
    return node.value if isinstance(node.value, str) else ""


def _graviton(node: Node, problems: list[Problem]) -> str:
    if node and not _GENERATION.fullmatch(node.text):
        problems.append(_problem(node, f'graviton must be such as "{DEFAULT_GENERATION}"'))
        return DEFAULT_GENERATION
    return node.text or DEFAULT_GENERATION


def _exclude(node: Node, problems: list[Problem]) -> tuple[str, ...]:
    texts = [element.value for element in node]
    patterns = tuple(text for text in texts if isinstance(text, str) and text)
    if node and (not node.is_list or len(patterns) < len(texts)):
        text = 'exclude must be a list of patterns in quotes, such as exclude = ["docs/*"]'
        problems.append(_problem(node, text))
    return patterns


def _purchased(node: Node, problems: list[Problem]) -> tuple[Purchased, ...]:
    if node and not node.is_list:
        problems.append(_problem(node, "purchased must be written as [[purchased]] tables"))
    entries = []
    for element in node:
        fields = element.plain()
        try:
            entries.append(purchased_from(fields if isinstance(fields, dict) else {}, element.line))
        except ValueError as error:
            problems.append(_problem(element, f"{error}; the entry is left out until then"))
    return tuple(entries)


def _prices(node: Node, problems: list[Problem]) -> dict[str, str]:
    if node and not node.is_object:
        problems.append(_problem(node, "prices must be a [prices] table"))
    prices = {name: element.text.strip() for name, element in node.items()}
    for name, element in node.items():
        if not prices[name]:
            text = f'the price of {name} must be text in quotes, such as "0.34 USD"'
            problems.append(_problem(element, text))
    return {name: price for name, price in prices.items() if price}


def _question(node: Node, problems: list[Problem]) -> Question:
    if node and not node.is_object:
        problems.append(_problem(node, "results must be a [results] table"))
    limits = node["limits"]
    texts = tuple(e.value for e in limits if isinstance(e.value, str))
    if limits and (not limits.is_list or len(texts) < len(list(limits))):
        text = 'limits must be a list of texts, such as limits = ["p99<=10ms"]'
        problems.append(_problem(limits, text))
    told = {key: _text(node[key], key, problems) for key in QUESTION_TEXTS}
    return Question(limits=texts, **told)


def _problem(node: Node, text: str) -> Problem:
    return Problem(SETTINGS_PATH, text, node.line)
