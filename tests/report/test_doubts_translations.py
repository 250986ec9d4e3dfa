"""Warnings and reasons reach the reader in their language though they were filled elsewhere."""

from __future__ import annotations

import importlib
import pkgutil
import re
import tomllib

import polib
import pytest

from workbench.model.language import WARNING, Language
from workbench.model.resources import resources
from workbench.results import performance
from workbench.results.failures import Group

MODULES = (
    "workbench.engine.asking",
    "workbench.engine.comparing",
    "workbench.results.parity",
    "workbench.results.flame.comparison",
    "workbench.results.flame.truncation",
    "workbench.results.profiles.cpuprofile",
    "workbench.results.profiles.perf_script",
    "workbench.results.profiles.pprof",
    "workbench.results.profiles.tally",
)
UNUSED = {
    ", p99 {before} ms became {after} ms",  # only ever behind another
    "[unknown]",  # the name of a frame
    " (inlined)",  # what perf writes behind one
}
JA = Language("ja")


def _texts() -> set[str]:
    texts = set()
    for name in (*MODULES, "workbench.results.coverage_parity"):
        module = importlib.import_module(name)
        texts |= {v for k, v in vars(module).items() if k.isupper() and type(v) is str and " " in v}
    for info in pkgutil.iter_modules(performance.__path__):
        module = importlib.import_module(f"{performance.__name__}.{info.name}")
        found = {v for k, v in vars(module).items() if k.isupper() and type(v) is str}
        texts |= {re.sub(r":[.\d]*g}", "}", v) for v in found if " " in v and "(?P" not in v}
    rules = tomllib.loads((resources() / "results" / "failures.toml").read_text(encoding="utf-8"))
    for rule in rules["failure"]:
        texts |= {rule["reason"], rule.get("hint", "")} - {""}
    return texts - UNUSED


def _catalog() -> set[str]:
    entries = polib.pofile(str(resources() / "translations" / "ja" / "doubts.po"))
    return {entry.msgid for entry in entries if entry.msgctxt == WARNING and entry.msgstr}


@pytest.mark.parametrize("group", sorted(Group))
def test_that_each_group_of_failures_has_a_japanese_name(group: Group) -> None:
    assert JA(group.value, context="failure") != group.value


@pytest.mark.parametrize("text", sorted(_texts()))
def test_that_each_doubt_and_reason_has_a_japanese_translation(text: str) -> None:
    assert text in _catalog()


@pytest.mark.parametrize(
    ("text", "translated"),
    [
        (
            "The tests ran on different software versions: 1.2 on x86_64, 1.3, 1.4 on arm64.",
            "テスト対象のソフトウェアのバージョンが異なります: x86_64 は 1.2、arm64 は 1.3, 1.4。",
        ),
        (
            "It fails on x86_64 too. The disk is full.",
            "x86_64 でも失敗します。ディスクがいっぱいです。",
        ),
        ("There are no test reports of arm64: import some to compare.", None),
        ("arm64: The disk is full.", "arm64: ディスクがいっぱいです。"),
        (
            "3.0 frames deep on average, against 6.0",
            "平均の深さ 3.0 フレーム (もう一方は 6.0)",
        ),
        (
            "arm64: Stacks deeper than 2048 frames were cut there.",
            "arm64: 2048 フレームより深いスタックは、そこで切り詰めました。",
        ),
        ("Something that nobody has translated {x}", "Something that nobody has translated {x}"),
    ],
)
def test_that_filled_texts_are_recognised(text: str, translated: str | None) -> None:
    made = JA.filled(text)
    assert made == translated if translated else "テスト結果" in made
    assert Language("en").filled(text) == text
