"""Things that a program makes: the full name of what it calls, and the arguments that it gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.scan.document import Document
from workbench.scan.programs.python_calls import python_calls
from workbench.scan.programs.script_calls import script_calls


@dataclass(frozen=True)
class Made:
    """One call, `aws_cdk.aws_lambda.Function`, whose arguments all stand in it by name."""

    name: str
    label: str
    """What the program calls it: the first literal among the arguments."""
    line: int
    column: int
    arguments: frozenset[str]
    """Names in lower case without underscores: `runtimeplatform`."""


def made_in(program: Document) -> Iterator[Made]:
    """Yield the calls of imported names in Python, JavaScript and TypeScript; none elsewhere."""
    if program.name.endswith(".py"):
        calls = python_calls(program.text)
    elif program.name.endswith((".ts", ".js")):
        calls = script_calls(program.data)
    else:
        return
    for name, label, line, column, arguments in calls:
        plain = frozenset(a.replace("_", "").lower() for a in arguments)
        yield Made(name, label, line, column, plain)
