"""What a compute component runs on, and its counterpart on Graviton."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import cache

import msgspec
from msgspec.structs import replace

from workbench.knowledge.compute_tables import (
    Family,
    Pair,
    Service,
    families,
    generations,
    services,
    sizes_of,
    table,
)
from workbench.model.component import Component, Kind
from workbench.model.evidence import Evidence, Source
from workbench.model.purl import parse_purl
from workbench.model.regex import regex
from workbench.model.status import Status

DEFAULT_GENERATION = generations()[0]

IS_GRAVITON = "{name} is Graviton"
COUNTERPART = "{name} is x86; {counterpart} stands for it on Graviton"
NEAREST = "{name} is x86; Graviton has no size alike, the nearest are {counterpart}"
NO_FAMILY = "{name} is x86, and nothing on Graviton stands for it"
NOT_LISTED = "{name} is in no table of instance types"

_GRAVITON_FAMILY = regex(r"a1|[a-z]+\d+g[a-z]*")
"""AWS's naming: a `g` behind the generation is for Graviton; a1 was before that.

https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
"""
_ORDER = {"nano": 1, "micro": 2, "small": 3, "medium": 4, "large": 5, "xlarge": 6}
_LOSES_DISKS = frozenset({"no-disk", "smaller-disk"})


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a compute component comes to."""

    status: Status
    detail: str
    name: str
    counterpart: str = ""
    """What stands for it; where sizes differ, the nearest ones."""
    exact: bool = False
    """Whether `counterpart` is one name that can be written in its place."""
    doubts: tuple[str, ...] = ()
    alternative: str = ""
    url: str = ""
    date: str = ""
    origin: str = ""

    @property
    def evidence(self) -> Evidence:
        """The verdict as a rule's word on the component."""
        values = {"name": self.name, "counterpart": self.counterpart}
        return Evidence(
            source=Source.RULE,
            status=self.status,
            detail=self.detail,
            values=tuple((k, v) for k, v in values.items() if f"{{{k}}}" in self.detail),
            alternative=self.alternative,
            note=self.doubts[0] if self.doubts else "",
            url=self.url,
            date=self.date,
            origin=self.origin,
        )


def compute_evidence(component: Component, generation: str) -> list[Evidence]:
    """Return what the tables say of a compute component; nothing of other kinds."""
    if component.kind is not Kind.COMPUTE:
        return []
    found = verdict(component.purl, generation)
    return [found.evidence] if found else []


@cache
def verdict(purl: str, generation: str = DEFAULT_GENERATION) -> Verdict | None:
    """Return what `pkg:generic/SERVICE/NAME` runs on; None for a service that no table has.

    `generation` is the Graviton generation to prefer where it has the size.
    """
    try:
        parsed = parse_purl(purl)
    except ValueError:
        return None
    service = services().get(parsed.namespace or "")
    if service is None:
        return None
    unknown = Verdict(
        status=Status.UNKNOWN,
        detail=NOT_LISTED,
        name=parsed.name,
        url=service.url,
        date=service.date,
        origin="infrastructure/services.toml",
    )
    if service.words is not None:
        return _of_words(service, service.words, unknown)
    return _of_instance(service, unknown, generation)


def _of_words(service: Service, words: dict[str, str], unknown: Verdict) -> Verdict:
    name = unknown.name
    if any(fnmatchcase(name, pattern) for pattern in service.ready):
        return replace(unknown, status=Status.READY, detail=IS_GRAVITON)
    if name not in words:
        return unknown
    if not words[name]:
        status = Status.CHANGE if service.alternative else Status.BLOCKED
        return replace(unknown, status=status, detail=NO_FAMILY, alternative=service.alternative)
    return replace(
        unknown,
        status=Status.CHANGE,
        detail=COUNTERPART,
        counterpart=words[name],
        exact=True,
        doubts=tuple(filter(None, [service.doubt])),
    )


