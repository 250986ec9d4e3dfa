"""How the model's words are written for people, in English; `Language` translates them."""

from __future__ import annotations

from workbench.model.component import Kind, Origin, Scope
from workbench.model.decision import Action
from workbench.model.evidence import Source
from workbench.model.finding import Effect, Reason
from workbench.model.problem import Omission
from workbench.model.status import Confidence, Status

STATUS: dict[Status, str] = {
    Status.READY: "Ready",
    Status.UPGRADE: "Upgrade",
    Status.REBUILD: "Rebuild",
    Status.CHANGE: "Change",
    Status.BLOCKED: "Blocked",
    Status.UNKNOWN: "Unknown",
    Status.NOT_APPLICABLE: "Not applicable",
}

STATUS_MEANING: dict[Status, str] = {
    Status.READY: "Runs on arm64, and there is evidence",
    Status.UPGRADE: "Does not run on arm64; a later version does",
    Status.REBUILD: "Has no arm64 artifact, but can be built for it",
    Status.CHANGE: "Is pinned to or written for x86; code or configuration must change",
    Status.BLOCKED: "Has no arm64 build and no known way to one",
    Status.UNKNOWN: "No evidence either way",
    Status.NOT_APPLICABLE: "Never reaches the arm64 target",
}

STATUS_GLYPH: dict[Status, str] = {
    Status.READY: "✓",
    Status.UPGRADE: "↑",
    Status.REBUILD: "⟳",
    Status.CHANGE: "✎",
    Status.BLOCKED: "✕",
    Status.UNKNOWN: "?",
    Status.NOT_APPLICABLE: "–",
}
"""Shown beside the word, so that colour is never alone."""

CONFIDENCE: dict[Confidence, str] = {
    Confidence.OBSERVED: "observed",
    Confidence.STATED: "stated",
    Confidence.PRESUMED: "presumed",
}

ORIGIN: dict[Origin, str] = {
    Origin.DOWNLOADED: "Downloaded",
    Origin.SELF_BUILT: "Self-built",
    Origin.PURCHASED: "Purchased",
}

KIND: dict[Kind, str] = {
    Kind.CONTAINER_IMAGE: "Container image",
    Kind.OS_PACKAGE: "OS package",
    Kind.LIBRARY: "Library",
    Kind.RUNTIME: "Runtime",
    Kind.TOOL: "Tool",
    Kind.APPLICATION: "Application",
    Kind.BINARY: "Binary",
    Kind.AGENT: "Agent",
    Kind.SERVICE: "Service",
    Kind.OPERATING_SYSTEM: "Operating system",
    Kind.COMPUTE: "Compute",
}

KINDS: dict[Kind, str] = {
    Kind.CONTAINER_IMAGE: "Container images",
    Kind.OS_PACKAGE: "OS packages",
    Kind.LIBRARY: "Libraries",
    Kind.RUNTIME: "Runtimes",
    Kind.TOOL: "Tools",
    Kind.APPLICATION: "Applications",
    Kind.BINARY: "Binaries",
    Kind.AGENT: "Agents",
    Kind.SERVICE: "Services",
    Kind.OPERATING_SYSTEM: "Operating systems",
    Kind.COMPUTE: "Compute",
}

SCOPE: dict[Scope, str] = {
    Scope.RUNTIME: "runtime",
    Scope.BUILD: "build",
    Scope.TEST: "test",
    Scope.OPTIONAL: "optional",
}

SOURCE: dict[Source, str] = {
    Source.DECISION: "Decision",
    Source.ARTIFACT: "Artifact inspected",
    Source.INDEX: "Index",
    Source.RULE: "Rule",
    Source.CATALOG: "Catalog",
    Source.PRESUMPTION: "Presumption",
}

ACTION: dict[Action, str] = {
    Action.NONE: "No action",
    Action.UPGRADE: "Upgrade",
    Action.REBUILD: "Rebuild",
    Action.REPLACE: "Replace",
    Action.CHANGE: "Change code or configuration",
    Action.TEST: "Test on arm64",
    Action.ASK_VENDOR: "Ask the vendor",
    Action.ACCEPT_RISK: "Accept the risk",
    Action.REMOVE: "Remove",
}

OMISSION: dict[Omission, str] = {
    Omission.EXCLUDED_FOLDER: "excluded folder",
    Omission.EXCLUDED_FILE: "excluded file",
    Omission.LINK: "link, not followed",
    Omission.SPECIAL_FILE: "special file",
    Omission.TOO_LARGE: "too large",
    Omission.TOO_DEEP: "nested too deeply",
    Omission.BUILD_OUTPUT: "left by a build of the project",
}

EFFECT: dict[Effect, str] = {
    Effect.CHANGE: "To change",
    Effect.NOTE: "Performance note",
    Effect.PORTED: "Ported",
}

REASON: dict[Reason, str] = {
    Reason.OPEN: "It reaches the arm64 compiler",
    Reason.CONDITIONAL: "Whether it reaches the arm64 compiler is set by the build",
    Reason.REFUSED: "Other architectures are refused",
    Reason.BRANCH: "A branch for arm64 stands in for it",
    Reason.TWIN: "A file or folder for arm64 stands beside it",
    Reason.TRANSLATED: "A header translates it to NEON",
    Reason.FALLBACK: "Portable code stands in for it on arm64",
    Reason.LEFT_OUT: "It is left out on arm64, and nothing is seen in its place",
    Reason.NAMED: "Its name says x86: the build leaves it out elsewhere, as far as names tell",
    Reason.SELECTED: "The build takes it in on x86 only",
    Reason.OPTIONAL: "The build takes it in only where an option asks for it that is off",
    Reason.UNLISTED: "No list of the build names it, as they do the files beside it",
    Reason.ELSEWHERE: "It is for another system than Linux, and Graviton runs none",
    Reason.NEEDS: "It needs something that must be there for arm64, which no source shows",
    Reason.BUILT: "The project builds it from its own source, which is judged for itself",
    Reason.COMPILED: "It is compiled for x86, and none for arm64 is seen beside it",
    Reason.MISSING: "What it declares is used on arm64, and is declared nowhere there",
    Reason.CONFIGURED: "It is set for x86, and runs on that wherever it is applied",
    Reason.HARMLESS: "It builds on arm64, and is worth a look",
}

RULE: dict[str, str] = {
    "x86-intrinsic": "Intrinsics of x86 processors",
    "inline-asm": "Inline assembly for x86",
    "asm-source": "Assembly file for x86",
    "preprocessor-branch": "Branch of the preprocessor for x86 alone",
    "preprocessor-error": "Build that stops on other architectures",
    "compiler-specific": "What only compilers for x86 take",
    "x86-library": "Library that exists for x86 only",
    "host-cpu-detection": "Detection of x86 processors",
    "old-crt": "Old C runtime of Visual Studio",
    "page-size": "Fixed page size",
    "x86-instance-type": "Instance type or architecture of x86",
    "x86-pin": "File or setting that is tied to x86",
    "daemon-set": "Pods that run on every node",
    "loose-pod": "Pods that may run on either architecture",
    "x86-binary": "Compiled code for x86",
    "native-method": "Native code called from a portable language",
    "build-flag": "Compiler flag for x86",
    "cross-compile": "Build that is set to an x86 target",
    "config-guess": "Build scripts older than arm64",
    "x86-download": "Download of an x86 file",
    "long-double": "Use of long double",
    "signed-char": "Reliance on char being signed",
    "memory-order": "Reliance on the memory order of x86",
    "system-interface": "Interface of the system that only x86 has",
}
