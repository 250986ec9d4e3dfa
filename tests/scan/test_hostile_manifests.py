"""Broken, huge, deep and mistyped manifests: a problem or a right answer, never a lost scan."""

import json

import pytest

from tests.scan.scanned import FIXTURES, scan_files

MANIFESTS = {
    "package.json": FIXTURES / "npm/version1/package.json",
    "package-lock.json": FIXTURES / "npm/workspace/package-lock.json",
    "npm-shrinkwrap.json": FIXTURES / "npm/version1/package-lock.json",
    "Gemfile": FIXTURES / "ruby/shop/Gemfile",
    "Gemfile.lock": FIXTURES / "ruby/shop/Gemfile.lock",
    "shop.gemspec": FIXTURES / "ruby/shop/shop.gemspec",
    "Cargo.toml": FIXTURES / "cargo/workspace/crates/store/Cargo.toml",
    "Cargo.lock": FIXTURES / "cargo/workspace/Cargo.lock",
    "uv.lock": FIXTURES / "python/uv/uv.lock",
    "poetry.lock": FIXTURES / "python/poetry/poetry.lock",
    "pdm.lock": FIXTURES / "python/pdm/pdm.lock",
    "pylock.toml": FIXTURES / "python/pylock/pylock.toml",
    "Pipfile": FIXTURES / "python/pipenv/Pipfile",
    "Pipfile.lock": FIXTURES / "python/pipenv/Pipfile.lock",
    "conda-lock.yml": FIXTURES / "python/conda/conda-lock.yml",
    "conda-linux-64.lock": FIXTURES / "python/conda/conda-linux-64.lock",
    "environment.yml": FIXTURES / "python/conda/environment.yml",
    "go.mod": FIXTURES / "go/vendored/go.mod",
    "vendor/modules.txt": FIXTURES / "go/vendored/vendor/modules.txt",
    "mix.exs": FIXTURES / "elixir/umbrella/apps/store/mix.exs",
    "mix.lock": FIXTURES / "elixir/umbrella/mix.lock",
    "pubspec.yaml": FIXTURES / "dart/app/pubspec.yaml",
    "pubspec.lock": FIXTURES / "dart/app/pubspec.lock",
    "Package.swift": FIXTURES / "swift/server/Package.swift",
    "Package.resolved": FIXTURES / "swift/server/Package.resolved",
    "DESCRIPTION": FIXTURES / "r/package/DESCRIPTION",
    "renv.lock": FIXTURES / "r/project/renv.lock",
    "cpanfile": FIXTURES / "perl/shop/cpanfile",
    "cpanfile.snapshot": FIXTURES / "perl/shop/cpanfile.snapshot",
    "yarn.lock": FIXTURES / "node/yarn-1/yarn.lock",
    "berry/yarn.lock": FIXTURES / "node/yarn-4/yarn.lock",
    "5/pnpm-lock.yaml": FIXTURES / "node/pnpm-7/pnpm-lock.yaml",
    "6/pnpm-lock.yaml": FIXTURES / "node/pnpm-8/pnpm-lock.yaml",
    "9/pnpm-lock.yaml": FIXTURES / "node/pnpm-12/pnpm-lock.yaml",
    "bun.lock": FIXTURES / "node/bun/bun.lock",
    "composer.json": FIXTURES / "composer/shop/composer.json",
    "composer.lock": FIXTURES / "composer/shop/composer.lock",
    ".tool-versions": FIXTURES / "version-managers/.tool-versions",
    "mise.toml": FIXTURES / "version-managers/mise.toml",
    "mise.lock": FIXTURES / "version-managers/mise.lock",
    ".sdkmanrc": FIXTURES / "version-managers/.sdkmanrc",
    "devcontainer.json": FIXTURES / "version-managers/.devcontainer/devcontainer.json",
}

CUT_OPEN = {"pricing", "shared", "flutter", "flutter_test", "shop", "methods", "stats", "utils"}
CUT_OPEN |= {"lib.example/original", "shop.example/shared", "conda-forge"}
"""The project's own, or an SDK's, once the rest of the entry is read, which a cut may take away."""


