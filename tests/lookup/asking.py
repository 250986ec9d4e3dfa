"""Ways to ask that several tests share."""

from __future__ import annotations

from pathlib import Path

from workbench.engine.online import Ask
from workbench.engine.session import Session
from workbench.model.assessment import Assessment
from workbench.model.evidence import Evidence, Source


def session_of(folder: Path, *images: str) -> Session:
    """A scanned project whose compose file runs these images."""
    lines = ["services:"]
    for number, image in enumerate(images):
        lines += [f"  s{number}:", f"    image: {image}"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "compose.yaml").write_text("\n".join(lines) + "\n")
    session = Session.open(folder)
    for _ in session.scan():
        pass
    return session


def looked_up(folder: Path, *images: str, ask: Ask = Ask()) -> dict[str, Assessment]:  # noqa: B008
    """The images' assessments after a look-up, by name and version."""
    session = session_of(folder, *images)
    for _ in session.look_up(ask):
        pass
    return by_image(session)


def by_image(session: Session) -> dict[str, Assessment]:
    return {f"{a.component.name}:{a.component.version}": a for a in session.snapshot.assessments}


def told(assessment: Assessment) -> Evidence:
    """What the registry said."""
    (evidence,) = (e for e in assessment.evidence if e.source is Source.INDEX)
    return evidence
