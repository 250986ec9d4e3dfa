"""The choices in a build: `if`, `else`, `case`, `select` and their kin, and what each is about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

from workbench.scan.source.build_conditions import Known, Truths, truths, truths_knowing
from workbench.scan.source.build_files import BuildText
from workbench.scan.source.build_turns import Turn, Turned, turns
from workbench.scan.source.worlds import Truth, names_arm

_MAX_DEPTH = 40
_MAX_TURNS = 10_000


@dataclass(eq=False)
class Branch:
    """One way through a choice, from `start` to `end` (offsets)."""

    choice: Choice
    start: int
    condition: str
    own: Truths
    """What its condition comes to."""
    reached: Truths
    """The same, where no branch before it was taken."""
    parent: Branch | None
    otherwise: bool
    end: int = 0


@dataclass(eq=False)
class Choice:
    """Branches of which at most one is taken."""

    branches: list[Branch] = field(default_factory=list)

    @property
    def otherwise(self) -> Branch | None:
        """The branch for everything else."""
        return next((b for b in self.branches if b.otherwise), None)

    @property
    def names_arm(self) -> bool:
        """Whether one of the branches is for arm64."""
        return any(b.reached.arm is not False and names_arm(b.condition) for b in self.branches)


class Choices:
    """All choices of one file."""

    def __init__(
        self,
        text: BuildText,
        checked: frozenset[str] = frozenset(),
        known: Known = MappingProxyType({}),
    ) -> None:
        """`checked` are variables that say whether a compiler takes some x86 flag.

        `known` are switches that other places of the build set.
        """
        self.every: list[Choice] = []
        self._offsets = [0]
        self._at: list[Branch | None] = [None]
        self._checked = checked
        self._known = known
        self._build(turns(text), len(text.code))

    @property
    def name_arm(self) -> bool:
        """Whether arm64 has a branch of its own anywhere in the file."""
        return any(choice.names_arm for choice in self.every)

    def around(self, offset: int) -> Iterator[Branch]:
        """Yield the branches that `offset` is in, innermost first."""
        branch = self._at[bisect_right(self._offsets, offset) - 1]
        for _ in range(_MAX_DEPTH):
            if branch is None:
                return
            yield branch
            branch = branch.parent

    def _build(self, found: Iterable[Turned], length: int) -> None:
        current: Branch | None = None
        for turn, offset, condition in islice(found, _MAX_TURNS):
            if turn is Turn.IF:
                self.every.append(Choice())
                current = self._branch(self.every[-1], current, offset, condition, turn)
            elif current is not None:
                current.end = offset
                parent = current.parent
                if turn is Turn.END:
                    current = parent
                else:
                    current = self._branch(current.choice, parent, offset, condition, turn)
            else:
                continue
            self._offsets.append(offset)
            self._at.append(current)
        while current is not None:
            current.end = length
            current = current.parent

    def _branch(
        self, choice: Choice, parent: Branch | None, offset: int, condition: str, turn: Turn
    ) -> Branch:
        otherwise = turn is Turn.ELSE
        own = Truths(True, True) if otherwise else self._truths(condition)
        before = [b.own for b in choice.branches]
        reached = Truths(
            _reached(own.x86, [b.x86 for b in before]), _reached(own.arm, [b.arm for b in before])
        )
        branch = Branch(choice, offset, condition, own, reached, parent, otherwise)
        choice.branches.append(branch)
        return branch

    def _truths(self, condition: str) -> Truths:
        word = condition.strip(" ()${}\"'")
        if word in self._checked:
            return Truths(None, False)
        return truths_knowing(condition, self._known) if self._known else truths(condition)


def _reached(own: Truth, before: list[Truth]) -> Truth:
    if own is False or any(value is True for value in before):
        return False
    return None if own is None or any(value is None for value in before) else True
