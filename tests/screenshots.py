"""Pictures of the window in every state: `python tests/screenshots.py FOLDER [SCENE...]`.

The pictures of the README come from here, and people who change the window look at all of them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent.parent))

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.codec import write_codec
from tests.infrastructure import compute, proposed, write_infrastructure
from tests.results.profiles.stacks import profile_from
from tests.snapshots import shop
from tests.ui.builders import FakeSession, library
from tests.ui.results.builders import SCENARIO, FakeStore, answers, latencies, two_runs
from workbench.engine.online import Ask
from workbench.model.problem import Coverage
from workbench.model.resources import resources
from workbench.model.run import Architecture, RunFile
from workbench.model.source import Source
from workbench.model.status import Status
from workbench.project.table import Row, Table
from workbench.results.performance.question import Metric
from workbench.ui.application import Program
from workbench.ui.detail.finding_places import FindingPlaces
from workbench.ui.disclosure import Disclosure
from workbench.ui.jobs import Ticket
from workbench.ui.scan import Scan
from workbench.ui.settings import Settings
from workbench.ui.software.import_dialog import ImportDialog
from workbench.ui.software.imported_dialog import ImportedListsDialog
from workbench.ui.software.list_dialog import ImportListsDialog
from workbench.ui.software.list_model import LookedList
from workbench.ui.start.start_page import Recent
from workbench.ui.tests.flame_view import FlameMode
from workbench.ui.tests.import_dialog import ImportResultsDialog
from workbench.ui.tests.looking import Looked
from workbench.ui.tests.question import Question, Side

WIDE = (1440, 880)
NARROW = (900, 700)


class Stage:
    """One program in one language and appearance, and the means to bring it into a state."""

    def __init__(self, application: QApplication, folder: Path, language: str, dark: bool) -> None:
        self.folder = folder
        self.session: FakeSession | None = None
        settings = Settings(folder / "window.ini")
        settings.keep("appearance", "dark" if dark else "light")
        self.program = Program(
            application, language=language, settings=settings, open_session=self._open
        )
        self.window = self.program.window
        self.page = self.window.inventory
        self.dialog: QWidget | None = None

    def _open(self, path: Path) -> object:
        from workbench.engine.session import Session

        return self.session or Session.open(path)

    def fake(self, assessments: object, name: str = "shop", **options: object) -> None:
        """Open a project that holds `assessments`."""
        project = self.folder / name
        project.mkdir(exist_ok=True)
        self.session = FakeSession(project, assessments, **options)
        self.open(project)

    def open(self, project: Path) -> None:
        """Open `project` and wait until its scan has ended."""
        self.program.show(project)
        self.wait(lambda: bool(self.scanned()))

    def sample(self) -> None:
        """Open a copy of the sample project."""
        project = self.folder / "tsubame"
        shutil.copytree(resources() / "sample-project", project)
        self.open(project)

    def scanned(self) -> str:
        """Return when the scan ended; empty while it runs."""
        workspace = self.program.workspace
        done = workspace.snapshot is not None and workspace.scan is None
        return workspace.snapshot.scanned_at if done and workspace.snapshot else ""

    def select(self, *names: str) -> None:
        """Select the components called `names`."""
        wanted = [
            a.component.purl
            for a in self.program.workspace.assessments
            if a.component.name in names
        ]
        self.page.reveal(wanted)
        self.page.focus_rows()
        self.settle()

    def settle(self) -> None:
        """Let everything that is under way arrive."""
        loop = QEventLoop()
        QTimer.singleShot(250, loop.quit)
        loop.exec()

    def wait(self, until: Callable[[], bool]) -> None:
        """Handle events until `until` holds, at most half a minute."""
        for _ in range(300):
            if until():
                break
            loop = QEventLoop()
            QTimer.singleShot(100, loop.quit)
            loop.exec()
        self.settle()

    def grab(self, path: Path, size: tuple[int, int], widget: QWidget | None = None) -> None:
        """Write a picture of the window at `size`."""
        if widget is None:
            self.window.resize(*size)
        self.settle()
        (widget or self.window).grab().save(str(path))

    def end(self) -> None:
        """Close everything."""
        self.window.close()
        self.program.close()
        self.window.deleteLater()
        self.program.deleteLater()


def _start(stage: Stage) -> None:
    stage.program.show(None)
    stage.settle()
    stage.window.start.show_recent(
        [
            Recent("/home/user/work/shop", "shop", missing=False),
            Recent("/home/user/clients/tsubame/store-platform-monorepo", "Tsubame", missing=False),
            Recent("/media/disk/old/billing", "billing", missing=True),
        ]
    )


def _start_error(stage: Stage) -> None:
    stage.program.show(stage.folder / "nowhere")
    stage.settle()


def _scanning(stage: Stage) -> None:
    stage.fake(shop().assessments)
    stage.program.workspace.scan = Scan(412, 1204, "services/web/package-lock.json")
    stage.program.workspace.scan_changed.emit()


def _scanning_first(stage: Stage) -> None:
    stage.fake([])
    stage.program.workspace.scan = Scan(3500, 0)
    stage.program.workspace.scan_changed.emit()


def _sample(stage: Stage) -> None:
    stage.sample()
    stage.select("leveldbjni-all", "org.fusesource.leveldbjni:leveldbjni-all")


def _many_kinds(stage: Stage) -> None:
    stage.fake(shop().assessments, coverage=shop().coverage)
    stage.select("org.xerial.snappy:snappy-java")


def _decided(stage: Stage) -> None:
    stage.fake(shop().assessments)
    stage.select("com.hadoop.gplcompression:hadoop-lzo")


def _stale(stage: Stage) -> None:
    stage.fake(shop().assessments)
    stage.select("numpy")


def _long_names(stage: Stage) -> None:
    stage.fake(shop().assessments, name="a-project-with-a-very-long-name-of-its-own" * 2)
    name = next(a.component.name for a in shop().assessments if len(a.component.name) > 60)
    stage.select(name)


def _possibly(stage: Stage) -> None:
    stage.fake(shop().assessments)
    stage.select("registry.example/legacy/pdf-renderer")


def _several(stage: Stage) -> None:
    stage.fake(shop().assessments)
    stage.select("express", "axios", "grpcio", "lxml", "numpy", "knex")
    stage.page.detail.form.rationale.setPlainText("Covered by the platform upgrade.")


def _empty(stage: Stage) -> None:
    stage.fake([], coverage=Coverage(files=17))


def _no_hits(stage: Stage) -> None:
    stage.fake(shop().assessments)
    stage.page.browser.search.setText("status:blocked colour:red zzz")


def _filtered(stage: Stage) -> None:
    stage.fake(shop().assessments)
    stage.page.browser.search.setText("status:upgrade,rebuild,blocked")


def _notices(stage: Stage) -> None:
    stage.fake(shop().assessments, writable=False)
    stage.program.workspace.changed_on_disk.emit()
    stage.select("golang")


def _by_file(stage: Stage) -> None:
    stage.sample()
    stage.window.actions_["group-file"].trigger()


def _by_status(stage: Stage) -> None:
    stage.sample()
    stage.window.actions_["group-status"].trigger()


def _report(stage: Stage) -> None:
    stage.sample()
    stage.window.show_report()


def _results(stage: Stage, view: int = 0, chart: int = 0) -> None:
    store = FakeStore(two_runs(), answers())
    stage.window.desk.use_store(lambda _session: store)
    stage.fake(shop().assessments)
    stage.window.show_tests()
    stage.window.tests.tabs.setCurrentIndex(view)
    stage.window.tests.performance.tabs.setCurrentIndex(chart)
    stage.window.tests.performance.form.prices[Architecture.X86_64].setText("0.384 USD")
    stage.window.tests.performance.form.prices[Architecture.ARM64].setText("0.3264 USD")
    stage.wait(lambda: stage.window.desk.answers is not None)


def _flames(stage: Stage, mode: FlameMode = FlameMode.BOTH, zoom: str = "") -> None:
    """The profiles of both sides: one function takes twice as much on arm64."""
    profiles = {
        side: profile_from(
            {
                f"main;serve;{way};{last}": (50 if last == "score" else 20 + 7 * place) * times
                for place, way in enumerate(("checkout;price", "checkout;stock", "search", "login"))
                for last, times in (("score", scored), ("parse", 1), ("join;copy", 1))
            }
        )
        for side, scored in ((Architecture.X86_64, 1), (Architecture.ARM64, 2))
    }
    store = FakeStore(two_runs(), replace(answers(), profiles=profiles))
    stage.window.desk.use_store(lambda _session: store)
    stage.fake(shop().assessments)
    stage.window.show_tests()
    stage.wait(lambda: stage.window.desk.answers is not None)
    stage.window.tests.tabs.setCurrentIndex(2)
    panel = stage.window.tests.flames
    stage.wait(lambda: panel.view is not None)
    panel.view.choose_mode(mode)
    if zoom:
        panel.view.zoom_to(panel.view.comparison.tree.at(["main", "serve", zoom]))


def _asked(stage: Stage, metric: Metric, chart: int = 0) -> None:
    """The same results, asked for `metric` under limits of which one has no field."""
    store = FakeStore(two_runs(), answers() if metric is not Metric.LATENCY else latencies())
    sides = (Side(Architecture.X86_64, "", "0.384 USD"), Side(Architecture.ARM64, "", "0.3264 USD"))
    store.question = Question(
        metric=metric, scenario=SCENARIO, load=4400.0, others=("mean<=5ms",),
        baseline=sides[0], candidate=sides[1],
    )  # fmt: skip
    stage.window.desk.use_store(lambda _session: store)
    stage.fake(shop().assessments)
    stage.window.show_tests()
    stage.window.tests.performance.tabs.setCurrentIndex(chart)
    stage.wait(lambda: stage.window.desk.answers is not None)


def _infrastructure(stage: Stage, row: int = 2) -> None:
    write_infrastructure(stage.folder / "shop")
    stage.fake([*shop().assessments, *compute()], changes=proposed())
    stage.window.show_infrastructure()
    stage.window.infrastructure.table.selectRow(row)


def _online(stage: Stage) -> None:
    stage.fake(shop().assessments)
    stage.window.online.ask()
    stage.settle()
    stage.dialog = stage.window.online.dialog


def _checking_online(stage: Stage) -> None:
    stage.fake(shop().assessments)
    stage.program.workspace.scan = Scan(12, 17, "golang", online=True)
    stage.program.workspace.scan_changed.emit()


def _checked_online(stage: Stage) -> None:
    stage.fake(shop().assessments)
    stage.session.unanswered = 2
    stage.program.workspace.look_up(Ask())
    stage.wait(lambda: stage.program.workspace.scan is None)


def _sample_infrastructure(stage: Stage) -> None:
    stage.sample()
    stage.window.show_infrastructure()
    stage.window.infrastructure.table.selectRow(3)


def _no_infrastructure(stage: Stage) -> None:
    stage.fake(shop().assessments)
    stage.window.show_infrastructure()


def _no_results(stage: Stage) -> None:
    stage.fake(shop().assessments)
    stage.window.show_tests()


def _importing(stage: Stage) -> None:
    _results(stage)
    dialog = ImportResultsDialog(stage.window.desk, stage.window._say, stage.window)
    folder = Path("/home/user/results")
    for looked in (
        Looked(folder / "m7g.2xlarge/wrk-01.txt", ("wrk2",), "", Architecture.ARM64, "m7g.2xlarge"),
        Looked(
            folder / "m6i.2xlarge/wrk-01.txt", ("wrk2",), "", Architecture.X86_64, "m6i.2xlarge"
        ),
        Looked(folder / "times.csv", ("jmeter-csv", "series-csv")),
        Looked(folder / "notes.txt", error="is not a known test result"),
    ):
        dialog._on_looked(looked)
    stage.dialog = dialog
    dialog.show()


def _importing_lists(stage: Stage) -> None:
    stage.fake(shop().assessments)
    dialog = ImportListsDialog(no_look, stage.window._say, stage.window)
    folder = Path("/home/user/hosts")
    for looked in (
        LookedList(folder / "web-1.txt", ("rpm-list",), "", 412, (), "amazonlinux-2", True),
        LookedList(folder / "apps.json", ("ssm-inventory",), "", 388, ("i-0123456789abcdef0",)),
        LookedList(folder / "shop.cdx.json", ("cyclonedx",), "", 1204),
        LookedList(folder / "bought.xlsx", ("purchased-table",)),
        LookedList(folder / "letter.txt", error="is empty: write the list again and import that"),
    ):
        dialog._left += 1
        dialog._on_looked(looked)
    stage.dialog = dialog
    dialog.show()


def no_look(path: Path, format_: str, done: Callable[[LookedList], None]) -> Ticket:
    return Ticket()


def _importing_table(stage: Stage) -> None:
    stage.fake(shop().assessments)
    header = ("製品名", "ベンダー", "バージョン", "設置場所", "備考")
    rows = (
        ("Label Server", "Example Logistics", "11.3", "倉庫", "11 月 2 日に照会済み"),
        ("Acme SDK", "Acme", "2.3", "全ホスト", ""),
        ("", "Nobody", "1", "", ""),
    )
    table = Table(
        path="/home/user/bought.xlsx",
        header=header,
        rows=tuple(Row(n, cells) for n, cells in enumerate(rows, 2)),
        sheet="2026",
        sheets=("2026", "2025"),
    )
    stage.dialog = ImportDialog(table, stage.window._say, stage.window)
    stage.dialog.show()


def _imported_lists(stage: Stage) -> None:
    stage.fake(shop().assessments)
    when = "2026-11-23T09:00:00+00:00"
    sources = (
        Source(id="web-1", host="web-1", os="amazonlinux-2", imported=when,
               files=(RunFile("rpm-qa.txt", "rpm-list"),)),
        Source(id="bought", imported=when, files=(RunFile("bought.xlsx", "purchased-table"),)),
    )  # fmt: skip
    dialog = ImportedListsDialog(sources, stage.window._say, stage.window)
    dialog.table.selectRow(0)
    stage.dialog = dialog
    dialog.show()


def _findings(stage: Stage, opened: int = 2, down: bool = True) -> None:
    stage.open(write_codec(stage.folder))
    stage.select("codec")
    section = stage.page.detail.findings
    for line in section.findChildren(Disclosure)[:opened]:
        line.head.setChecked(True)
    stage.settle()
    if down:
        stage.page.detail.area.verticalScrollBar().setValue(section.y() - 16)
    for places in section.findChildren(FindingPlaces)[:1]:
        places.wanted.emit(places.place(1))


def _large(stage: Stage) -> None:
    statuses = tuple(Status)
    stage.fake([library(n, statuses[n % 7]) for n in range(4000)])
    stage.select("library-02001")


SCENES: dict[str, tuple[Callable[[Stage], None], str, bool, tuple[int, int]]] = {
    "start-light-en": (_start, "en", False, WIDE),
    "start-dark-ja": (_start, "ja", True, WIDE),
    "start-error": (_start_error, "en", False, WIDE),
    "scanning": (_scanning, "en", False, WIDE),
    "scanning-first": (_scanning_first, "en", False, WIDE),
    "inventory-light-en": (_sample, "en", False, WIDE),
    "inventory-dark-en": (_sample, "en", True, WIDE),
    "inventory-dark-ja": (_sample, "ja", True, WIDE),
    "inventory-light-ja": (_sample, "ja", False, WIDE),
    "inventory-narrow": (_sample, "en", False, NARROW),
    "inventory-narrow-ja": (_sample, "ja", False, NARROW),
    "disagreement": (_many_kinds, "en", False, WIDE),
    "decided": (_decided, "en", False, WIDE),
    "decided-ja": (_decided, "ja", True, WIDE),
    "stale": (_stale, "en", False, WIDE),
    "possibly": (_possibly, "en", False, WIDE),
    "long-names": (_long_names, "en", False, WIDE),
    "several": (_several, "en", False, WIDE),
    "several-ja": (_several, "ja", False, WIDE),
    "empty-project": (_empty, "en", False, WIDE),
    "empty-project-ja": (_empty, "ja", True, WIDE),
    "no-hits": (_no_hits, "en", False, WIDE),
    "filtered": (_filtered, "en", True, WIDE),
    "read-only": (_notices, "en", False, WIDE),
    "by-file": (_by_file, "en", False, WIDE),
    "by-status": (_by_status, "en", False, WIDE),
    "report-light-en": (_report, "en", False, WIDE),
    "report-dark-ja": (_report, "ja", True, WIDE),
    "tests-light-en": (_results, "en", False, WIDE),
    "tests-dark-en": (_results, "en", True, WIDE),
    "tests-light-ja": (_results, "ja", False, WIDE),
    "tests-dark-ja": (_results, "ja", True, WIDE),
    "tests-narrow": (_results, "en", False, NARROW),
    "tests-narrow-ja": (_results, "ja", False, NARROW),
    "tests-percentiles": (partial(_results, chart=1), "en", False, NARROW),
    "tests-over-time": (partial(_results, chart=2), "en", False, WIDE),
    "tests-distribution": (partial(_results, chart=3), "en", True, WIDE),
    "tests-scenarios": (partial(_results, chart=4), "en", False, WIDE),
    "tests-benchmarks": (partial(_results, chart=5), "ja", False, WIDE),
    "tests-latency": (partial(_asked, metric=Metric.LATENCY), "en", False, WIDE),
    "tests-latency-dark-ja": (partial(_asked, metric=Metric.LATENCY), "ja", True, WIDE),
    "tests-latency-scenarios": (partial(_asked, metric=Metric.LATENCY, chart=4), "ja", False, WIDE),
    "tests-time": (partial(_asked, metric=Metric.TIME, chart=5), "en", True, WIDE),
    "tests-other-limits": (partial(_asked, metric=Metric.JOBS), "en", False, NARROW),
    "tests-other-limits-ja": (partial(_asked, metric=Metric.JOBS), "ja", False, WIDE),
    "tests-functional": (partial(_results, view=1), "en", False, WIDE),
    "tests-functional-ja": (partial(_results, view=1), "ja", True, WIDE),
    "tests-flames": (_flames, "en", False, WIDE),
    "tests-flames-difference": (partial(_flames, mode=FlameMode.ON_ARM), "en", True, WIDE),
    "tests-flames-ja": (
        partial(_flames, mode=FlameMode.ON_X86, zoom="checkout"),
        "ja",
        False,
        NARROW,
    ),
    "tests-runs": (partial(_results, view=3), "en", False, WIDE),
    "tests-empty": (_no_results, "en", False, WIDE),
    "tests-empty-ja": (_no_results, "ja", True, NARROW),
    "tests-import": (_importing, "en", False, WIDE),
    "tests-import-ja": (_importing, "ja", True, WIDE),
    "infrastructure-light-en": (_infrastructure, "en", False, WIDE),
    "infrastructure-dark-ja": (_infrastructure, "ja", True, WIDE),
    "infrastructure-by-hand": (partial(_infrastructure, row=1), "en", True, WIDE),
    "infrastructure-narrow": (_infrastructure, "en", False, NARROW),
    "infrastructure-narrow-ja": (_infrastructure, "ja", False, NARROW),
    "infrastructure-sample": (_sample_infrastructure, "en", False, WIDE),
    "infrastructure-sample-ja": (_sample_infrastructure, "ja", True, WIDE),
    "infrastructure-empty": (_no_infrastructure, "en", False, WIDE),
    "infrastructure-empty-ja": (_no_infrastructure, "ja", True, NARROW),
    "online-light-en": (_online, "en", False, WIDE),
    "online-dark-ja": (_online, "ja", True, WIDE),
    "online-checking": (_checking_online, "en", False, WIDE),
    "online-checked": (_checked_online, "en", False, WIDE),
    "lists-import": (_importing_lists, "en", False, WIDE),
    "lists-import-ja": (_importing_lists, "ja", True, WIDE),
    "table-import": (_importing_table, "en", True, WIDE),
    "table-import-ja": (_importing_table, "ja", False, WIDE),
    "lists-imported": (_imported_lists, "en", False, WIDE),
    "lists-imported-ja": (_imported_lists, "ja", True, WIDE),
    "findings-light-en": (_findings, "en", False, WIDE),
    "findings-dark-ja": (_findings, "ja", True, WIDE),
    "findings-narrow": (partial(_findings, opened=9), "en", False, NARROW),
    "findings-top": (partial(_findings, opened=0, down=False), "en", True, WIDE),
    "large": (_large, "en", False, WIDE),
}


def draw(folder: Path, names: list[str]) -> None:
    """Write the pictures called `names` into `folder`."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    for name in names:
        scene, language, dark, size = SCENES[name]
        with tempfile.TemporaryDirectory() as own:
            os.environ["WORKBENCH_HOME"] = os.environ["HOME"] = own
            stage = Stage(application, Path(own), language, dark)
            stage.window.resize(*size)
            scene(stage)
            stage.grab(folder / f"{name}.png", size, stage.dialog)
            stage.end()
        print(folder / f"{name}.png")


def main(arguments: list[str]) -> None:
    """Write all pictures, or those that are named, and one at twice the size."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    draw(folder, arguments[1:] or list(SCENES))
    if len(arguments) == 1:
        large = folder / "scale-200"
        environment = {**os.environ, "QT_SCALE_FACTOR": "2"}
        command = [sys.executable, __file__, str(large), "inventory-light-en"]
        subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(sys.argv[1:])
