"""The words of a script's commands, with its variables replaced as far as they are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.scan.shell.expansion import Expansion, Unknown, Values, closing, expand, literal
from workbench.scan.shell.script import Script
from workbench.scan.shell.shell import Command, commands

MAX_NESTING = 6

_SHELLS = frozenset({"sh", "bash", "ash", "dash", "ksh", "zsh"})
_DECLARING = frozenset({"export", "local", "readonly", "declare", "typeset"})
_WRAPPERS: dict[str, frozenset[str]] = {
    "sudo": frozenset({"-u", "-g", "--user", "--group"}),
    "doas": frozenset({"-u"}),
    "env": frozenset({"-u", "--unset"}),
    "time": frozenset(),
    "nohup": frozenset(),
    "exec": frozenset(),
    "command": frozenset(),
    "builtin": frozenset(),
    "eval": frozenset(),
    "xargs": frozenset({"-n", "-a", "-I", "-P", "-L", "-d", "--arg-file", "--max-args"}),
    "nice": frozenset({"-n"}),
    "retry": frozenset(),
    "eatmydata": frozenset(),
    "run": frozenset({"-n", "--name", "-p", "--prefix", "--extra", "--group", "--with"}),
}
"""Commands that run another one: their options that take a value."""

_RUNNERS = frozenset({"conda", "mamba", "micromamba", "poetry", "pipenv", "pdm", "uv", "hatch"})
"""Programs whose verb `run` runs another command in an environment."""

_WRAPPERS_WITH_ARGUMENT = frozenset({"timeout", "chroot", "gosu", "su-exec", "setarch"})


@dataclass(frozen=True, slots=True)
class Argument:
    """One word: its value and the line it stands on."""

    value: Expansion
    line: int

    @property
    def text(self) -> str:
        """The value; what is unknown as it was written."""
        return self.value.text


@dataclass(frozen=True, slots=True)
class Invocation:
    """One command as it is run: its name first, wrappers such as `sudo` taken off."""

    arguments: tuple[Argument, ...]
    command: Command
    targets: tuple[str, ...]
    pipeline: tuple[Invocation, ...] = ()
    """The commands that read its output, the next one first."""

    @property
    def name(self) -> str:
        """The program's name without its folder."""
        return self.arguments[0].text.rpartition("/")[2] if self.arguments else ""


def alternatives(word: Argument) -> list[Argument]:
    """Return the words that one variable with known values on each way makes of `word`."""
    unknown = word.value.unknown
    candidates = unknown[0].candidates if len(unknown) == 1 else ()
    if not candidates or any("$" in candidate for candidate in candidates):
        return [word]
    return [
        Argument(
            Expansion.of([part if isinstance(part, str) else value for part in word.value.parts]),
            word.line,
        )
        for value in candidates
    ]


def invocations(script: Script, values: Values, *, joined: bool = False) -> list[Invocation]:
    """Return every command that `script` runs, also those in `sh -c` and here-documents."""
    return list(_run(script, dict(values), joined, 0))


def _run(
    script: Script, values: dict[str, Expansion], joined: bool, depth: int
) -> Iterator[Invocation]:
    pipeline: list[list[Invocation]] = []
    for command in commands(script, joined=joined):
        _assign(command, values)
        pipeline.append(list(_invoke(command, values, depth)))
        if not command.pipes:
            yield from _connected(pipeline)
            pipeline = []
    yield from _connected(pipeline)


def _connected(pipeline: list[list[Invocation]]) -> Iterator[Invocation]:
    """Tell each command of a pipeline which ones read its output."""
    after: tuple[Invocation, ...] = ()
    connected: list[list[Invocation]] = []
    for stage in reversed(pipeline):
        connected.append(
            [Invocation(i.arguments, i.command, i.targets, i.pipeline + after) for i in stage]
        )
        after = (*stage[:1], *after)
    for stage in reversed(connected):
        yield from stage


def _assign(command: Command, values: dict[str, Expansion]) -> None:
    assignments = [(a.name, a.value.text) for a in command.assignments]
    if command.words and command.words[0].text in _DECLARING:
        for word in command.words[1:]:
            name, equals, written = word.text.partition("=")
            if equals and name.isidentifier():
                assignments.append((name, written))
    elif command.words:
        return  # `A=1 make` sets A for make alone
    for name, text in assignments:
        value = expand(text, values)
        before = values.get(name)
        if command.conditional:
            values[name] = _either(name, before, value)
        else:
            values[name] = value


