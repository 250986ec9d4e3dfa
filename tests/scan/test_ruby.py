"""Gemfiles, gemspecs and Gemfile.lock, without running any Ruby."""

from hypothesis import given
from hypothesis import strategies as st

from tests.scan.folders import sightings, traits, write
from tests.scan.scanned import FIXTURES, scan_files, scan_folder
from workbench.model.component import Kind, Scope, Trait
from workbench.scan.document import Document, Unreadable
from workbench.scan.formats.module import FORMAT as MODULE
from workbench.scan.ruby.gem_locked import gem_locked
from workbench.scan.ruby.gemfile import gemfile, gemspec

SHOP = FIXTURES / "ruby" / "shop"


def gems(text: str) -> list[tuple[str, int, str, str]]:
    read = gemfile(Document("Gemfile", text.encode()))
    return [(g.name, g.line, g.version, g.constraint) for g in read.gems]


def test_that_a_lock_gives_what_bundler_reads():
    found = {
        f"{s.name}@{s.version}"
        for s in scan_folder(SHOP).sightings
        if s.occurrence.path == "Gemfile.lock" and s.purl.startswith("pkg:gem/")
    }
    assert found - {"bundler@2.4.19"} == set((SHOP / "listed.txt").read_text().split())


def test_that_every_gem_line_of_a_gemfile_is_found_and_computed_ones_are_not():
    found = [p for p in scan_folder(SHOP).places if p[0].startswith("Gemfile:")]
    assert found == [
        ("Gemfile:6", "pkg:gem/rails@7.0.8"),
        ("Gemfile:7", "pkg:gem/nokogiri@1.15.4"),
        ("Gemfile:8", "pkg:gem/bcrypt@3.1.19"),
        ("Gemfile:9", "pkg:gem/pg@1.5.4"),
        ("Gemfile:12", "pkg:gem/search@0.4.0"),
        ("Gemfile:16", "pkg:gem/debug@1.8.0"),
        ("Gemfile:18", "pkg:gem/byebug@11.1.3"),
        ("Gemfile:23", "pkg:gem/rspec@3.12.0"),
        ("Gemfile:26", "pkg:gem/simplecov"),
        ("Gemfile:27", "pkg:gem/rubocop"),
        ("Gemfile:30", "pkg:gem/redis@5.0.7"),
        ("Gemfile:32", "pkg:gem/dalli"),
        ("Gemfile:40", "pkg:gem/tools"),
    ]


def test_that_groups_become_scopes_and_constraints_stay_as_written():
    shop = scan_folder(SHOP)
    assert shop.at("Gemfile:6").constraint == "~> 7.0, >= 7.0.4"
    assert shop.at("Gemfile:7").constraint == ""
    assert shop.at("Gemfile:32").constraint == ""
    assert [shop.at(f"Gemfile:{n}").scope for n in (6, 16, 18, 23, 26, 27, 30)] == [
        Scope.RUNTIME,
        Scope.BUILD,
        Scope.BUILD,
        Scope.TEST,
        Scope.TEST,
        Scope.BUILD,
        Scope.RUNTIME,
    ]


def test_that_sources_are_shown_without_secrets():
    shop = scan_folder(SHOP)
    assert shop.at("Gemfile:12").traits == (Trait("vcs", "github:shop/search#main"),)
    assert shop.at("Gemfile:40").traits == (Trait("vcs", "https://git.example/shop/tools.git#v2"),)


def test_that_a_lock_gives_every_gem_but_the_projects_own():
    found = {p[1] for p in scan_folder(SHOP).places if p[0].startswith("Gemfile.lock:")}
    assert len(found) == 18
    assert not any("pricing" in purl for purl in found)


def test_that_a_native_gem_carries_its_platform():
    traits = [o.traits for o in scan_folder(SHOP).of("pkg:gem/nokogiri@1.15.4")]
    assert traits == [(), (), (Trait("gem-platform", "x86_64-linux"),)]


def test_that_locked_gems_are_direct_by_the_dependencies_section_and_inherit_scopes():
    shop = scan_folder(SHOP)
    rails, diff_lcs, irb = (shop.at(f"Gemfile.lock:{n}") for n in (34, 23, 25))
    assert (rails.direct, rails.scope) == (True, Scope.RUNTIME)
    assert (diff_lcs.direct, diff_lcs.scope) == (False, Scope.TEST)
    assert (irb.direct, irb.scope) == (False, Scope.BUILD)


