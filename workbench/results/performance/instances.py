"""What an instance type's name says of its processors."""

from __future__ import annotations

from functools import cache

import msgspec

from workbench.model.regex import regex
from workbench.model.resources import resources
from workbench.model.toml import decode

_TYPE = regex(
    r"(?P<family>(?P<letters>[a-z]+(?:-[a-z0-9]+)?)\d+(?P<attributes>[a-z-]*))\.(?P<size>[a-z0-9-]+)"
)
_MULTIPLE = regex(r"(\d+)xlarge")


class _Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`resources/results/instances.toml`."""

    arm64_attribute: str
    arm64_families: tuple[str, ...]
    whole_cores: tuple[str, ...]
    burstable: tuple[str, ...]
    vcpus: dict[str, int]


class InstanceType(msgspec.Struct, frozen=True, kw_only=True):
    """A type as its name describes it. `vcpus` is None where the name does not tell (metal)."""

    name: str
    vcpus: int | None
    whole_cores: bool
    """A vCPU is a core; otherwise it is one of the two threads of a core."""
    burstable: bool
    arm64: bool


def instance_type(name: str) -> InstanceType | None:
    """Read a name such as `c7g.2xlarge`; None for what is no EC2 instance type."""
    found = _TYPE.fullmatch(name.strip().lower())
    if found is None:
        return None
    facts, family, size = _facts(), found["family"], found["size"]
    arm64 = facts.arm64_attribute in found["attributes"] or family in facts.arm64_families
    burstable = family in facts.burstable
    return InstanceType(
        name=name.strip().lower(),
        # Small burstable sizes do not follow the table.
        vcpus=None if burstable and "xlarge" not in size else _vcpus(size, facts),
        whole_cores=arm64 or family in facts.whole_cores,
        burstable=burstable,
        arm64=arm64,
    )


def _vcpus(size: str, facts: _Facts) -> int | None:
    if multiple := _MULTIPLE.fullmatch(size):
        return int(multiple[1]) * facts.vcpus["xlarge"]
    return facts.vcpus.get(size)


@cache
def _facts() -> _Facts:
    data = (resources() / "results" / "instances.toml").read_bytes()
    return decode(data, _Facts)
