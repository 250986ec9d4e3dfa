"""Which files of a build context `.dockerignore` leaves out.

Rules: https://docs.docker.com/build/concepts/context/#dockerignore-files. A file beside the
Dockerfile, `NAME.dockerignore`, counts in place of the context's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from workbench.scan.document import Document, Unreadable
from workbench.scan.tree import Tree, within

MAX_PATTERNS = 2_000

Ignored = Callable[[str], bool]
"""Whether a path, relative to the context, is left out."""


def read_dockerignore(tree: Tree, dockerfile: str, context: str) -> Ignored:
    """Return what is left out of the build of `dockerfile` in the folder `context`."""
    names = (f"{dockerfile}.dockerignore", within(context, ".dockerignore"))
    path = next((name for name in names if name in tree), "")
    rules = tree.parsed_or(path, _rules, ()) if path else ()
    return lambda relative: _is_ignored(relative, rules)


_Rule = tuple[re.Pattern[str], bool]


def _rules(document: Document) -> tuple[_Rule, ...]:
    if len(document.lines) > MAX_PATTERNS:
        raise Unreadable(f"holds more than {MAX_PATTERNS} lines")
    rules = []
    for line in document.lines:
        text = line.strip()
        if not text or line.startswith("#"):
            continue
        again = text.startswith("!")
        pattern = text.lstrip("!").strip().strip("/").removeprefix("./")
        if pattern and len(pattern) < 500:
            rules.append((re.compile(_expression(pattern)), again))
    return tuple(rules)


def _is_ignored(relative: str, rules: tuple[_Rule, ...]) -> bool:
    """Apply the rules in order; the last that fits the path, or a folder above it, counts."""
    parts = relative.split("/")
    above = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    ignored = False
    for pattern, again in rules:
        if ignored is again and any(pattern.fullmatch(path) for path in above):
            ignored = not again
    return ignored


def _expression(pattern: str) -> str:
    """Return a pattern of Go's filepath.Match, with `**`, as a regular expression."""
    made = []
    at = 0
    while at < len(pattern):
        if pattern.startswith("**/", at):
            made.append("(?:[^/]+/)*")
            at += 3
        elif pattern.startswith("**", at):
            made.append(".*")
            at += 2
        elif pattern[at] == "*":
            made.append("[^/]*")
            at += 1
        elif pattern[at] == "?":
            made.append("[^/]")
            at += 1
        elif pattern[at] == "[" and (end := pattern.find("]", at + 1)) > at + 1:
            inner = pattern[at + 1 : end].replace("\\", "").replace("[", r"\[")
            made.append("[^" + inner[1:] + "]" if inner[:1] in "^!" else f"[{inner}]")
            at = end + 1
        else:
            at += pattern[at] == "\\" and at + 1 < len(pattern)
            made.append(re.escape(pattern[at]))
            at += 1
    text = "".join(made)
    try:
        re.compile(text)
    except re.error:
        return re.escape(pattern)
    return text