def test_that_a_gemspec_gives_its_dependencies():
    found = [p for p in scan_folder(SHOP).places if p[0].startswith("shop.gemspec")]
    assert found == [
        ("shop.gemspec:5", "pkg:gem/racc@1.7.1"),
        ("shop.gemspec:6", "pkg:gem/zeitwerk"),
        ("shop.gemspec:7", "pkg:gem/rake@13.0.6"),
    ]


def test_that_an_evaluated_gemfile_is_read_once_and_a_missing_one_is_a_problem(tmp_path):
    found = scan_files(
        tmp_path,
        {
            "Gemfile": 'eval_gemfile "Gemfile.common"\neval_gemfile "../out"\n',
            "Gemfile.common": 'gem "rack"\neval_gemfile "Gemfile"\neval_gemfile "Gemfile.common"',
        },
    )
    assert found.places == [("Gemfile.common:1", "pkg:gem/rack")]
    assert [(p.path, p.line) for p in found.problems] == [("Gemfile", 2)]


def test_that_comments_and_text_behind_the_end_declare_nothing():
    text = "# gem 'a'\n=begin\ngem 'b'\n=end\ngem 'c' # gem 'd'\n__END__\ngem 'e'\n"
    assert gems(text) == [("c", 5, "", "")]


def test_that_old_hash_syntax_and_line_breaks_are_read():
    text = 'gem "a", "1.2",\n  :group => :test\ngem("b",\n  ">= 1"\n)\n'
    assert gems(text) == [("a", 1, "1.2", ""), ("b", 3, "", ">= 1")]


def test_that_merge_conflicts_in_a_lock_are_one_problem(tmp_path):
    conflict = "GEM\n  specs:\n<<<<<<< HEAD\n    a (1)\n=======\n    a (2)\n>>>>>>> x\n"
    found = scan_files(tmp_path, {"Gemfile.lock": conflict})
    assert found.sightings == []
    assert [(p.line, p.reason) for p in found.problems] == [
        (3, "holds an unresolved merge conflict")
    ]


LOCK = """\
GEM
  specs:
    a (1.0)

PLATFORMS
  x86_64-linux

DEPENDENCIES
  a

RUBY VERSION
   ruby 3.2.2p53

BUNDLED WITH
   2.4.19
"""


def test_that_a_lock_gives_the_ruby_and_the_bundler_it_was_written_for(tmp_path):
    found = scan_files(tmp_path, {"Gemfile.lock": LOCK})
    assert found.places == [
        ("Gemfile.lock:3", "pkg:gem/a@1.0"),
        ("Gemfile.lock:12", "pkg:generic/ruby@3.2.2"),
        ("Gemfile.lock:15", "pkg:gem/bundler@2.4.19"),
    ]


def test_that_the_platforms_of_a_lock_are_the_modules(tmp_path):
    write(tmp_path, {"Gemfile": 'gem "a"\n', "Gemfile.lock": LOCK, "app.rb": "puts 1\n"})
    (module,) = [s for s in sightings(tmp_path, MODULE) if s.kind is Kind.APPLICATION]
    assert traits(module, "locked-platform") == ["x86_64-linux"]


_words = st.sampled_from(
    ["gem ", '"a"', "'b'", ", ", "do", "end", "if ", "group ", ":test", "\n", "(", ")", "[", "]"]
) | st.sampled_from(
    ["path: ", "=> ", "#{x}", "%w[", "%q<", "#", "git ", '"', "'", "\\", "=begin\n", "é", "\x00"]
)


@given(st.lists(_words, max_size=60).map("".join))
def test_that_any_gemfile_is_read_with_lines_in_range(text):
    document = Document("Gemfile", text.encode("utf-16"))
    for read in (gemfile, gemspec):
        assert all(1 <= gem.line <= len(document.lines) for gem in read(document).gems)


@given(st.lists(st.sampled_from(["GEM\n", "  specs:\n", "    a (1-x)\n", "      b\n", "x", "\n"])))
def test_that_any_lock_is_read_or_refused(parts):
    document = Document("Gemfile.lock", "".join(parts).encode())
    try:
        lock = gem_locked(document)
    except Unreadable:
        return
    assert all(document.lines[gem.line - 1].startswith("    a") for gem in lock.gems)