def _either(name: str, before: Expansion | None, value: Expansion) -> Expansion:
    """Return the value of a variable that has `value` in some cases only."""
    if before is not None and before.text == value.text:
        return value
    candidates: list[str] = []
    for possible in (before, value):
        if possible is None:
            continue
        if len(possible.parts) == 1 and isinstance(possible.parts[0], Unknown):
            candidates.extend(possible.parts[0].candidates or (possible.text,))
        else:
            candidates.append(possible.text)
    return Expansion((Unknown(f"${{{name}}}", tuple(dict.fromkeys(candidates))),))


def _invoke(command: Command, values: dict[str, Expansion], depth: int) -> Iterator[Invocation]:
    scope = dict(values)
    if command.words:
        for assignment in command.assignments:
            scope[assignment.name] = expand(assignment.value.text, scope)
    words = _unwrapped(command.words)
    if not words:
        return
    name = words[0].text.rpartition("/")[2]
    if name in _SHELLS and depth < MAX_NESTING:
        inner = _inner_script(words, command)
        if inner is not None:
            yield from _run(inner, scope, False, depth + 1)
            return
    arguments: list[Argument] = []
    for word in words:
        value = expand(word.text, values)
        if _splits(word.text):
            # An unquoted variable becomes as many words as its value has.
            arguments.extend(Argument(part, word.line) for part in _split(value))
        else:
            arguments.append(Argument(value, word.line))
    targets = tuple(expand(t.text, scope).text for t in command.targets)
    yield Invocation(tuple(arguments), command, targets)
    for word in words[1:]:
        nested = _fetching_substitution(word)
        if nested is not None and depth < MAX_NESTING:
            reader = Invocation((Argument(literal(name), word.line),), command, ())
            for invocation in _run(nested, scope, False, depth + 1):
                yield Invocation(
                    invocation.arguments,
                    invocation.command,
                    invocation.targets,
                    (*invocation.pipeline, reader),
                )


def _unwrapped(words: list[Script]) -> list[Script]:
    """Take `sudo`, `env A=1`, `timeout 60`, ... off."""
    at = 0
    while at < len(words):
        name = words[at].text.rpartition("/")[2]
        if name in _RUNNERS and at + 1 < len(words) and words[at + 1].text == "run":
            name = "run"
            at += 1
        if name not in _WRAPPERS and name not in _WRAPPERS_WITH_ARGUMENT:
            break
        valued = _WRAPPERS.get(name, frozenset())
        at += 1
        while at < len(words) and (
            words[at].text.startswith("-") or (name in ("env", "sudo") and "=" in words[at].text)
        ):
            at += 2 if words[at].text in valued else 1
        at += name in _WRAPPERS_WITH_ARGUMENT
    return words[at:]


def _inner_script(words: list[Script], command: Command) -> Script | None:
    """Return the script of `sh -c '...'` or `sh <<EOF`."""
    for at, word in enumerate(words[1:], 1):
        if word.text.startswith("-") and not word.text.startswith("--") and "c" in word.text[1:]:
            following = next((w for w in words[at + 1 :] if not w.text.startswith("-")), None)
            if following is None or _fetching_substitution(following) is not None:
                return None
            return _unquoted(following)
    return command.inputs[0] if command.inputs and len(words) <= 2 else None


def _unquoted(word: Script) -> Script:
    text = word.text
    if len(text) < 2 or text[0] not in "'\"" or text[-1] != text[0]:
        return word
    inner = word.slice(1, len(text) - 1)
    return Script(inner.text.replace('\\"', '"'), inner.lines) if text[0] == '"' else inner


def _fetching_substitution(word: Script) -> Script | None:
    """Return the script of `"$(curl ...)"` or `<(curl ...)` where a word is nothing else."""
    start = 1 if word.text.startswith('"') else 0
    if word.text.startswith(("$(", "<("), start) and not word.text.startswith("$((", start):
        end = closing(word.text, start + 1)
        if end >= len(word.text) - 1 and word.text[start + 2 :].lstrip().startswith(
            ("curl", "wget")
        ):
            return word.slice(start + 2, end - 1)
    return None


def _splits(text: str) -> bool:
    return "$" in text and '"' not in text and "'" not in text


def _split(value: Expansion) -> list[Expansion]:
    words: list[list[str | Unknown]] = [[]]
    for part in value.parts:
        if isinstance(part, Unknown):
            words[-1].append(part)
            continue
        pieces = part.split()
        if part[:1].isspace() and words[-1]:
            words.append([])
        for number, piece in enumerate(pieces):
            if number:
                words.append([])
            words[-1].append(piece)
        if pieces and part[-1:].isspace():
            words.append([])
    return [Expansion.of(word) for word in words if word]
