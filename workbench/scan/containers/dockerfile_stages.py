"""The stages of a Dockerfile, and the values of its variables at every instruction."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.model.component import Scope
from workbench.model.regex import regex
from workbench.scan.containers.dockerfile_syntax import Instruction, instructions
from workbench.scan.document import Document
from workbench.scan.shell.expansion import Expansion, Values, expand, literal

_AUTOMATIC = {"TARGETOS": literal("linux")}
"""What a build for arm64 servers sets by itself, besides the processor."""
_ARCHITECTURES = ("arm64", "amd64")
_ASSIGNMENT = regex(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)


@dataclass(slots=True)
class Stage:
    """One `FROM` and what follows it."""

    number: int
    line: int
    name: str
    image: Expansion
    platform: str
    """The value of `--platform` as written; empty where there is none."""
    known_platform: str
    """The same with its variables replaced; empty where one has no value."""
    parent: Stage | None
    """The earlier stage that it starts from, where it starts from no image."""
    instructions: list[Instruction] = field(default_factory=list)
    scope: Scope = Scope.BUILD
    environment: dict[str, Expansion] = field(default_factory=dict)
    shell: str = ""
    """What SHELL names at the stage's end."""

    @property
    def root(self) -> Stage:
        """The stage whose image this one is built on."""
        stage = self
        while stage.parent is not None:
            stage = stage.parent
        return stage


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction of a stage, with the variables that it sees."""

    instruction: Instruction
    values: Values
    shell: str = ""
    """What SHELL names for this instruction; empty where it is the platform's own."""


@dataclass(slots=True)
class Dockerfile:
    """All stages. `arguments` are the values of the ARGs before the first FROM."""

    stages: list[Stage]
    arguments: dict[str, Expansion]
    given: Values
    overrides: Values = field(default_factory=dict)
    _named: dict[str, list[Stage]] = field(default_factory=dict)

    def add(self, stage: Stage) -> None:
        """Put a stage behind the others."""
        self.stages.append(stage)
        self._named.setdefault(stage.name, []).append(stage)

    def stage(self, name: str, before: int) -> Stage | None:
        """Return the stage that `name` (a name or a number) means to stage number `before`."""
        wanted = name.lower()
        named = self._named.get(wanted, []) if wanted else []
        at = bisect_left(named, before, key=_number) - 1
        if at >= 0:
            return named[at]
        return self.stages[int(name)] if name.isdecimal() and int(name) < before else None


def _number(stage: Stage) -> int:
    return stage.number


def read_stages(
    document: Document, given: Values | None = None, overrides: Values | None = None
) -> Dockerfile:
    """Read the stages; those that the last one starts from have the scope `runtime`.

    `given` are build arguments known from elsewhere: they count where the file has no default;
    `overrides` are those of one build, which count over the file's defaults.
    """
    file = Dockerfile([], {}, given or {}, overrides or {})
    for instruction in instructions(document):
        if instruction.keyword == "FROM":
            stage = _stage(instruction, file)
            if stage is not None:
                file.add(stage)
        elif file.stages:
            file.stages[-1].instructions.append(instruction)
        elif instruction.keyword == "ARG":
            _declare(instruction, file.arguments, file.given, file.arguments, file.overrides)
    final = file.stages[-1] if file.stages else None
    while final is not None:
        final.scope = Scope.RUNTIME
        final = final.parent
    return file


def _stage(instruction: Instruction, file: Dockerfile) -> Stage | None:
    words = instruction.words()
    if not words:
        return None
    image = expand(words[0].text, {**_AUTOMATIC, **file.arguments})
    name = words[2].text.lower() if len(words) > 2 and words[1].text.lower() == "as" else ""
    platform = next((f.value.text for f in instruction.flags if f.name == "platform"), "")
    number = len(file.stages)
    return Stage(
        number=number,
        line=words[0].line,
        name=name,
        image=image,
        platform=platform,
        known_platform=expand(platform, file.arguments).literal or "",
        parent=_parent(image, file, number),
    )


def _parent(image: Expansion, file: Dockerfile, number: int) -> Stage | None:
    """Return the stage that FROM names; `base-$TARGETARCH` names the one for arm64, if there is."""
    if image.text.isdecimal():
        return None
    if image.masked.count("\0") != 1 or "ARCH" not in image.unknown[0].expression:
        return file.stage(image.text, number)
    named = (file.stage(image.masked.replace("\0", arch), number) for arch in _ARCHITECTURES)
    return next((stage for stage in named if stage is not None), None)


def steps(stage: Stage, file: Dockerfile) -> Iterator[Step]:
    """Yield the instructions of a stage that are no ARG, ENV or SHELL. Call it in stage order."""
    environment = dict(stage.parent.environment) if stage.parent is not None else {}
    stage.environment = environment
    stage.shell = stage.parent.shell if stage.parent is not None else ""
    arguments: dict[str, Expansion] = {}
    values: dict[str, Expansion] = dict(environment)
    for instruction in stage.instructions:
        if instruction.keyword == "ARG":
            inherited = {**file.given, **file.arguments}
            _declare(instruction, arguments, inherited, values, file.overrides)
        elif instruction.keyword == "ENV":
            _set(instruction, environment, values)
        elif instruction.keyword == "SHELL":
            words = instruction.exec_form()
            stage.shell = words[0].text if words else ""
            continue
        else:
            yield Step(instruction, values, stage.shell)
            continue
        # An ENV always overrides an ARG of the same name.
        values = {**arguments, **environment}


def declared_arguments(instruction: Instruction, values: Values) -> Iterator[tuple[str, int, str]]:
    """Yield name, line and default (as far as known) of each argument that an ARG gives one."""
    for word in instruction.words():
        match = _ASSIGNMENT.fullmatch(word.text)
        if match:
            yield match.group(1), word.line, expand(match.group(2), values).text


def _declare(
    instruction: Instruction,
    arguments: dict[str, Expansion],
    inherited: Values,
    values: Values,
    overrides: Values,
) -> None:
    for word in instruction.words():
        match = _ASSIGNMENT.fullmatch(word.text)
        name = match.group(1) if match else word.text
        if name in overrides:
            arguments[name] = overrides[name]
        elif match:
            arguments[name] = expand(match.group(2), values)
        elif word.text in inherited:
            arguments[word.text] = inherited[word.text]


def _set(instruction: Instruction, environment: dict[str, Expansion], values: Values) -> None:
    words = instruction.words()
    if not words:
        return
    if _ASSIGNMENT.fullmatch(words[0].text):
        # All of one ENV see the values from before it.
        for word in words:
            match = _ASSIGNMENT.fullmatch(word.text)
            if match:
                environment[match.group(1)] = expand(match.group(2), values)
        return
    text = instruction.body.text.strip()
    name, _, value = text.partition(" ")
    environment[name] = expand(value.strip(), values)
