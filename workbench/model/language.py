"""The language that people read: one catalog of messages for window, report and command line."""

from __future__ import annotations

import re
from functools import cache

from workbench.model.regex import regex
from workbench.model.resources import resources

LANGUAGES = ("en", "ja")

WARNING = "warning"
"""Context of the texts that are filled where they arise, far from who knows the language."""

_PLACE = regex(r"\{(\w+)\}")


class Language:
    """English texts to texts of one language. What has no translation stays English."""

    def __init__(self, code: str) -> None:
        self.code = code if code in LANGUAGES else "en"
        self._messages = _messages(self.code)

    def __call__(self, text: str, /, *, context: str = "", **values: object) -> str:
        """Translate `text`, then fill its `{name}` places from `values`."""
        translated = self._messages.get((context, text), text)
        return translated.format_map(values) if values else translated

    def filled(self, text: str) -> str:
        """Translate a text whose places have been filled already, such as a warning's.

        It is held against the texts of the context WARNING; what was filled in is translated too.
        """
        if exact := self._messages.get((WARNING, text)):
            return exact
        for pattern, translated in _templates(self.code):
            if found := pattern.fullmatch(text):
                values = {name: self.filled(value) for name, value in found.groupdict().items()}
                return translated.format_map(values)
        return text


@cache
def _templates(code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return a pattern for each warning with places, the most particular first."""
    texts = [
        (text, translated)
        for (context, text), translated in _messages(code).items()
        if context == WARNING and "{" in text
    ]
    return tuple(
        (_pattern(text), translated)
        for text, translated in sorted(texts, key=_fixed_length, reverse=True)
    )


def _fixed_length(entry: tuple[str, str]) -> int:
    return len(_PLACE.sub("", entry[0]))


def _pattern(text: str) -> re.Pattern[str]:
    parts = _PLACE.split(text)
    names = parts[1::2]
    made = re.escape(parts[0])
    for place, (name, fixed) in enumerate(zip(names, parts[2::2], strict=True)):
        made += f"(?P={name})" if name in names[:place] else f"(?P<{name}>.+?)"
        made += re.escape(fixed)
    return re.compile(made, re.DOTALL)


@cache
def _messages(code: str) -> dict[tuple[str, str], str]:
    """Read every `resources/translations/CODE/*.po`; English needs none."""
    import polib  # English goes without

    messages: dict[tuple[str, str], str] = {}
    for path in sorted((resources() / "translations" / code).glob("*.po")):
        for entry in polib.pofile(str(path)).translated_entries():
            messages[entry.msgctxt or "", entry.msgid] = entry.msgstr
    return messages
