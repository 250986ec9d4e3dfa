"""Objects that a JavaScript or TypeScript program makes, told by its words alone."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.programs.python_calls import Call
from workbench.scan.source.line_text import Comments, without_comments

MAX_LENGTH = 500_000
MAX_ARGUMENTS = 20_000
"""Characters between the brackets of one call."""

_ALL_OF = regex(r"\bimport\s+\*\s+as\s+(\w+)\s+from\s+([\"'])([^\"'\n]+)\2")
_SOME_OF = regex(r"\bimport\s+(?:type\s+)?\{([^{}]*)\}\s*from\s+([\"'])([^\"'\n]+)\2")
_REQUIRED = regex(r"\b(?:const|let|var)\s+(\w+)\s*=\s*require\(([\"'])([^\"'\n]+)\2\)")
_NEW = regex(r"\bnew\s+([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)\s*\(")
_QUOTED = regex(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`")
_NAMED = regex(r"[{,]\s*(\w+)\s*(?=[:,}(])")


def script_calls(data: bytes) -> Iterator[Call]:
    """Yield each `new Name(..., { ... })` of an imported name whose properties all stand there."""
    if len(data) > MAX_LENGTH:
        return
    text = without_comments(data, Comments.QUOTED).decode("utf-8", "replace")
    imported = _imported(text)
    plain = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    for found in _NEW.finditer(plain):
        first, _, rest = found[1].partition(".")
        inside = _brackets(plain, found.end())
        if first not in imported or "{" not in inside or "..." in inside:
            continue
        name = f"{imported[first]}.{rest}" if rest else imported[first]
        written = text[found.end() : found.end() + len(inside)]
        label = _QUOTED.search(written)
        line = plain.count("\n", 0, found.start()) + 1
        column = found.start() - (plain.rfind("\n", 0, found.start()) + 1)
        names = tuple(_NAMED.findall(inside))
        yield name, label[0][1:-1] if label else "", line, column, names


def _imported(text: str) -> dict[str, str]:
    """Return what each imported name means, modules as Python would name them."""
    found = {m[1]: _module(m[3]) for m in (*_ALL_OF.finditer(text), *_REQUIRED.finditer(text))}
    for some in _SOME_OF.finditer(text):
        for part in some[1].split(","):
            name, _, alias = part.strip().removeprefix("type ").partition(" as ")
            if name.strip():
                found[(alias or name).strip()] = f"{_module(some[3])}.{name.strip()}"
    return found


def _module(path: str) -> str:
    """Return `aws_cdk_lib.aws_lambda` for `aws-cdk-lib/aws-lambda`."""
    return path.removeprefix("@").replace("/", ".").replace("-", "_")


def _brackets(plain: str, start: int) -> str:
    """Return what stands between the bracket before `start` and its partner; '' without one."""
    depth = 1
    for at in range(start, min(len(plain), start + MAX_ARGUMENTS)):
        if plain[at] in "([{":
            depth += 1
        elif plain[at] in ")]}":
            depth -= 1
            if not depth:
                return plain[start:at]
    return ""
