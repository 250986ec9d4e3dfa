"""What a chart's templates come to with its default values, read without running Helm.

Two ways of reading. What an expression is (`include "app.image" .`) is read as Helm would do it:
one arm of a choice is taken, the other is not. What a file puts out is read for all it may hold: an
arm that the default values leave out is read, too, and marked as such, because a value switches it
on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.scan.charts.template_expression import NotATemplate
from workbench.scan.charts.template_functions import call
from workbench.scan.charts.template_parse import parse_template
from workbench.scan.charts.template_syntax import (
    Action,
    Choice,
    Definition,
    Dot,
    Field,
    Function,
    Literal,
    Operand,
    Part,
    Pipeline,
    Template,
    Text,
    Variable,
)
from workbench.scan.charts.template_value import Value, as_text, as_value, is_true, joined, size_of
from workbench.scan.shell.expansion import Expansion, Unknown

MAX_STEPS = 300_000
"""Actions that are read for one chart; the largest take some ten thousand."""
CHARACTERS_A_STEP = 200
"""What is put out counts, too: a long text may be taken in again and again."""
MAX_DEPTH = 40
"""Templates within templates."""
MAX_ROUNDS = 200
"""Rounds of one `range`."""

_LAYOUT = frozenset({"indent", "nindent", "trim", "quote", "squote", "toString"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that a template puts out, and the place that it comes from.

    `idle`: only where a value differs from the default.
    """

    text: Expansion
    path: str
    line: int
    idle: bool = False
    literal: bool = False
    """Whether its lines are those of the file."""


class TooMuch(Exception):
    """The chart's templates take more steps than any that people write."""


