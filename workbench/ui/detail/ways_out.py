"""What can be done about a component: the version to take, other products."""

from __future__ import annotations

from workbench.model.assessment import Assessment
from workbench.model.language import Language


def ways_out(assessment: Assessment, say: Language) -> list[str]:
    """Return the ways out, each once, the most direct first."""
    ways = []
    if assessment.min_version:
        ways.append(say("Use version {version} or later", version=assessment.min_version))
    for evidence in assessment.evidence:
        if evidence.alternative and not evidence.possibly:
            ways.append(say(evidence.alternative))
    return list(dict.fromkeys(ways))
