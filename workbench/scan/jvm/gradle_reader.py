"""Reads a Gradle script, Groovy or Kotlin, without understanding more of it than needed."""

from __future__ import annotations

from workbench.scan.document import Document, Unreadable
from workbench.scan.jvm.gradle_parser import Parser
from workbench.scan.jvm.gradle_script import (
    PREFIXES,
    PluginRequest,
    Request,
    Script,
    in_tests,
    strip_prefixes,
)
from workbench.scan.jvm.gradle_tokens import Sort, Token, closings, tokenize
from workbench.scan.jvm.gradle_values import Items, Named, Reference, Text, Unknown, Value

MAX_DEPTH = 100
MOST_VALUES = 20
"""Of one name: each that asks for it gets all of them."""

_CONTROL = frozenset({"if", "else", "for", "while", "switch", "when", "try", "catch", "finally"})
_DECLARING = frozenset({"def", "val", "var"})
_DEFINING = frozenset({"ext", "extra", "allprojects", "subprojects", "buildscript", "object"})
_SKIPPED = frozenset(
    {"modules", "components", "artifactTypes", "attributesSchema", "registerTransform", "exclude"}
)
_NOT_CONFIGURATIONS = frozenset(
    {
        *("exclude", "because", "println", "print", "apply", "return", "throw", "import", "assert"),
        *("include", "dependency", "relocate"),
    }
)
_VERSION_RANK = ("prefer", "strictly", "require")
_CONTINUING = frozenset("=,+.:?&|(") | {"?:", "&&", "||", "?.", "+=", "->"}


def read_script(document: Document) -> Script:
    """Read a script. Raises Unreadable for one that is absurdly long or deep."""
    tokens = tokenize(document)
    reader = _Reader(document, tokens)
    reader.walk(0, len(tokens), ())
    reader.detached()
    # A closure's own variable gives way to a name of the script that is spelt the same.
    for name, values in reader.local.items():
        reader.script.definitions.setdefault(name, values)
    return reader.script


