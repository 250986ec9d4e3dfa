"""Java versions as version managers spell them: with the code of a JDK distribution."""

from __future__ import annotations

from workbench.knowledge.jdks import jdk_called
from workbench.model.regex import regex

_BEFORE = regex(r"((?:[A-Za-z][A-Za-z_]*(?:64|32|\d(?=-))?-)+)(?=\d)")
"""`temurin-17.0.3+7`, `openjdk64-11.0.2`, `semeru-openj9-17.0.4`."""
_BEHIND = regex(r"-([a-z]+)$")
_GRAAL = regex(r"\d[\w.]*\.r(\d+)")
"""GraalVM's old numbers name the Java version last: `22.3.r17`."""


def java_version(spelled: str) -> tuple[str, str]:
    """Return the Java version and the distribution, empty where no code is known."""
    code = ""
    if before := _BEFORE.match(spelled):
        code = before[1].rstrip("-")
        spelled = spelled[before.end() :]
    elif behind := _BEHIND.search(spelled):
        code = behind[1]
        spelled = spelled[: behind.start()]
    if graal := _GRAAL.fullmatch(spelled):
        spelled = graal[1]
    return spelled, jdk_distribution(code)


def jdk_distribution(code: str) -> str:
    """Return the distribution with that code, as the catalog calls it, or an empty string."""
    while code:
        if known := jdk_called(code):
            return known
        code = code.rpartition("-")[0]  # `zulu-jre-javafx` is a zulu
    return ""
