"""What was decided before: every entry of the journal on one component, the newest first."""

from __future__ import annotations

from html import escape

from workbench.model.assessment import Assessment
from workbench.model.decision import Action, Decision
from workbench.model.language import Language
from workbench.model.words import ACTION, STATUS, STATUS_GLYPH
from workbench.ui.labels import breakable
from workbench.ui.phrases import moment


def history_html(assessment: Assessment, say: Language) -> str:
    """Return the history as HTML; empty where nothing was ever decided."""
    reverted = {d.reverts for d in assessment.history if d.reverts}
    return "".join(
        f'<p style="margin:0 0 8px 0">{_entry(decision, assessment, reverted, say)}</p>'
        for decision in reversed(assessment.history)
    )


def _entry(decision: Decision, assessment: Assessment, reverted: set[str], say: Language) -> str:
    when = escape(f"{moment(decision.time, say.code)} · {decision.author}")
    if decision.status is None:
        return f"<b>{escape(say('Withdrawn'))}</b><br>{when}"
    head = f"{STATUS_GLYPH[decision.status]} {say(STATUS[decision.status])}"
    parts = [f"<b>{escape(head)}</b>"]
    ruling = assessment.decision
    if ruling is not None and ruling.id == decision.id:
        parts.append(escape(say("rules now")))
    elif decision.id in reverted:
        parts.append(escape(say("withdrawn")))
    elif decision.purl != assessment.component.purl:
        version = decision.purl.partition("@")[2].partition("?")[0]
        parts.append(escape(say("for version {version}", version=version or "–")))
    if decision.action is not Action.NONE:
        parts.append(escape(say(ACTION[decision.action])))
    if decision.owner:
        parts.append(escape(decision.owner))
    if decision.review_by:
        parts.append(escape(say("review {date}", date=decision.review_by)))
    reason = escape(breakable(decision.rationale))
    return f"{' · '.join(parts)}<br>{reason}<br>{when}"