class _Reader:
    def __init__(self, document: Document, tokens: list[Token]) -> None:
        self.kotlin = document.name.endswith((".kts", ".kt"))
        self.tokens = tokens
        self.closes = closings(tokens)
        self.parser = Parser(tokens, self.closes, kotlin=self.kotlin)
        self.script = Script(path=document.path)
        self.local: dict[str, list[Value]] = {}
        self.roots: set[str] = set()
        """First parts of the names known so far: `versions` in `versions.scala = ...`."""

    def walk(self, start: int, end: int, context: tuple[str, ...]) -> None:
        """Read the statements between two places."""
        if len(context) > MAX_DEPTH:
            raise Unreadable("is nested too deeply to be read", self.tokens[start].line)
        at = start
        while at < end:
            token = self.tokens[at]
            if token.sort is Sort.NEWLINE or token.is_mark(";", ",", "}", ")", "]"):
                at += 1
                continue
            stop = self.end_of_statement(at, end)
            self.statement(at, stop, context)
            at = max(stop, at + 1)

    def detached(self) -> None:
        """Take in what `dependencies.create("g:a:v")` asks for outside of dependencies blocks."""
        for at in range(len(self.tokens) - 3):
            names = [t.text for t in self.tokens[at : at + 4]]
            if names == ["dependencies", ".", "create", "("] and at + 3 in self.closes:
                values = self.parser.arguments(at + 4, self.closes[at + 3])
                self.script.requests.extend(
                    Request(configuration="detached", value=v) for v in values
                )

    def end_of_statement(self, start: int, end: int) -> int:
        """Where the statement that starts at `start` ends; brackets are jumped over."""
        at = start
        while at < end:
            token = self.tokens[at]
            if token.is_mark(";", "}"):
                return at
            if token.sort is Sort.NEWLINE and not self.continues(at, end):
                return at
            at = self.closes[at] + 1 if at in self.closes else at + 1
        return min(at, end)

    def continues(self, newline: int, end: int) -> bool:
        before = self.tokens[newline - 1] if newline else None
        if before is not None and before.sort is Sort.MARK and before.text in _CONTINUING:
            return True
        at = newline
        while at < end and self.tokens[at].sort is Sort.NEWLINE:
            at += 1
        return at < end and self.tokens[at].is_mark(".", "?.", "?:")

    def statement(self, start: int, end: int, context: tuple[str, ...]) -> None:
        first = self.tokens[start]
        bare = self.behind_condition(start, end) if first.text in _CONTROL else end
        if bare < end:
            self.statement(bare, end, context)
            return
        if self.define(start, end, context):
            self.descend(start, end, context)
            return
        if "plugins" in context[-1:] and not {"gradlePlugin", "protobuf"} & set(context):
            self.plugin(start, end)
            return
        if "dependencyManagement" in context:
            self.spring_management(start, end)
        if "dependencies" in context and "dependencyManagement" not in context:
            if first.text in _SKIPPED or first.text in _NOT_CONFIGURATIONS:
                return
            if first.text not in _CONTROL and self.request(start, end, context):
                return
        elif first.text == "dependencies" and self.parser.path(start, end)[0][1:] == ["add"]:
            self.request(start, end, context)
        self.descend(start, end, context)

    def behind_condition(self, start: int, end: int) -> int:
        """Where the statement of `if (x) statement` starts; `end` where a closure follows."""
        at = start + 1
        if at in self.closes and self.tokens[at].is_mark("("):
            at = self.closes[at] + 1
        while at < end and self.tokens[at].sort is Sort.NEWLINE:
            at += 1
        return end if at >= end or self.tokens[at].is_mark("{") else at

    def descend(self, start: int, end: int, context: tuple[str, ...]) -> None:
        """Walk the closures of a statement."""
        at = start
        labels: tuple[str, ...] | None = None
        while at < end:
            if self.tokens[at].is_mark("{"):
                if labels is None:
                    labels = self.labels(start, at)
                self.walk(at + 1, min(self.closes[at], end), context + labels)
                at = self.closes[at]
            at += 1

    def labels(self, start: int, brace: int) -> tuple[str, ...]:
        """What a closure is called: `a.b { }` is (a, b), `named("x") { }` is (named, x)."""
        words = [t for t in self.tokens[start:brace] if t.sort is not Sort.NEWLINE]
        if not words or words[0].text in _CONTROL:
            return ()
        if words[0].text in _DECLARING and len(words) > 1:
            words = words[1:]
        if words[0].text == "object" and len(words) > 1:
            return ("object", words[1].text)
        if words[0].text in ("internal", "public", "private", "data") and "object" in (
            w.text for w in words
        ):
            place = [w.text for w in words].index("object")
            return ("object", *(w.text for w in words[place + 1 : place + 2]))
        names = self.parser.path(start, brace)[0] if words[0] is self.tokens[start] else []
        names = names or [words[0].text]
        if len(words) > 2 and words[-1].is_mark(")") and words[-2].is_string:
            names.append(words[-2].text)
        elif words[-1].sort is Sort.WORD and words[-1].text != names[-1]:
            names.append(words[-1].text)
        return tuple(names)

    def define(self, start: int, end: int, context: tuple[str, ...]) -> bool:
        """Take in `x = ...` where it defines a name; whether the statement is an assignment."""
        at = start
        while at < end and not self.tokens[at].is_mark("=", "+="):
            token = self.tokens[at]
            if token.is_mark("{") or (token.is_string and at == start):
                return False
            if token.sort is Sort.WORD and token.text == "by":
                break
            at = self.closes[at] + 1 if at in self.closes else at + 1
        if at >= end:
            self.define_by_call(start, end, context)
            return False
        if start == at or self.tokens[start].sort is not Sort.WORD:
            return False
        if self.tokens[start].text in _CONTROL:
            return False
        names, declared = self.assigned(start, at)
        if self.tokens[at].text == "by":
            if at + 2 < end and self.tokens[at + 1].text in ("extra", "ext"):
                self.add(names, self.parser.value(at + 2, end), context)
            return True
        value = self.parser.value(at + 1, end)
        if "protobuf" in context and names == ["artifact"] and value is not None:
            self.script.tools.append(value)
        elif declared or names[0] in PREFIXES or self.is_defining(names, context):
            self.add(names, value, context)
        return True

    def assigned(self, start: int, equals: int) -> tuple[list[str], bool]:
        """The name that a statement assigns to, and whether it declares it."""
        names: list[str] = []
        count = 0
        at = start
        while at < equals:
            token = self.tokens[at]
            if token.is_mark(":"):
                break
            if token.sort is Sort.WORD:
                names, at = self.parser.path(at, equals)
                count += 1
                continue
            at += 1
        return names, count > 1

    def is_defining(self, names: list[str], context: tuple[str, ...]) -> bool:
        if not context or context[-1] in _DEFINING:
            return True
        return names[0] in self.roots

    def define_by_call(self, start: int, end: int, context: tuple[str, ...]) -> None:
        """`set("x", "v")` in an `ext` block, `ext.set("x", "v")`, `extra.set("x", "v")`."""
        if self.tokens[start].sort is not Sort.WORD or self.tokens[start].text in _CONTROL:
            return
        names, at = self.parser.path(start, end)
        by_name = names[-1] == "set" and (
            (len(names) > 1 and names[-2] in ("ext", "extra")) or context[-1:] == ("ext",)
        )
        if not by_name or at >= end or not self.tokens[at].is_mark("("):
            return
        arguments = self.parser.arguments(at + 1, min(self.closes[at], end))
        if len(arguments) == 2 and isinstance(arguments[0], Text):
            name = "".join(p for p in arguments[0].parts if isinstance(p, str))
            self.add([name], arguments[1], context)

    def add(self, names: list[str], value: Value | None, context: tuple[str, ...]) -> None:
        owners = [context[i + 1] for i, label in enumerate(context[:-1]) if label == "object"]
        written = ".".join([*owners, *names])
        name = strip_prefixes(written)
        scripts_own = name != written or self.is_defining(names, context) or bool(owners)
        definitions = self.script.definitions if scripts_own else self.local
        self.define_name(definitions, name, value or Unknown(""))

    def define_name(self, definitions: dict[str, list[Value]], name: str, value: Value) -> None:
        values = definitions.setdefault(name, [])
        if len(values) < MOST_VALUES:
            values.append(value)
        root, dot, _ = name.partition(".")
        if dot and definitions is self.script.definitions:
            self.roots.add(root)
        if isinstance(value, Named):
            for key, field in value.fields.items():
                self.define_name(definitions, f"{name}.{key}", field)

    def plugin(self, start: int, end: int) -> None:
        """`id("x") version "1" apply false`, `kotlin("jvm")`, `alias(libs.plugins.x)`."""
        token = self.tokens[start]
        version: Value | None = None
        at = start
        while at < end and not (
            self.tokens[at].sort is Sort.WORD and self.tokens[at].text in ("version", "apply")
        ):
            at = self.closes[at] + 1 if at in self.closes else at + 1
        at = min(at, end)
        if at < end and self.tokens[at].text == "version":
            stop = at + 1
            while stop < end and self.tokens[stop].text != "apply":
                stop = self.closes[stop] + 1 if stop in self.closes else stop + 1
            version = self.parser.value(at + 1, min(stop, end))
        names, after = self.parser.path(start, at) if token.sort is Sort.WORD else ([""], start)
        if names[-1] not in ("id", "kotlin", "alias") or after >= at:
            return
        value = self.parser.value(after, at)
        if isinstance(value, Text) and names[-1] == "kotlin":
            value = Text(("org.jetbrains.kotlin.", *value.parts), value.line)
        if isinstance(value, Text | Reference):
            self.script.plugins.append(PluginRequest(id=value, version=version, line=token.line))

    def spring_management(self, start: int, end: int) -> None:
        """`mavenBom "g:a:v"` asks for a BOM; `dependency "g:a:v"` only gives versions."""
        token = self.tokens[start]
        if token.text == "mavenBom":
            value = self.parser.arguments(start + 1, end)
            if value:
                self.script.requests.append(Request(configuration="mavenBom", value=value[0]))
        elif token.text == "dependency":
            self.script.managed.extend(self.parser.arguments(start + 1, end))

    def request(self, start: int, end: int, context: tuple[str, ...]) -> bool:
        """Take in `configuration arguments { closure }`; whether the statement is one."""
        first = self.tokens[start]
        names, at = (
            self.parser.path(start, end)
            if first.sort is Sort.WORD
            else ([first.text] if first.is_string else [""], start + 1)
        )
        added = names[-1] == "add"
        if not names[0] or (len(names) > 1 and not added):
            return False
        closure = at
        while closure < end and not self.tokens[closure].is_mark("{"):
            closure = self.closes[closure] + 1 if closure in self.closes else closure + 1
        closure = min(closure, end)
        if at >= closure or self.tokens[at].is_mark("."):
            return False
        bracketed = self.tokens[at].is_mark("(") and self.closes[at] >= closure - 1
        values = (
            self.parser.arguments(at + 1, min(self.closes[at], closure))
            if bracketed
            else self.parser.arguments(at, closure)
        )
        configuration = names[0]
        if added:
            if len(values) < 2 or not isinstance(values[0], Text):
                return False
            configuration = "".join(p for p in values[0].parts if isinstance(p, str))
            values = values[1:]
        value = values[0] if len(values) == 1 else Items(tuple(values), line=first.line)
        if "constraints" in context:
            self.script.managed.append(value)
            return True
        self.script.requests.append(
            Request(
                configuration=configuration,
                value=value,
                version=self.closure_version(closure, end),
                classifiers=self.parser.classifiers(closure, end),
                build="buildscript" in context or "pluginManagement" in context,
                test=in_tests(context),
            )
        )
        return not self.is_wrapper(values, closure, end)

    def is_wrapper(self, values: list[Value], closure: int, end: int) -> bool:
        """Whether a statement with a closure asks for nothing itself: `kotlin { ... }`."""
        return closure < end and all(isinstance(v, Reference | Unknown) for v in values)

    def closure_version(self, start: int, end: int) -> Value | None:
        """The version that `version { strictly("1.0") }` asks for."""
        found: dict[str, Value] = {}
        for at in range(start, end - 1):
            token, after = self.tokens[at], self.tokens[at + 1]
            if token.sort is Sort.WORD and token.text in _VERSION_RANK:
                place = at + 2 if after.is_mark("(") else at + 1
                if place < end and self.tokens[place].is_string:
                    found.setdefault(token.text, self.parser.text(self.tokens[place]))
        return next((found[name] for name in _VERSION_RANK if name in found), None)
