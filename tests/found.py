"""Findings in self-built code, for tests of whatever shows them."""

from __future__ import annotations

from workbench.model.component import Scope
from workbench.model.finding import Effect, Finding, Reason
from workbench.model.purl import make_purl

STOCK = make_purl("generic", "services/在庫管理")
"""The component of the shop whose source is written for x86."""


def finding(**said: object) -> Finding:
    """One finding that is to change, with everything that a real one has."""
    plain: dict[str, object] = {
        "rule": "inline-asm",
        "construct": "asm",
        "title": "inline assembly",
        "path": "src/a.c",
        "line": 3,
        "effect": Effect.CHANGE,
        "reason": Reason.OPEN,
        "way_out": "Write it again",
        "minutes": 90,
    }
    return Finding(**(plain | said))  # type: ignore[arg-type]


def sse(path: str, line: int, function: str = "", **said: object) -> Finding:
    """A use of SSE."""
    plain: dict[str, object] = {
        "rule": "x86-intrinsic",
        "construct": "sse",
        "title": "SSE to SSE4.2 intrinsics",
        "path": path,
        "line": line,
        "function": function,
        "text": "_mm_cmpestri",
        "way_out": "Include sse2neon.h or SIMDe in place of the x86 header",
        "minutes": 60,
    }
    return finding(**(plain | said))


def shop_findings() -> tuple[Finding, ...]:
    """What the shop's stock keeping holds: something to change, ported, in a test and quiet."""
    source = "services/在庫管理/src"
    return (
        sse(f"{source}/scan.cpp", 88, "find_token", component=STOCK),
        finding(
            path=f"{source}/clock.cpp",
            line=14,
            effect=Effect.PORTED,
            reason=Reason.BRANCH,
            minutes=0,
            component=STOCK,
        ),
        sse(f"{source}/tests/scan_test.cpp", 5, "TEST", component=STOCK, scope=Scope.TEST),
        finding(
            rule="long-double",
            construct="long-double",
            title="long double",
            path=f"{source}/price.cpp",
            line=31,
            effect=Effect.NOTE,
            reason=Reason.HARMLESS,
            minutes=0,
            component=STOCK,
            quiet=True,
        ),
    )
