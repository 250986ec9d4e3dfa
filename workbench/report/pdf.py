"""The assessment as a PDF: the template under `resources/report`, set by typst."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from workbench.assess.snapshot import Snapshot
from workbench.model.atomic import write_atomically
from workbench.model.errors import WorkbenchError
from workbench.model.language import Language
from workbench.model.resources import resources
from workbench.report.document import document
from workbench.report.fitting import fitted, font_characters
from workbench.results.comparison import Comparison

if TYPE_CHECKING:
    import typst


def write_pdf(
    snapshot: Snapshot,
    path: Path,
    *,
    language: str = "en",
    now: datetime | None = None,
    comparison: Comparison | None = None,
) -> None:
    """Write the report on `snapshot` to `path`, all of it or nothing.

    `language` is a code of `workbench.model.language.LANGUAGES`; `now` (aware) is the report's
    date, by default this moment; `comparison` gives a chapter on test results. Raises
    WorkbenchError where the file cannot be written.
    """
    data = make_pdf(snapshot, language=language, now=now, comparison=comparison)
    write_atomically(path, data)


def make_pdf(
    snapshot: Snapshot,
    *,
    language: str = "en",
    now: datetime | None = None,
    comparison: Comparison | None = None,
) -> bytes:
    """Return the report on `snapshot` as a tagged PDF (PDF/UA-1). Arguments as `write_pdf`."""
    import typst

    now = (now or datetime.now().astimezone()).replace(microsecond=0)
    report = msgspec.to_builtins(document(snapshot, Language(language), now, comparison))
    data = msgspec.json.encode(fitted(report, font_characters())).decode()
    try:
        return typst.compile(
            resources() / "report" / "assessment.typ",
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"document": data},
            pdf_standards=["ua-1"],
            timestamp=now,
        )
    except typst.TypstError as error:
        raise WorkbenchError(f"The report could not be set: {_first_line(error)}") from error


@cache
def _fonts() -> typst.Fonts:
    """The report's own fonts only, so that it looks the same on every machine."""
    import typst
    from noto_cjk_sans_jp_bold import FONT_PATH as BOLD
    from noto_cjk_sans_jp_regular import FONT_PATH as REGULAR

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(Path(str(font)).parent) for font in (REGULAR, BOLD)],
    )


def _first_line(error: typst.TypstError) -> str:
    return (str(error.message) or str(error)).strip().splitlines()[0]