def _of_instance(service: Service, unknown: Verdict, generation: str) -> Verdict:
    name = unknown.name
    suffix = next((s for s in service.suffixes if s and name.endswith(s)), "")
    plain = name.removeprefix(service.prefix).removesuffix(suffix)
    family, _, size = plain.partition(".")
    if _GRAVITON_FAMILY.fullmatch(family):
        return replace(unknown, status=Status.READY, detail=IS_GRAVITON)
    known = families().get(family)
    if known is None:
        return unknown
    said = unknown
    if not service.families:
        origin = "infrastructure/instances.toml"
        said = replace(unknown, url=table().url, date=table().date, origin=origin)
    pairs = _offered(service, known, size)
    if not pairs:
        return replace(said, status=Status.BLOCKED, detail=NO_FAMILY, alternative=known.why)
    best = min(pairs, key=lambda pair: _preference(pair, size, generation))
    if not size:  # a family as a whole, as Karpenter asks for it
        return replace(
            said,
            status=Status.CHANGE,
            detail=COUNTERPART,
            counterpart=best.family,
            exact=True,
            doubts=tuple(filter(None, [*(table().doubts[d] for d in best.doubts), service.doubt])),
        )
    new = _named(service, best, size)
    differs = [*best.doubts, *(["other-vcpus"] if new and size in best.other_vcpus else [])]
    near = [new] if new else _nearest(service, best.family, size)
    return replace(
        said,
        status=Status.CHANGE,
        detail=COUNTERPART if new else NEAREST,
        counterpart=", ".join(f"{service.prefix}{best.family}.{size}{suffix}" for size in near),
        exact=bool(new),
        doubts=tuple(filter(None, [*(table().doubts[d] for d in differs), service.doubt])),
    )


def _offered(service: Service, family: Family, size: str) -> list[Pair]:
    """Return the counterparts of `family` that the service has."""
    if family.name in service.nearest:
        named = service.nearest[family.name]
        alike = (size,) if size in sizes_of(named) else ()
        return [Pair(named, "", sizes=alike, doubts=("nearest-class",))]
    if not service.families:
        return list(family.counterpart)
    return [pair for pair in family.counterpart if pair.family in service.families]


def _preference(pair: Pair, size: str, generation: str) -> tuple[int, bool, int, int]:
    """Return the order among counterparts: the size, the disks, the generation, what differs."""
    fits = 0 if size in pair.sizes else 1 if size in (*pair.equal, *pair.other_vcpus) else 2
    wanted, offered = _number(generation), _number(pair.generation)
    distance = wanted - offered if offered <= wanted else 100 + offered - wanted
    return fits, bool(_LOSES_DISKS & set(pair.doubts)), distance, len(pair.doubts)


def _number(generation: str) -> int:
    digits = re.search(r"\d+", generation)
    return int(digits[0]) if digits else 0


def _named(service: Service, pair: Pair, size: str) -> str:
    """Return the size to write for `size`; empty where the family has none that is alike."""
    if service.sizes and size not in service.sizes:
        return ""
    if size in pair.sizes or size in pair.other_vcpus:
        return pair.equal.get(size, size)
    return pair.equal.get(size, "")


def _nearest(service: Service, family: str, size: str) -> list[str]:
    """Return the next smaller and the next larger size that the family has."""
    sizes = sorted(set(service.sizes or sizes_of(family)), key=_place)
    plain = [s for s in sizes if "metal" not in s] or sizes
    if "metal" in size:
        return [s for s in sizes if "metal" in s][:1] or plain[-1:]
    place = _place(size)
    below = [s for s in plain if _place(s) < place][-1:]
    above = [s for s in plain if _place(s) >= place][:1]
    return [*below, *above]


def _place(size: str) -> tuple[int, str]:
    times = re.fullmatch(r"(\d+)xlarge", size)
    return (_ORDER.get(size, 1000) if not times else 5 + int(times[1]), size)