@pytest.mark.parametrize("name", MANIFESTS)
def test_that_a_manifest_cut_off_anywhere_gives_only_what_the_whole_gives(tmp_path, name):
    whole = MANIFESTS[name].read_bytes()
    names = {s.name for s in scan_files(tmp_path / "whole", {name: whole}).sightings}
    assert names
    names |= CUT_OPEN
    names.add("pricing")  # its own once `path:` is read, which a cut may take away
    names.add("direnv")  # the machine's once all of `system` is read
    for place, end in enumerate(range(0, len(whole), max(1, len(whole) // 60))):
        part = scan_files(tmp_path / str(place), {name: whole[:end]})
        assert all("could not be read" not in p.reason for p in part.problems)
        cut = {s.name for s in part.sightings} - names
        assert all(any(known.startswith(c) for known in names) for c in cut)


@pytest.mark.parametrize("name", MANIFESTS)
def test_that_windows_line_ends_and_utf_16_change_nothing(tmp_path, name):
    text = MANIFESTS[name].read_text()
    plain = scan_files(tmp_path / "a", {name: text})
    crlf = scan_files(tmp_path / "b", {name: text.replace("\n", "\r\n").encode("utf-8-sig")})
    wide = scan_files(tmp_path / "c", {name: text.encode("utf-16")})
    assert plain.sightings == crlf.sightings == wide.sightings != []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package.json", '{"a":' * 100_000),
        ("package-lock.json", '{"a":' * 100_000),
        ("package-lock.json", '{"dependencies":{"a":' * 150 + "1" + "}}" * 150),
        ("pyproject.toml", "a = " + "[" * 100_000),
        ("uv.lock", "package = 1\n"),
        ("poetry.lock", "package = " + "[" * 100_000),
        ("pdm.lock", b"\x00\x01\x02binary"),
        ("pylock.toml", "packages = 'x'\n"),
        ("Pipfile.lock", '{"a":' * 100_000),
        ("setup.py", "setup(install_requires=" + "[" * 100_000),
        ("setup.py", "x = " + "-" * 100_000 + "1"),
        ("setup.py", b"\x00\x01\x02binary"),
        ("conda-lock.yml", "package: " + "[" * 100_000),
        ("conda-lock.yml", "a: &a [x]\n" + "package: x\n"),
        ("environment.yml", "channels: 1\ndependencies: [\n" + "[" * 100_000),
        ("Cargo.lock", "package = " + "[" * 100_000),
        ("Gemfile.lock", "not a lock\n"),
        ("go.mod", "require (\n" * 100_000),
        ("mix.exs", "def deps do\n" + "{:a, [" * 1_000),
        ("mix.lock", "%{" * 100_000),
        ("pubspec.yaml", "a: " + "[" * 100_000),
        ("pubspec.yaml", "a:\n" + "- " * 100_000),
        ("conanfile.py", "(" * 100_000),
        ("conanfile.py", "a = " + "-" * 100_000 + "1"),
        ("conan.lock", '{"a":' * 100_000),
        ("vcpkg.json", '{"dependencies":[' * 100_000),
        ("MODULE.bazel", "[" * 100_000),
        ("MODULE.bazel", "def x:"),
        ("zlib.wrap", "not a wrap\n"),
        ("pubspec.lock", "- not\n- a\n- lock\n"),
        ("Package.resolved", '{"pins":[' * 100_000),
        ("renv.lock", '{"a":' * 100_000),
        ("cpanfile.snapshot", "not a snapshot\n"),
        ("vendor/modules.txt", "not a list\n"),
        ("yarn.lock", "not a lock\n"),
        ("yarn.lock", "__metadata:\n" + "".join(" " * n + "a:\n" for n in range(500))),
        ("pnpm-lock.yaml", "a: " + "[" * 100_000),
        ("pnpm-lock.yaml", "".join(" " * n + "a:\n" for n in range(500))),
        ("pnpm-lock.yaml", "lockfileVersion: 6\n\ta: 1\n"),
        ("bun.lock", '{"a":' * 100_000),
        ("bun.lock", '{"lockfileVersion": 1 "packages": {}}'),
        ("composer.json", '{"a":' * 100_000),
        ("composer.lock", "{}"),
        ("devcontainer.json", '{"a":' * 100_000),
        ("mise.toml", "a = " + "[" * 100_000),
        (".tool-versions", b"\x00\x01\x02binary"),
        ("package.json", b"\x00\x01\x02binary"),
        ("Package.swift", b"\x00\x01\x02binary"),
        ("cpanfile", b"\x00\x01\x02binary"),
        ("DESCRIPTION", b"\x00\x01\x02binary"),
        ("Gemfile", b"\x00\x01\x02binary"),
        ("requirements.txt", b"\x00\x01\x02binary"),
    ],
)
def test_that_deep_or_foreign_content_is_a_few_problems(tmp_path, name, text):
    found = scan_files(tmp_path, {name: text, "ok/requirements.txt": "numpy\n"})
    assert found.purls == {"pkg:pypi/numpy"}
    assert 1 <= len(found.problems) <= 6
    assert all("could not be read" not in p.reason for p in found.problems)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Gemfile", "(" * 200_000),
        ("Gemfile", "group :a do\n" * 50_000 + "gem 'a'\n"),
        ("Gemfile", '"' + "\\" * 100_000),
        ("Gemfile", "gem 'a',\n" * 50_000),
        ("requirements.txt", "a\\\n" * 50_000),
        ("requirements.txt", "a" * 500_000),
        ("requirements.txt", "a[" + "," * 200_000),
        ("requirements.txt", "a" + " " * 300_000 + "#"),
        ("go.mod", "require " + "a/" * 200_000 + " v1.0.0"),
        ("go.mod", '"' * 200_001),
        ("package-lock.json", '{"' + "\\\\" * 200_000),
        ("Cargo.toml", "[" + "a." * 50_000 + "a]"),
        ("setup.py", "setup(install_requires=" + "'a' + " * 50_000 + "'b')"),
        (
            "setup.py",
            "".join(f"a{n} = a{n + 1} + a{n + 1}\n" for n in range(60))
            + "a60 = ['x']\nsetup(install_requires=a0)\n",
        ),
        (
            "setup.py",
            "if x:\n" + "".join(" " * n + "if x:\n" for n in range(1, 95)) + " " * 95 + "y",
        ),
        ("setup.cfg", "[options]\ninstall_requires =" + ";" * 200_000),
        ("setup.cfg", "[options]\n" + "a" * 500_000),
        ("environment.yml", "channels:\ndependencies:\n- " + "a=" * 200_000),
        ("conda-linux-64.lock", "@EXPLICIT\n" + "a/" * 200_000),
        ("uv.lock", "[[package]]\n" * 50_000),
        ("poetry.lock", "[[package]]\nname='a'\nversion='1'\nmarkers=\"" + "(" * 3_000 + '"\n'),
        ("pdm.lock", "[[package]]\nname='a'\ndependencies=['a[" + "," * 19_000 + "']\n"),
        ("go.work", "use (\n" * 50_000),
        ("vendor/modules.txt", "# a v1.0.0 =>" + " " * 200_000),
        ("mix.exs", "def deps do\n" + "{:a, " * 50 + '"' * 100_001),
        ("mix.exs", "deps: [\n" * 20_000),
        ("mix.exs", "def deps do\n" + "{:a, " * 50_000),
        ("mix.lock", '%{"a": {:hex, ' + "[" * 50),
        ("Package.swift", ".package(" * 50_000),
        ("Package.swift", '.package(url: "' + "\\" * 200_000),
        ("Package.swift", "/*" * 100_000),
        ("DESCRIPTION", "Imports: " + "a (" * 100_000),
        ("DESCRIPTION", "Remotes: " + "a/" * 100_000 + " "),
        ("DESCRIPTION", "Imports:" + "\n a," * 50_000),
        ("cpanfile", "on " * 50_000),
        ("cpanfile", "requires " * 50_000),
        ("cpanfile", "{" * 100_000 + "requires 'a';"),
        ("cpanfile", '"' + "\\" * 200_000),
        ("CMakeLists.txt", "find_package(" * 50_000),
        ("CMakeLists.txt", 'set(a "' + "\\" * 200_000),
        ("CMakeLists.txt", "set(a ${a}${a}b)\n" * 5_000),
        ("CMakeLists.txt", "#[" + "=" * 100_000),
        ("CMakeLists.txt", "[" * 30_000),
        ("meson.build", "dependency(" * 50_000),
        ("meson.build", "dependency('" + "\\" * 200_000),
        ("meson.build", "foreach a : [" * 20_000),
        ("configure.ac", "PKG_CHECK_MODULES(" * 50_000),
        ("configure.ac", "AC_CHECK_LIB([" + "[" * 200_000),
        ("configure.ac", "PKG_CHECK_MODULES([A], [" + "a " * 100_000 + "])"),
        ("conanfile.txt", "[requires]\n" + "a/" * 100_000),
        ("MODULE.bazel", "A = A + A\nb.c(d = A)\n" * 100),
        (
            "MODULE.bazel",
            "".join(f"A{n} = A{n - 1} + A{n - 1}\n" for n in range(1, 60)) + "x(a = A59)",
        ),
        ("cpanfile.snapshot", "DISTRIBUTIONS\n  a" + "-1" * 100_000),
        ("yarn.lock", '"' * 200_001 + ":\n"),
        ("yarn.lock", "a" * 300_000 + ":\n"),
        ("yarn.lock", "a@1, " * 60_000 + "a@2:\n  version 1\n"),
        ("yarn.lock", "a@1:\n  a " + "a:" * 100_000 + '"\n'),
        ("pnpm-lock.yaml", "lockfileVersion: 6\na: {" + "a: [" * 50_000),
        ("pnpm-lock.yaml", "lockfileVersion: 6\na: {" + "a " * 150_000),
        ("pnpm-lock.yaml", "lockfileVersion: 6\npackages:\n  " + "a@" * 150_000 + ": {}\n"),
        ("pnpm-lock.yaml", "lockfileVersion: 6\npackages:\n  '" + "'" * 200_000 + ": {}\n"),
        ("pnpm-lock.yaml", "a: &a [x, x]\n" + "b: [*a, *a]\n" * 20_000),
        ("bun.lock", '{"lockfileVersion": 1' + "," * 300_000),
        ("bun.lock", "/*" * 200_000),
        ("bun.lock", '{"lockfileVersion": 1, "packages": {"' + "a/" * 100_000 + '": ["a@1.0.0"]}}'),
        (".tool-versions", "terraform " + "1.0." * 100_000 + "\n"),
        (".tool-versions", "a " * 150_000),
        (".sdkmanrc", "java=" + "a-" * 100_000),
        ("devcontainer.json", '{"image": "' + "${" * 150_000 + '"}'),
        ("devcontainer.json", '{"features": {"' + ":1" * 150_000 + '": {}}}'),
        ("composer.json", '{"require": {"' + "a-" * 100_000 + '": "1"}}'),
    ],
)
def test_that_text_made_to_hang_a_reader_does_not(tmp_path, name, text):
    found = scan_files(tmp_path, {name: text})
    assert found.coverage.files == 1
    assert all("could not be read" not in p.reason for p in found.problems)


