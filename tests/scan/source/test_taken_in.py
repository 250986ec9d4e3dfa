"""What build files say of the sources around them, at a cost that grows with the files."""

from __future__ import annotations

from tests.scan.reading import tree, write
from workbench.model.finding import Reason
from workbench.scan.source import taken_in
from workbench.scan.source.taken_in import TakenIn


def test_that_a_folder_is_gone_through_once_for_all_its_sources(tmp_path, monkeypatch):
    listed = [f"f{number}.c" for number in range(80)]
    files = dict.fromkeys([*listed, "old.c", "older.c"], "int a;\n")
    write(tmp_path, files | {"Makefile": f"OBJS = {' '.join(listed).replace('.c', '.o')}\n"})
    asked = []

    def kind_of(path):
        asked.append(path)
        return known(path)

    known = taken_in.kind_of
    monkeypatch.setattr(taken_in, "kind_of", kind_of)
    taken = TakenIn(tree(tmp_path))
    reasons = {path: taken.reason(path) for path in files}
    unlisted = {path for path, reason in reasons.items() if reason is Reason.UNLISTED}
    assert unlisted == {"old.c", "older.c"}
    assert len(asked) < 3 * len(files)
