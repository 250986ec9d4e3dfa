"""Reads an sbt script in one go through its tokens."""

from __future__ import annotations

from workbench.scan.document import Document, Unreadable
from workbench.scan.jvm.gradle_parser import Parser
from workbench.scan.jvm.gradle_tokens import MAX_CHARACTERS, Sort, Token, closings, tokenize_text
from workbench.scan.jvm.gradle_values import Reference, Text, Unknown
from workbench.scan.jvm.sbt_script import Call, Module, Operand, SbtScript

_INTERPOLATORS = frozenset({"s", "f", "raw"})
_PREFIXED = 2
_LOOK_BACK = 12
_LONGEST_CALL = 24
_DEEP = 10
"""Brackets looked through around a module: nobody nests more."""


def read_sbt_script(document: Document) -> SbtScript:
    """Read a script. Raises Unreadable for one that no person wrote.

    What is not literal is an Unknown: nothing is run, and a script is never refused for its
    grammar.
    """
    if len(document.text) > MAX_CHARACTERS:
        raise Unreadable(f"is longer than {MAX_CHARACTERS} characters; not read as an sbt script")
    reader = _Reader(document)
    reader.read()
    return reader.script


class _Reader:
    def __init__(self, document: Document) -> None:
        tokens = tokenize_text(document.text, kotlin=True)
        # Line ends mean nothing between `%` and what it joins.
        self.tokens = [t for t in tokens if t.sort is not Sort.NEWLINE]
        self.closes = closings(self.tokens)
        self.parser = Parser(self.tokens, self.closes, kotlin=True)
        self.script = SbtScript(path=document.path)
        self.open: list[int] = []
        self.owners: list[tuple[int, str]] = []
        """Objects around the current place, with where they end."""
        self.owner: tuple[int, str, tuple[str, ...]] = (0, "", ())

    def read(self) -> None:
        """Go through the script once."""
        at = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            while self.open and self.closes[self.open[-1]] <= at:
                self.open.pop()
            while self.owners and self.owners[-1][0] <= at:
                self.owners.pop()
            if at in self.closes:
                self.open.append(at)
            elif token.sort is Sort.WORD:
                self.word(at)
            elif token.is_mark("%"):
                at = self.percent(at)
                continue
            at += 1

    def word(self, at: int) -> None:
        text = self.tokens[at].text
        if text == "object" and self.mark(at + 2, "{"):
            self.owners.append((self.closes[at + 2], self.tokens[at + 1].text))
        elif text in ("val", "def") and at + 1 < len(self.tokens):
            self.definition(at + 1)
        elif self.mark(at + 1, ":") and self.mark(at + 2, "="):
            value, _ = self.operand(at + 3)
            self.script.settings.setdefault(text, []).append((value, self.tokens[at].line))
        elif self.mark(at + 1, "("):
            self.call(at)
        if not (at and self.tokens[at - 1].text in ("val", "def", "import")):
            self.use(at)

    def definition(self, at: int) -> None:
        """Take in `NAME(parameters): Type = operand`."""
        name, equals = self.tokens[at].text, at + 1
        parameters: tuple[str, ...] = ()
        if self.mark(equals, "(") and self.closes[equals] - equals <= _LONGEST_CALL:
            parameters = self.parameters(equals + 1, self.closes[equals])
            equals = self.closes[equals] + 1
        if self.mark(equals, ":"):
            while equals < len(self.tokens) and not self.mark(equals, "=", "{", "}"):
                equals += 1
        if not self.mark(equals, "="):
            return
        self.owner = (equals, name, parameters)
        if self.is_word(equals + 1, "new") and self.mark(equals + 2, "{"):
            self.owners.append((self.closes[equals + 2], name))
            return
        value, end = self.operand(equals + 1)
        if not parameters and not self.mark(end, "%", ".", "("):
            full = ".".join([*(owner for _, owner in self.owners), name])
            self.script.definitions.setdefault(full, []).append(value)

    def parameters(self, start: int, end: int) -> tuple[str, ...]:
        return tuple(
            self.tokens[at].text
            for at in range(start, end)
            if self.tokens[at].sort is Sort.WORD and self.mark(at + 1, ":")
        )

    def call(self, at: int) -> None:
        if self.closes[at + 1] - at > _LONGEST_CALL:
            return
        inside = self.tokens[at + 2 : self.closes[at + 1]]
        arguments = [t.text for t in inside if t.is_string]
        commas = sum(t.is_mark(",") for t in inside)
        if arguments and len(arguments) + commas == len(inside):
            end = self.closes[at + 1] + 1
            self.script.calls.append(
                Call(
                    name=self.tokens[at].text,
                    arguments=tuple(arguments),
                    line=self.tokens[at].line,
                    configuration=self.configuration(end)[0] or self.mapped_configuration(),
                    within=self.surroundings(at),
                )
            )

    def use(self, at: int) -> None:
        """Note where a name is used as a module: alone, or with a configuration."""
        if self.mark(at + 1, "%") and self.mark(at + 2, "%"):
            return
        configuration = (
            self.configuration(at + 1)[0] or self.mapped_over(at + 1) or self.mapped_configuration()
        )
        owner = self.owner[1] if self.is_owned(at) else ""
        self.script.uses.setdefault(self.tokens[at].text, set()).add((configuration, owner))

    def is_owned(self, at: int) -> bool:
        """Whether the last definition is made of what stands at `at`."""
        equals, name, _ = self.owner
        if not name:
            return False
        same_line = self.tokens[equals].line == self.tokens[at].line
        added = same_line and self.mark(at - 1, "+")
        return at == equals + 1 or added or self.encloses(equals, at)

    def percent(self, at: int) -> int:
        """Take in the module whose first `%` stands at `at`; return where it ends."""
        start = self.start_of_operand(at)
        group, _ = self.operand(start)
        name_at = self.after_percents(at)
        name, version_at = self.operand(name_at)
        if not self.mark(version_at, "%"):
            return name_at
        version, end = self.operand(self.after_percents(version_at))
        cross = name_at - at
        if not (isinstance(group, Text) or isinstance(name, Text) or cross > 1):
            return name_at
        configuration, end = self.configuration(end)
        modifiers = self.modifiers(end)
        _, owner, parameters = self.owner
        owned = self.is_owned(start)
        choices, variable = self.choices(start)
        self.script.modules.append(
            Module(
                group=group,
                name=name,
                version=version,
                line=self.tokens[start].line,
                cross=cross,
                configuration=configuration or self.mapped_configuration(),
                classifier=modifiers.get("classifier", ""),
                cross_version=modifiers.get("cross", ""),
                within=self.surroundings(start),
                owner=owner if owned else "",
                parameters=parameters if owned else (),
                choices=choices,
                variable=variable,
            )
        )
        return end

    def encloses(self, equals: int, start: int) -> bool:
        """Whether a bracket that was opened by the definition at `equals` holds `start`."""
        return any(
            equals < place <= equals + _LOOK_BACK for place in self.around() if place < start
        )

    def after_percents(self, at: int) -> int:
        while self.mark(at, "%"):
            at += 1
        return at

    def start_of_operand(self, at: int) -> int:
        """Where the operand that ends before `at` starts."""
        start = at - 1
        if start > 0 and self.tokens[start].is_string and self.is_interpolator(start - 1):
            return start - 1
        while start > 1 and self.mark(start - 1, ".") and self.tokens[start].sort is Sort.WORD:
            start -= _PREFIXED
        return max(start, 0)

    def operand(self, at: int) -> tuple[Operand, int]:
        """Read a text or a name; return it and the place behind it."""
        if at >= len(self.tokens):
            return Unknown(""), at
        token = self.tokens[at]
        if token.is_string:
            return Text((token.text,), token.line), at + 1
        if self.is_interpolator(at) and at + 1 < len(self.tokens):
            following = self.tokens[at + 1]
            if following.is_string:
                return self.parser.text(following), at + 2
        if token.sort is Sort.WORD:
            names, end = self.parser.path(at, len(self.tokens))
            if self.mark(end, "(") and end in self.closes:
                return Unknown(".".join(names), line=token.line), self.closes[end] + 1
            return Reference(".".join(names), token.line), end
        if token.is_mark("(") and at in self.closes:
            value = self.parser.value(at + 1, self.closes[at])
            if not isinstance(value, Text | Reference):
                value = Unknown("(...)", line=token.line)
            return value, self.closes[at] + 1
        return Unknown(token.text[:100], line=token.line), at + 1

    def is_interpolator(self, at: int) -> bool:
        token = self.tokens[at]
        return token.sort is Sort.WORD and token.text in _INTERPOLATORS

    def configuration(self, at: int) -> tuple[str, int]:
        """Read `% Test` or `% "test->test"` at `at`; return it and the place behind it."""
        if not self.mark(at, "%") or self.mark(at + 1, "%"):
            return "", at
        value, end = self.operand(at + 1)
        if isinstance(value, Reference):
            return value.path.rpartition(".")[2], end
        if isinstance(value, Text):
            return "".join(p for p in value.parts if isinstance(p, str)), end
        return "", end

    def mapped_configuration(self) -> str:
        """The configuration that `Seq(...).map(_ % Test)` gives to all that it holds."""
        for place in self.around():
            mapped = self.mapped_over(self.closes[place] + 1)
            if mapped:
                return mapped
        return ""

    def mapped_over(self, at: int) -> str:
        """The configuration of a `.map(_ % Test)` at `at`."""
        if not self.mark(at, "."):
            return ""
        names = [t.text for t in self.tokens[at : at + 4]]
        if names in ([".", "map", "(", "_"], [".", "map", "{", "_"]):
            return self.configuration(at + 4)[0]
        return ""

    def choices(self, start: int) -> tuple[tuple[str, ...], str]:
        """The texts of `Seq("a", "b").map(x => ...)` around `start`, and the name for each."""
        for place in self.around():
            if place < 3 or not self.is_word(place - 1, "map", "flatMap"):
                continue
            listed = next((o for o in self.lists_before(place - 2)), None)
            if listed is None:
                continue
            inside = self.tokens[listed + 1 : self.closes[listed]]
            texts = tuple(t.text for t in inside if t.is_string)
            named = self.mark(place + 2, "=") and self.mark(place + 3, ">") and place + 3 < start
            return texts, self.tokens[place + 1].text if named else "_"
        return (), ""

    def lists_before(self, dot: int) -> list[int]:
        """The bracket of a list that closes just before the dot of `.map`."""
        if not self.mark(dot, ".") or not self.mark(dot - 1, ")"):
            return []
        return [
            place for place in range(max(0, dot - 200), dot) if self.closes.get(place) == dot - 1
        ]

    def modifiers(self, at: int) -> dict[str, str]:
        """What follows a module: `classifier "x"`, `cross CrossVersion.full`, excludes."""
        found: dict[str, str] = {}
        while at < len(self.tokens):
            if self.mark(at, "."):
                at += 1
                continue
            if not self.is_word(at, "classifier", "cross", "exclude", "excludeAll", "intransitive"):
                break
            word = self.tokens[at].text
            value_at = at + 2 if self.mark(at + 1, "(") else at + 1
            value, end = self.operand(value_at)
            if isinstance(value, Text):
                found[word] = "".join(p for p in value.parts if isinstance(p, str))
            elif isinstance(value, Reference):
                found[word] = value.path.rpartition(".")[2]
            at = self.closes[at + 1] + 1 if self.mark(at + 1, "(") else end
        return found

    def around(self) -> list[int]:
        """The brackets around the current place, innermost first."""
        return self.open[: -_DEEP - 1 : -1]

    def surroundings(self, at: int) -> tuple[str, ...]:
        """The names of the calls around `at`, then that of the setting."""
        names = [self.tokens[place - 1].text for place in self.around() if place]
        for place in [at, *(p - 1 for p in self.around() if self.mark(p, "("))]:
            before = place - 1
            if before > 0 and self.mark(before, "+=", "="):
                while before > 0 and self.tokens[before].sort is not Sort.WORD:
                    before -= 1
                names.append(self.tokens[before].text)
                break
        return tuple(names)

    def mark(self, at: int, *marks: str) -> bool:
        return 0 <= at < len(self.tokens) and self.tokens[at].is_mark(*marks)

    def is_word(self, at: int, *words: str) -> bool:
        if not 0 <= at < len(self.tokens):
            return False
        token: Token = self.tokens[at]
        return token.sort is Sort.WORD and token.text in words
