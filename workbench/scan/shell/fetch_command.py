"""Command lines of curl, wget and git: which words are addresses, and which files are written."""

from __future__ import annotations

from functools import cache

import msgspec
import tomli

from workbench.model.resources import resources
from workbench.scan.shell.expansion import Expansion
from workbench.scan.shell.shell_variables import Argument, Invocation


class Downloader(msgspec.Struct, frozen=True):
    """One entry of `resources/scan/downloaders.toml`."""

    name: str
    writes: tuple[str, ...]
    valued: frozenset[str]


def fetch_words(command: Invocation) -> tuple[list[Argument], list[str]]:
    """Return the words of a curl or wget command that can be addresses, and the files it writes."""
    words, options = sorted_words(command)
    writes = _downloaders()[command.name].writes
    return words, [options[option].text for option in writes if option in options]


def sorted_words(command: Invocation) -> tuple[list[Argument], dict[str, Expansion]]:
    """Tell the words of a command from its options' values.

    Of several short options in one word (`-fsSLo FILE`) the last may take a value. The value of
    `--url` is a word like any other.
    """
    valued = _downloaders()[command.name].valued
    words: list[Argument] = []
    options: dict[str, Expansion] = {}
    arguments = iter(command.arguments[1:])
    for argument in arguments:
        text = argument.text
        if not text.startswith("-") or text == "-":
            words.append(argument)
            continue
        name, equals, value = text.partition("=")
        if equals:
            options[name] = Expansion.of([value])
            continue
        option = text if text.startswith("--") else "-" + text[-1]
        if option in valued:
            following = next(arguments, None)
            if following is not None:
                options[option] = following.value
    return words, options


@cache
def _downloaders() -> dict[str, Downloader]:
    text = (resources() / "scan" / "downloaders.toml").read_text(encoding="utf-8")
    every = msgspec.convert(tomli.loads(text)["downloader"], list[Downloader])
    return {downloader.name: downloader for downloader in every}
