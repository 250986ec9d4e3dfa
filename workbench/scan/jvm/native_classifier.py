"""Artifact classifiers that name a platform: where a JVM project says x86."""

from __future__ import annotations

from workbench.model.component import Trait
from workbench.model.regex import regex

TRAIT = "native-classifier"
VARIABLE = "variable"
"""The build machine fills the classifier in, e.g. `${os.detected.classifier}`."""

_SYSTEM = r"linux|osx|macosx?|mac|darwin|windows|win|freebsd|openbsd|sunos|solaris|aix|android|musl"
_PROCESSOR = (
    r"x86[-_]64|x86[-_]32|x86|x64|amd64|i[3-6]86|aarch[-_]?64|arm[-_]?64|arm(?:v\d\w*|hf)?"
    r"|ppc64(?:le|el)?|ppcle[-_]64|s390x?|s390[-_]64|riscv(?:[-_]?64)?|loongarch[-_]?64|mips\w*"
)
_PLATFORM = regex(rf"(?<![a-z0-9])(?:(?:{_SYSTEM})(?:32|64)?|{_PROCESSOR})(?![a-z0-9])")


def classifier_traits(classifier: str, *, resolved: bool = True) -> tuple[Trait, ...]:
    """The trait of a classifier that names a platform; nothing for `sources`, `tests`, `jdk15`.

    `resolved` is False where the classifier still holds an expression of the build tool.
    """
    if not classifier:
        return ()
    if not resolved:
        return (Trait(TRAIT, VARIABLE),)
    return (Trait(TRAIT, classifier),) if _PLATFORM.search(classifier.lower()) else ()
