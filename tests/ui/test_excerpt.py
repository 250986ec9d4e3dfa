from datetime import UTC, datetime, timedelta

import pytest

from workbench.model.component import Occurrence
from workbench.ui.source.excerpt import AROUND, read_excerpt

LATER = (datetime.now(UTC) + timedelta(days=1)).isoformat()
EARLIER = (datetime.now(UTC) - timedelta(days=1)).isoformat()


@pytest.fixture
def root(tmp_path):
    text = "".join(f"line {n}\n" for n in range(1, 1001))
    (tmp_path / "long.txt").write_text(text, encoding="utf-8")
    (tmp_path / "image.bin").write_bytes(b"\x7fELF\0\0\0")
    return tmp_path


def test_that_the_lines_around_are_read(root):
    excerpt = read_excerpt(root, Occurrence("long.txt", 500), LATER)
    assert excerpt.lines[500 - excerpt.first] == "line 500"
    assert len(excerpt.lines) == 2 * AROUND + 1
    assert excerpt.message == ""


def test_that_the_end_of_the_file_is_no_extra_line(root):
    excerpt = read_excerpt(root, Occurrence("long.txt", 1000), LATER)
    assert excerpt.lines[-1] == "line 1000"


@pytest.mark.parametrize(
    ("place", "scanned", "words"),
    [
        (Occurrence("gone.txt", 3), LATER, "no longer there"),
        (Occurrence("image.bin"), LATER, "{reason}"),
        (Occurrence("long.txt", 5000), LATER, "has changed"),
        (Occurrence("long.txt", 5), EARLIER, "has changed"),
        (Occurrence(".workbench/project.toml", reader="manual"), LATER, "by hand"),
    ],
    ids=["gone", "binary", "shorter", "changed since", "added by hand"],
)
def test_that_what_cannot_be_shown_is_said(root, place, scanned, words):
    assert words in read_excerpt(root, place, scanned).message


def test_that_a_link_out_of_the_project_is_not_followed(root, tmp_path_factory):
    secret = tmp_path_factory.mktemp("outside") / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    (root / "link.txt").symlink_to(secret)
    excerpt = read_excerpt(root, Occurrence("link.txt", 1), LATER)
    assert excerpt.lines == ()


def test_that_a_very_long_line_is_cut(root):
    (root / "long-line.txt").write_text("x" * 100_000, encoding="utf-8")
    excerpt = read_excerpt(root, Occurrence("long-line.txt", 1), LATER)
    assert len(excerpt.lines[0]) < 10_000
