"""What readers of test reports tell: the part of a failure's text that is kept, and no tests."""

from __future__ import annotations

from collections.abc import Iterable

NO_TESTS = "The file holds no test: nothing ran, or nothing was reported."
MAX_LINES = 60
MAX_CHARACTERS = 4000


def message_of(parts: Iterable[str]) -> str:
    """Join texts, each said once, and keep the first lines and, where it is long, the last ones.

    Both ends count: Java and Go name the cause first, pytest and Python tracebacks name it last.
    """
    said: list[str] = []
    for part in parts:
        part = part.strip()
        if part and not any(part in earlier for earlier in said):
            said.append(part)
    text = "\n".join(said)
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        half = MAX_LINES // 2
        text = "\n".join([*lines[:half], "...", *lines[-half:]])
    if len(text) > MAX_CHARACTERS:
        half = MAX_CHARACTERS // 2
        text = f"{text[:half]}\n...\n{text[-half:]}"
    return text
