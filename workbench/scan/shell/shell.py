"""Shell scripts as lists of simple commands: enough to see what a build installs and fetches.

Not an interpreter: bodies of conditions and loops are listed as if they all ran, because each of
them is software that the project may use. Grammar: POSIX.1-2017, Shell Command Language, with
bash's here-strings and process substitutions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.model.regex import regex
from workbench.scan.shell.expansion import closing
from workbench.scan.shell.script import Script

_OPERATOR = regex(r"&&|\|\||;;&|;;|;&|\|&|[;&|()\n]")
_REDIRECTION = regex(r"\d*(?:<<<|<<-?|<>|>>|>\||[<>]&|[<>])|&>>?")
_WORD_END = frozenset(" \t\n;&|()<>")
_ASSIGNMENT = regex(r"([A-Za-z_]\w*)(\+?)=")
_LEADING = frozenset({"if", "then", "elif", "else", "while", "until", "do", "!", "{", "time"})
_OPENING = frozenset({"if", "while", "until", "for", "case", "select"})
_CLOSING = frozenset({"fi", "done", "esac"})
_TESTS = frozenset({"[", "[[", "test", "grep"})


@dataclass(frozen=True, slots=True)
class Assignment:
    """`NAME=value`, the value as written."""

    name: str
    value: Script


@dataclass(slots=True)
class Command:
    """One simple command: its words as written, and what surrounds it."""

    words: list[Script] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    targets: list[Script] = field(default_factory=list)
    """Files that its output is redirected to."""
    inputs: list[Script] = field(default_factory=list)
    """Bodies of its here-documents."""
    pipes: bool = False
    """Whether its output goes to the next command."""
    conditional: bool = False
    """Whether it runs only in some cases."""


def commands(script: Script, *, joined: bool = False) -> list[Command]:
    """Split `script` into its commands, in the order in which they are written.

    `joined`: a backslash at a line's end continues a comment as well, because the lines were put
    together before the shell saw them (a Dockerfile's RUN).
    """
    return list(_Reader(script, joined).commands())


class _Reader:
    def __init__(self, script: Script, joined: bool) -> None:
        self.script = script
        self.text = script.text
        self.joined = joined
        self.at = 0
        self.depth = 0
        self.parentheses = 0
        self.waiting: list[tuple[Command, str, bool]] = []

    def commands(self) -> Iterator[Command]:
        current = Command()
        before: Command | None = None
        joint = "\n"
        while self.at < len(self.text):
            if self.blank():
                continue
            redirection = _REDIRECTION.match(self.text, self.at)
            if redirection and not self.substitutes_process():
                self.redirect(current, redirection)
                continue
            operator = _OPERATOR.match(self.text, self.at)
            if not operator:
                current.words.append(self.word())
                continue
            self.at = operator.end()
            sign = operator.group()
            if sign == ")" and not self.parentheses:
                self.finish(current, before, joint)
                current, joint = Command(), "\n"  # what stood there was a pattern of `case`
                continue
            self.parentheses += {"(": 1, ")": -1}.get(sign, 0)
            current.pipes = sign in ("|", "|&")
            if self.finish(current, before, joint):
                yield current
            before, joint = current, sign
            current = Command()
            if sign == "\n":
                self.here_documents()
        if self.finish(current, before, joint):
            yield current

    def blank(self) -> bool:
        """Step over one blank, continuation or comment."""
        char = self.text[self.at]
        if char in " \t\r":
            self.at += 1
        elif char == "\\" and self.text.startswith("\n", self.at + 1):
            self.at += 2
        elif char == "#":
            end = self.text.find("\n", self.at)
            while self.joined and end > 0 and self.text[end - 1] == "\\":
                end = self.text.find("\n", end + 1)
            self.at = len(self.text) if end < 0 else end
        else:
            return False
        return True

    def substitutes_process(self) -> bool:
        return self.text.startswith(("<(", ">("), self.at)

    def word(self) -> Script:
        start = self.at
        if self.substitutes_process():
            self.at = closing(self.text, self.at + 1)
        quoted = ""
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "\\" and quoted != "'":
                self.at += 2
                continue
            if char == "$" and quoted != "'" and self.text[self.at + 1 : self.at + 2] in ("(", "{"):
                self.at = closing(self.text, self.at + 1)
                continue
            if char == "`" and quoted != "'":
                end = self.text.find("`", self.at + 1)
                self.at = len(self.text) if end < 0 else end + 1
                continue
            if char in "'\"":
                quoted = char if not quoted else "" if quoted == char else quoted
            elif not quoted and char in _WORD_END:
                break
            self.at += 1
        self.at = min(self.at, len(self.text))
        return self.script.slice(start, self.at)

    def redirect(self, command: Command, redirection: re.Match[str]) -> None:
        self.at = redirection.end()
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self.at += 1
        if self.at >= len(self.text) or self.text[self.at] in _WORD_END - {"<", ">"}:
            return
        target = self.word()
        sign = redirection.group().lstrip("0123456789")
        if sign in ("<<", "<<-"):
            self.waiting.append((command, target.text.strip("'\"\\"), sign == "<<-"))
        elif ">" in sign and not sign.endswith("&"):
            command.targets.append(target)

    def here_documents(self) -> None:
        """Read the bodies that the line before asked for."""
        for command, end_word, tabs in self.waiting:
            start = self.at
            while self.at < len(self.text):
                begin = self.at
                end = self.text.find("\n", begin)
                end = len(self.text) if end < 0 else end
                line = self.text[begin:end]
                self.at = min(end + 1, len(self.text))
                if (line.lstrip("\t") if tabs else line) == end_word:
                    command.inputs.append(self.script.slice(start, begin))
                    break
            else:
                command.inputs.append(self.script.slice(start, self.at))
        self.waiting.clear()

    def finish(self, command: Command, before: Command | None, joint: str) -> bool:
        """Take reserved words and assignments off; say whether something is left."""
        words = command.words
        while words:
            word = words[0].text
            if word in ("for", "select", "case"):
                self.depth += 1
                if len(words) > 3 and words[2].text == "in" and words[1].text.isidentifier():
                    # The variable of a loop has each of its words in turn.
                    each = [Assignment(words[1].text, value) for value in words[3:]]
                    command.assignments += each if word == "for" else []
                words.clear()
            elif word in _LEADING or word in _CLOSING or word == "}":
                self.depth += (word in _OPENING) - (word in _CLOSING)
                del words[0]
            else:
                break
        while words and (assignment := _ASSIGNMENT.match(words[0].text)):
            assigned = words.pop(0)
            value = assigned.slice(assignment.end(), len(assigned.text))
            command.assignments.append(Assignment(assignment.group(1), value))
        tested = before is not None and before.words and before.words[0].text in _TESTS
        command.conditional = self.depth > 0 or joint == "||" or (joint == "&&" and bool(tested))
        return bool(words or command.assignments or command.inputs or command.targets)
