"""go.mod with blocks, replacements and tools."""

from hypothesis import given
from hypothesis import strategies as st

from tests.scan.scanned import scan_files
from workbench.model.component import Scope
from workbench.scan.document import Document
from workbench.scan.golang.go_mod_lines import directives

SERVICE = """\
module github.com/shop/service // the service

go 1.21
toolchain go1.21.4

require github.com/golang/snappy v0.0.3
require (
\tgithub.com/BurntSushi/toml v1.3.2
\tgithub.com/pkg/errors v0.9.1 // indirect
    "example.com/quoted" v2.0.0+incompatible
\tgithub.com/old/name v1.0.0
\tgithub.com/shop/shared v0.0.0-20230101000000-abcdefabcdef
\t// github.com/commented/out v1.0.0
\tgolang.org/x/tools v0.14.0
)

replace github.com/old/name => github.com/new/name v1.1.0
replace (
\tgithub.com/shop/shared => ../shared
\tgithub.com/golang/snappy v0.0.3 => github.com/golang/snappy v0.0.4
\tgithub.com/pkg/errors v0.8.0 => github.com/pkg/errors v0.8.1
)
exclude github.com/bad/module v1.0.0
retract [v1.0.0, v1.0.5] // broken
tool golang.org/x/tools/cmd/stringer
"""


def test_that_required_modules_are_found_as_they_are_built(tmp_path):
    found = scan_files(tmp_path, {"go.mod": SERVICE})
    assert found.problems == []
    assert found.places == [
        ("go.mod:6", "pkg:golang/github.com/golang/snappy@v0.0.4"),
        ("go.mod:20", "pkg:golang/github.com/golang/snappy@v0.0.4"),
        ("go.mod:8", "pkg:golang/github.com/burntsushi/toml@v1.3.2"),
        ("go.mod:9", "pkg:golang/github.com/pkg/errors@v0.9.1"),
        ("go.mod:10", "pkg:golang/example.com/quoted@v2.0.0%2Bincompatible"),
        ("go.mod:11", "pkg:golang/github.com/new/name@v1.1.0"),
        ("go.mod:17", "pkg:golang/github.com/new/name@v1.1.0"),
        ("go.mod:14", "pkg:golang/golang.org/x/tools@v0.14.0"),
        ("go.mod:25", "pkg:golang/golang.org/x/tools@v0.14.0"),
    ]


def test_that_names_keep_their_case_and_indirect_ones_are_told_apart(tmp_path):
    found = scan_files(tmp_path, {"go.mod": SERVICE})
    assert "github.com/BurntSushi/toml" in {s.name for s in found.sightings}
    assert [p for p, s in zip(found.places, found.sightings, strict=True)
            if not s.occurrence.direct] == [
        ("go.mod:9", "pkg:golang/github.com/pkg/errors@v0.9.1")
    ]  # fmt: skip
    assert found.at("go.mod:25").scope is Scope.BUILD


def test_that_lines_which_go_would_refuse_are_problems_and_nothing_else(tmp_path):
    text = "module x\nrequire a.b/c\nhello world\nrequire (\n d.e/f v1.0.0\n g.h/i latest\n"
    found = scan_files(tmp_path, {"go.mod": text})
    assert found.places == [("go.mod:5", "pkg:golang/d.e/f@v1.0.0")]
    assert sorted(p.line for p in found.problems) == [2, 3, 4, 6]


def test_that_many_bad_lines_make_few_problems(tmp_path):
    found = scan_files(tmp_path, {"go.mod": "what is this\n" * 5000})
    assert len(found.problems) == 6
    assert "4995 more" in found.problems[-1].reason


def test_that_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path):
    plain = scan_files(tmp_path / "a", {"go.mod": SERVICE}).places
    crlf = SERVICE.replace("\n", "\r\n").encode("utf-16")
    assert scan_files(tmp_path / "b", {"go.mod": crlf}).places == plain


_words = st.sampled_from(
    ["require", " ", "(", ")", "\n", "//", "a.b/c", "v1.0.0", "=>", "./x", "tool", '"', "`", "é"]
)


@given(st.lists(_words, max_size=60).map("".join))
def test_that_any_go_mod_is_read_with_lines_in_range(text):
    document = Document("go.mod", text.encode())
    assert all(1 <= d.line <= len(document.lines) for d in directives(document))