LARGE = 50_000


def test_that_fifty_thousand_packages_are_all_found(tmp_path):
    many = range(LARGE)
    entries = {f"node_modules/p{n}": {"version": f"1.0.{n}"} for n in many}
    nested = {f"p{n}": {"version": f"1.0.{n}"} for n in many}
    crates = (f'[[package]]\nname = "p{n}"\nversion = "1.0.{n}"\nsource = "r"\n' for n in many)
    files = {
        "3/package-lock.json": json.dumps({"packages": entries}, indent=1),
        "1/package-lock.json": json.dumps({"dependencies": nested}),
        "Gemfile.lock": "GEM\n  specs:\n" + "".join(f"    p{n} (1.0.{n})\n" for n in many),
        "Cargo.lock": "".join(crates),
        "go.mod": "module m\n" + "".join(f"require x.y/p{n} v1.0.{n}\n" for n in many),
        "requirements.txt": "".join(f"p{n}==1.0.{n}\n" for n in many),
    }
    found = scan_files(tmp_path, files)
    assert found.problems == []
    assert len(found.sightings) == LARGE * len(files)
    assert ("3/package-lock.json:50001", "pkg:npm/p16666@1.0.16666") in found.places


def test_that_ten_thousand_packages_of_other_locks_are_all_found(tmp_path):
    many = range(10_000)
    pins = [
        {"location": f"https://git.example/a/p{n}", "state": {"version": f"1.0.{n}"}} for n in many
    ]
    files = {
        "vendor/modules.txt": "".join(f"# x.y/p{n} v1.0.{n}\n## explicit\n" for n in many),
        "mix.lock": "%{" + "".join(f' "p{n}": {{:hex, :p{n}, "1.0.{n}"}},\n' for n in many) + "}",
        "renv.lock": json.dumps({"Packages": {f"p{n}": {"Version": f"1.0.{n}"} for n in many}}),
        "cpanfile.snapshot": "DISTRIBUTIONS\n" + "".join(f"  p{n}-1.0.{n}\n" for n in many),
        "conan.lock": json.dumps({"requires": [f"p{n}x/1.0.{n}" for n in many]}),
        "Package.resolved": json.dumps({"pins": pins}),
        "CMakeLists.txt": "".join(f"find_package(P{n} REQUIRED)\n" for n in many),
        "yarn.lock": "".join(f'p{n}@^1:\n  version "1.0.{n}"\n' for n in many),
        "pnpm-lock.yaml": "lockfileVersion: '9.0'\npackages:\n"
        + "".join(f"  p{n}@1.0.{n}:\n    cpu: [x64]\n" for n in many),
        "bun.lock": '{"lockfileVersion": 1, "packages": {'
        + "".join(f'\n"p{n}": ["p{n}@1.0.{n}", "", {{}}],' for n in many)
        + "}}",
        "composer.lock": json.dumps(
            {"packages": [{"name": f"a/p{n}", "version": f"1.0.{n}"} for n in many]}, indent=1
        ),
    }
    found = scan_files(tmp_path, files)
    assert found.problems == []
    assert len(found.sightings) == len(many) * len(files)


@pytest.mark.parametrize("wrong", ["1", "'x'", "[]", "[1, [], {}]", "true", "{}", "{a = 1}"])
def test_that_mistyped_cargo_files_never_end_in_a_crash(tmp_path, wrong):
    tables = ("workspace", "package", "dependencies", "target", "dev-dependencies")
    files = {
        f"{n}/Cargo.toml": f"{table} = {wrong}\n" for n, table in enumerate(tables)
    } | {
        "a/Cargo.toml": f"[dependencies]\na = {wrong}\nb.git = {wrong}\nc.version = {wrong}\n",
        "b/Cargo.toml": f"[package]\nname = {wrong}\nworkspace = {wrong}\n[target]\na = {wrong}\n",
        "b/Cargo.lock": f"package = {wrong}\n",
        "c/Cargo.lock": f"[[package]]\nname = 'a'\nversion = {wrong}\ndependencies = {wrong}\n",
        "d/Cargo.lock": f"[[package]]\nname = 'a'\nversion = '1'\ndependencies = {wrong}\n",
    }  # fmt: skip
    found = scan_files(tmp_path, files)
    assert all("could not be read" not in p.reason for p in found.problems)