@dataclass(slots=True)
class TemplateRun:
    """One reading of the templates of one chart."""

    definitions: Mapping[str, Definition]
    with_pieces: frozenset[str] = frozenset()
    """Named templates that are read for all they may hold, where a file puts them out."""
    steps: int = 0
    pieces: list[Piece] = field(default_factory=list)
    entered: set[str] = field(default_factory=set)
    _root: Value = None
    _scopes: list[dict[str, Value]] = field(default_factory=list)
    _idle: bool = False
    _path: str = ""
    _depth: int = 0

    def put_out(self, template: Template, root: Value) -> list[Piece]:
        """Return what the file puts out. Raises TooMuch."""
        self.pieces = []
        self._idle = False
        self._enter(template.body, root, template.path, whole=True)
        return self.pieces

    def put_out_named(self, name: str, root: Value) -> list[Piece]:
        """Return what a named template puts out, applied to what the chart's files are."""
        self.pieces = []
        self._idle = False
        definition = self.definitions[name]
        self.entered.add(name)
        self._enter(definition.body, root, definition.path, whole=True)
        return self.pieces

    # -- entering a template ---------------------------------------------------------------------

    def _enter(self, body: tuple[Part, ...], dot: Value, path: str, *, whole: bool) -> Expansion:
        if self._depth >= MAX_DEPTH:
            return Expansion((Unknown("..."),))
        kept = (self._root, self._scopes, self._path)
        self._root, self._scopes, self._path = dot, [{}], path
        self._depth += 1
        try:
            if whole:
                self._all(body, dot)
                return Expansion(())
            return joined(self._strict(body, dot))
        finally:
            self._depth -= 1
            self._root, self._scopes, self._path = kept

    def _step(self, characters: int = 0) -> None:
        self.steps += 1 + characters // CHARACTERS_A_STEP
        if self.steps > MAX_STEPS:
            raise TooMuch

    # -- as Helm does it -------------------------------------------------------------------------

    def _strict(self, body: tuple[Part, ...], dot: Value) -> list[Expansion]:
        out: list[Expansion] = []
        for part in body:
            self._step()
            if isinstance(part, Text):
                self._step(len(part.text))
                out.append(Expansion((part.text,)))
            elif isinstance(part, Action):
                value = self._pipeline(part.pipeline, dot, part.source)
                if not part.pipeline.names:
                    out.append(as_text(value, _shown(part.source)))
                    self._step(size_of(out[-1]))
            else:
                out += self._strict_choice(part, dot)
        return out

    def _strict_choice(self, choice: Choice, dot: Value) -> list[Expansion]:
        self._scopes.append({})
        try:
            for arm in choice.arms:
                if arm.pipeline is None:
                    return self._strict(arm.body, dot)
                value = self._pipeline(arm.pipeline, dot, choice.source)
                truth = is_true(value)
                if truth is None:
                    return [Expansion((Unknown(_shown(choice.source)),))]
                if truth and choice.word == "range":
                    return self._strict_rounds(arm.pipeline, arm.body, value, choice)
                if truth:
                    return self._strict(arm.body, value if choice.word == "with" else dot)
            return []
        finally:
            self._scopes.pop()

    def _strict_rounds(
        self, pipeline: Pipeline, body: tuple[Part, ...], value: Value, choice: Choice
    ) -> list[Expansion]:
        out: list[Expansion] = []
        rounds = _rounds(value)
        if rounds is None:
            return [Expansion((Unknown(_shown(choice.source)),))]
        for key, element in rounds:
            self._name(pipeline.names, key, element)
            out += self._strict(body, element)
        return out

    # -- all that it may hold --------------------------------------------------------------------

    def _all(self, body: tuple[Part, ...], dot: Value) -> None:
        for part in body:
            self._step()
            if isinstance(part, Text):
                self._put(Expansion((part.text,)), part.line, literal=True)
            elif isinstance(part, Action):
                self._all_action(part, dot)
            elif _is_within_a_line(part):
                for text in self._strict_choice(part, dot):
                    self._put(text, part.line)
            else:
                self._all_choice(part, dot)

    def _put(self, text: Expansion, line: int, *, literal: bool = False) -> None:
        self._step(size_of(text))
        self.pieces.append(Piece(text, self._path, line, self._idle, literal))

    def _all_action(self, action: Action, dot: Value) -> None:
        called = self._whole_call(action.pipeline, dot)
        if called is not None:
            definition, argument = called
            self.entered.add(definition.name)
            self._put(Expansion(("\n",)), action.line)
            self._enter(definition.body, argument, definition.path, whole=True)
            self._put(Expansion(("\n",)), action.line)
            return
        value = self._pipeline(action.pipeline, dot, action.source)
        if not action.pipeline.names:
            self._put(as_text(value, _shown(action.source)), action.line)

    def _whole_call(self, pipeline: Pipeline, dot: Value) -> tuple[Definition, Value] | None:
        """Return the named template that stands here with all it puts out, and what it gets."""
        first, *rest = pipeline.commands
        if pipeline.names or len(first) != 3 or first[0] != Function("include"):
            return None
        for word, *_ in rest:
            if not isinstance(word, Function) or word.name not in _LAYOUT:
                return None
        name = self._operand(first[1], dot, "")
        if not isinstance(name, str) or name not in self.with_pieces or self._depth >= MAX_DEPTH:
            return None
        return self.definitions[name], self._operand(first[2], dot, "")

    def _all_choice(self, choice: Choice, dot: Value) -> None:
        taken = False
        for arm in choice.arms:
            self._scopes.append({})
            value: Value = True
            if arm.pipeline is not None:
                value = self._pipeline(arm.pipeline, dot, choice.source)
            truth = False if taken else is_true(value)
            if truth is not False:
                self._all_arm(choice, arm.pipeline, arm.body, value, dot)
                taken = truth is True
            else:
                self._aside(choice, arm.pipeline, arm.body, value, dot)
            self._scopes.pop()

    def _all_arm(
        self,
        choice: Choice,
        pipeline: Pipeline | None,
        body: tuple[Part, ...],
        value: Value,
        dot: Value,
    ) -> None:
        if pipeline is None or choice.word == "if":
            self._all(body, dot)
        elif choice.word == "with":
            self._all(body, value)
        else:
            for key, element in _rounds(value) or [(Unknown("key"), Unknown("element"))]:
                self._name(pipeline.names, key, element)
                self._all(body, element)

    def _aside(
        self,
        choice: Choice,
        pipeline: Pipeline | None,
        body: tuple[Part, ...],
        value: Value,
        dot: Value,
    ) -> None:
        """Read an arm that is not taken, and forget what it sets."""
        kept = (self._idle, self._scopes)
        self._idle = True
        self._scopes = [dict(scope) for scope in self._scopes]
        if pipeline is not None and choice.word != "if":
            value = Unknown(_shown(choice.source)) if not is_true(value) else value
        self._all_arm(choice, pipeline, body, value, dot)
        self._idle, self._scopes = kept

    # -- values ----------------------------------------------------------------------------------

    def _name(self, names: tuple[str, ...], key: Value, element: Value) -> None:
        for name, value in zip(names[::-1], (element, key), strict=False):
            self._scopes[-1][name] = value

    def _pipeline(self, pipeline: Pipeline, dot: Value, source: str) -> Value:
        self._step()
        value: Value = None
        for at, command in enumerate(pipeline.commands):
            value = self._command(command, dot, source, [value] if at else [])
        if pipeline.names and len(pipeline.names) == 1:
            self._assign(pipeline.names[0], value, declares=pipeline.declares)
        return value

    def _assign(self, name: str, value: Value, *, declares: bool) -> None:
        for scope in [] if declares else self._scopes[::-1]:
            if name in scope:
                scope[name] = value
                return
        self._scopes[-1][name] = value

    def _command(
        self, command: tuple[Operand, ...], dot: Value, source: str, piped: list[Value]
    ) -> Value:
        first = command[0]
        if isinstance(first, Function):
            arguments = [self._operand(each, dot, source) for each in command[1:]] + piped
            return self._call(first.name, arguments, source)
        if len(command) > 1:
            return Unknown(_shown(source))  # a method of Helm's own objects
        return self._operand(first, dot, source)

    def _call(self, name: str, arguments: list[Value], source: str) -> Value:
        if name == "include" and len(arguments) == 2:
            wanted, argument = arguments
            if not isinstance(wanted, str) or wanted not in self.definitions:
                return Unknown(_shown(source))
            definition = self.definitions[wanted]
            made = self._enter(definition.body, argument, definition.path, whole=False)
            return as_value(_stripped(made))
        if name == "tpl" and len(arguments) == 2:
            return self._filled_in(arguments[0], arguments[1], source)
        if name == "set" and self._idle and arguments and isinstance(arguments[0], dict):
            arguments[0] = dict(arguments[0])  # what is left out must not change the rest
        return call(name, arguments, _shown(source))

    def _filled_in(self, text: Value, root: Value, source: str) -> Value:
        if not isinstance(text, str) or "{{" not in text:
            return text
        try:
            template = parse_template(text, self._path)
        except NotATemplate:
            return Unknown(_shown(source))
        return as_value(self._enter(template.body, root, self._path, whole=False))

    def _operand(self, operand: Operand, dot: Value, source: str) -> Value:
        if isinstance(operand, Literal):
            return operand.value
        if isinstance(operand, Dot):
            return dot
        if isinstance(operand, Variable):
            return self._variable(operand.name, source)
        if isinstance(operand, Function):
            return self._call(operand.name, [], source)
        if isinstance(operand, Pipeline):
            return self._pipeline(operand, dot, source)
        return self._field(operand, dot, source)

    def _variable(self, name: str, source: str) -> Value:
        if name == "$":
            return self._root
        for scope in self._scopes[::-1]:
            if name in scope:
                return scope[name]
        return Unknown(_shown(source))

    def _field(self, operand: Field, dot: Value, source: str) -> Value:
        value = self._operand(operand.base, dot, source)
        for name in operand.names:
            if isinstance(value, Unknown | Expansion):
                return Unknown(_shown(source))
            value = value.get(name) if isinstance(value, dict) else None
        return value


def _stripped(text: Expansion) -> Expansion:
    """Return the text without the blank lines around it that templates leave."""
    parts = list(text.parts)
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip("\n")
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip("\n")
    return Expansion.of(parts)


def _is_within_a_line(choice: Choice) -> bool:
    """Whether what it puts out is a part of a line, of which each arm would make another."""
    parts = [part for arm in choice.arms for part in arm.body]
    return any(isinstance(part, Text) for part in parts) and all(
        "\n" not in part.text
        if isinstance(part, Text)
        else isinstance(part, Action) or _is_within_a_line(part)
        for part in parts
    )


def _rounds(value: Value) -> list[tuple[Value, Value]] | None:
    if isinstance(value, list):
        return [(at, each) for at, each in enumerate(value[:MAX_ROUNDS])]
    if isinstance(value, dict):
        return [(key, value[key]) for key in sorted(value)[:MAX_ROUNDS]]
    return None


def _shown(source: str) -> str:
    """Return an action as it stands in the file."""
    return source if source.startswith("{{") else f"{{{{ {source} }}}}"
