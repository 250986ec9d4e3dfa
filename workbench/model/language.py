"""The language that people read: one catalog of messages for window, report and command line."""

from __future__ import annotations

from functools import cache

import polib

from workbench.model.resources import resources

LANGUAGES = ("en", "ja")


class Language:
    """English texts to texts of one language. What has no translation stays English."""

    def __init__(self, code: str) -> None:
        self.code = code if code in LANGUAGES else "en"
        self._messages = _messages(self.code)

    def __call__(self, text: str, /, *, context: str = "", **values: object) -> str:
        """Translate `text`, then fill its `{name}` places from `values`."""
        translated = self._messages.get((context, text), text)
        return translated.format_map(values) if values else translated


@cache
def _messages(code: str) -> dict[tuple[str, str], str]:
    """Read every `resources/translations/CODE/*.po`; English needs none."""
    messages: dict[tuple[str, str], str] = {}
    for path in sorted((resources() / "translations" / code).glob("*.po")):
        for entry in polib.pofile(str(path)).translated_entries():
            messages[entry.msgctxt or "", entry.msgid] = entry.msgstr
    return messages
