"""Self-built modules: which folders are one, what they are called, what they are written in."""

import pytest

from tests.scan.folders import runtimes, sightings, traits, write
from workbench.model.component import Kind, Origin
from workbench.model.problem import Problem
from workbench.scan.formats.module import FORMAT
from workbench.scan.scanner import scan

POM = """<project>
  <groupId>example</groupId>
  <artifactId>orders</artifactId>
  <version>1.8.0</version>
  <properties>
    <maven.compiler.source>1.8</maven.compiler.source>
    <maven.compiler.target>1.8</maven.compiler.target>
  </properties>
</project>
"""


def modules(root, files):
    """The modules found in a project of `files`, by folder-bearing purl."""
    seen = sightings(write(root, files), FORMAT)
    return {s.purl: s for s in seen if s.kind is Kind.APPLICATION}


def test_that_a_manifest_with_source_is_a_self_built_application(tmp_path):
    found = modules(tmp_path, {"svc/orders/pom.xml": POM, "svc/orders/src/main/java/A.java": ""})

    module = found["pkg:generic/orders#svc/orders"]
    assert (module.name, module.version) == ("orders", "1.8.0")
    assert (module.kind, module.origin) == (Kind.APPLICATION, Origin.SELF_BUILT)
    assert module.occurrence.place == "svc/orders/pom.xml:3"
    assert traits(module, "language") == ["java"]
    assert traits(module, "runtime") == ["java@8"]


def test_that_the_version_is_no_part_of_a_modules_identity(tmp_path):
    sources = {"src/main/java/A.java": ""}
    before = modules(tmp_path / "a", {"m/pom.xml": POM, "m/A.java": "", **sources})
    after = modules(tmp_path / "b", {"m/pom.xml": POM.replace("1.8.0", "2.0"), "m/A.java": ""})
    assert list(before) == list(after) == ["pkg:generic/orders#m"]
    assert after["pkg:generic/orders#m"].version == "2.0"


@pytest.mark.parametrize(
    ("files", "purl", "line", "languages"),
    [
        (
            {"go.mod": "module example.com/shop/cart/v2\n\ngo 1.20\n", "main.go": ""},
            "pkg:generic/cart#m",
            1,
            ["go"],
        ),
        (
            {"package.json": '{\n  "name": "@acme/web"\n}', "src/a.ts": "", "src/b.tsx": ""},
            "pkg:generic/%40acme/web#m",
            2,
            ["typescript"],
        ),
        (
            {"pyproject.toml": '[project]\nname = "stock"\n', "stock/__init__.py": ""},
            "pkg:generic/stock#m",
            2,
            ["python"],
        ),
        (
            {
                "setup.py": "from setuptools import setup\nsetup(\n    name='stock',\n)\n",
                "a.py": "",
            },
            "pkg:generic/stock#m",
            3,
            ["python"],
        ),
        (
            {"setup.cfg": "[metadata]\nname = stock\n", "a.py": ""},
            "pkg:generic/stock#m",
            2,
            ["python"],
        ),
        (
            {"Cargo.toml": '[package]\nname = "fast"\n', "src/main.rs": ""},
            "pkg:generic/fast#m",
            2,
            ["rust"],
        ),
        (
            {"composer.json": '{\n "name": "acme/shop"\n}', "index.php": ""},
            "pkg:generic/acme/shop#m",
            2,
            ["php"],
        ),
        ({"Gemfile": 'gem "rack"\n', "app.rb": ""}, "pkg:generic/m#m", 0, ["ruby"]),
        (
            {"CMakeLists.txt": "# build\nproject(matcher VERSION 1.2)\n", "a.cpp": "", "a.h": ""},
            "pkg:generic/matcher#m",
            2,
            ["c++"],
        ),
        (
            {"meson.build": "project('codec', 'c', version : '1.0')\n", "src/a.c": ""},
            "pkg:generic/codec#m",
            1,
            ["c"],
        ),
        (
            {"configure.ac": "AC_INIT([codec], [1.0])\n", "src/a.c": ""},
            "pkg:generic/codec#m",
            1,
            ["c"],
        ),
        (
            {"configure.ac": "AC_INIT([Makefile.in])\n", "src/a.c": ""},
            "pkg:generic/m#m",
            1,
            ["c"],
        ),
        ({"Makefile": "all:\n\tcc a.c\n", "a.c": "", "a.S": ""}, "pkg:generic/m#m", 0, None),
        ({"requirements.txt": "flask\n", "app.py": ""}, "pkg:generic/m#m", 0, ["python"]),
        ({"Dockerfile": "FROM alpine\n", "run.pl": ""}, "pkg:generic/m#m", 0, ["perl"]),
    ],
)
def test_that_every_manifest_names_its_module(tmp_path, files, purl, line, languages):
    found = modules(tmp_path, {f"m/{path}": text for path, text in files.items()})
    assert list(found) == [purl]
    assert found[purl].occurrence.line == line
    assert traits(found[purl], "language") == (languages or ["assembly", "c"])


def test_that_the_projects_own_root_has_no_subpath(tmp_path):
    root = tmp_path / "shop"
    found = modules(root, {"requirements.txt": "flask\n", "app.py": ""})
    assert list(found) == ["pkg:generic/shop"]


@pytest.mark.parametrize(
    "files",
    [
        {"package.json": '{"name": "root", "workspaces": ["packages/*"]}'},
        {"package.json": '{"name": "root"}', "jest.config.js": "", ".eslintrc.js": ""},
        {"package.json": '{"name": "root"}', "scripts/release.js": ""},
        {"package.json": '{"type": "module"}', "a.js": ""},
        {"pom.xml": "<project><packaging>pom</packaging></project>"},
        {"Makefile": "test:\n\tgo test ./...\n", "tool.py": ""},
        {"Makefile": "all:\n\techo\n", "deep/in/here/a.c": ""},
        {"CMakeLists.txt": "add_library(a a.cpp)\n", "a.cpp": ""},
        {"Dockerfile": "FROM nginx\nCOPY nginx.conf /etc/nginx/\n", "nginx.conf": ""},
        {"requirements.txt": "sphinx\n", "conf.py": ""},
        {"Dockerfile.dockerignore": "*\n", "a.py": ""},
        {"go.mod": "module example.com/a\n", "vendor/example.com/b/b.go": ""},
        {"package.json": '{"name": "root"}', "check.py": ""},
        {"genproto/Dockerfile": "FROM golang:1.20\n", "genproto/shop.pb.go": ""},
    ],
)
def test_that_a_folder_that_builds_nothing_is_no_module(tmp_path, files):
    assert modules(tmp_path, files) == {}


def test_that_source_belongs_to_the_nearest_module(tmp_path):
    found = modules(
        tmp_path,
        {
            "package.json": '{"name": "root"}',
            "src/index.js": "",
            "native/Cargo.toml": '[package]\nname = "native"\n',
            "native/src/lib.rs": "",
        },
    )
    assert traits(found["pkg:generic/root"], "language") == ["javascript"]
    assert traits(found["pkg:generic/native#native"], "language") == ["rust"]


def test_that_source_below_a_folder_that_is_no_module_belongs_to_the_one_above(tmp_path):
    found = modules(
        tmp_path,
        {
            "pyproject.toml": '[project]\nname = "a"\n',
            "a.py": "",
            "ext/Makefile": "",
            "ext/x/f.c": "",
        },
    )
    assert list(found) == ["pkg:generic/a"]
    assert traits(found["pkg:generic/a"], "language") == ["c", "python"]


def test_that_the_makefiles_of_one_c_project_are_one_module(tmp_path):
    found = modules(
        tmp_path / "cache",
        {
            "Makefile": "",
            "src/Makefile": "",
            "src/a.c": "",
            "src/lib/Makefile": "",
            "src/lib/b.c": "",
        },
    )
    assert list(found) == ["pkg:generic/cache"]


def test_that_a_makefile_of_commands_hides_no_c_project_below(tmp_path):
    found = modules(tmp_path, {"Makefile": "", "engine/Makefile": "", "engine/a.c": ""})
    assert list(found) == ["pkg:generic/engine#engine"]


def test_that_several_manifests_in_one_folder_are_one_module_with_all_languages(tmp_path):
    found = modules(
        tmp_path,
        {
            "m/pyproject.toml": '[project]\nname = "site"\nrequires-python = ">=3.8"\n',
            "m/package.json": '{"name": "site-assets", "engines": {"node": "18.2.0"}}',
            "m/site/views.py": "",
            "m/assets/app.js": "",
        },
    )
    module = found.pop("pkg:generic/site#m")
    assert found == {}
    assert traits(module, "language") == ["javascript", "python"]
    assert traits(module, "runtime") == ["python@>=3.8", "node@18.2.0"]


def test_that_a_script_or_two_do_not_make_a_language(tmp_path):
    java = {f"m/src/main/java/C{number}.java": "" for number in range(20)}
    found = modules(tmp_path, {"m/pom.xml": POM, "m/release.py": "", "m/src/fast.c": "", **java})
    assert traits(found["pkg:generic/orders#m"], "language") == ["c", "java"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("class Map {\n};\n", "c++"), ("int add(int a, int b);\n", "c")],
)
def test_that_headers_alone_are_told_apart_by_their_text(tmp_path, text, language):
    found = modules(tmp_path, {"m/CMakeLists.txt": "project(m)\n", "m/include/m.h": text})
    assert traits(found["pkg:generic/m#m"], "language") == [language]


@pytest.mark.parametrize(
    ("source", "cgo"),
    [
        ('package a\n\n// #include <zlib.h>\nimport "C"\n', [""]),
        ('package a\n\nimport (\n\t"fmt"\n\t"C"\n)\n', [""]),
        ('package a\n\nimport "fmt"\n\nvar c = "C"\n', []),
    ],
)
def test_that_cgo_is_seen_in_the_imports(tmp_path, source, cgo):
    found = modules(tmp_path, {"m/go.mod": "module example.com/a\n", "m/a.go": source})
    assert traits(found["pkg:generic/a#m"], "cgo") == cgo


def test_that_a_dockerfile_alone_names_the_module_by_what_people_call_the_folder(tmp_path):
    found = modules(
        tmp_path, {"cart/src/Dockerfile": "FROM python:3.9-slim\n", "cart/src/a.py": ""}
    )
    module = found["pkg:generic/cart#cart/src"]
    assert module.name == "cart"
    assert traits(module, "runtime") == ["python@3.9"]


def test_that_a_runtime_is_inherited_from_the_nearest_version_file_above(tmp_path):
    found = modules(
        tmp_path,
        {
            ".tool-versions": "nodejs 18.1.0\npython 3.8.1\n",
            "apps/.nvmrc": "16\n",
            "apps/web/package.json": '{"name": "web"}',
            "apps/web/a.js": "",
            "jobs/pyproject.toml": '[project]\nname = "jobs"\nrequires-python = ">=3.7"\n',
            "jobs/a.py": "",
        },
    )
    assert traits(found["pkg:generic/web#apps/web"], "runtime") == ["node@16"]
    assert traits(found["pkg:generic/jobs#jobs"], "runtime") == ["python@>=3.7", "python@3.8.1"]


def test_that_the_runtimes_of_a_manifest_are_components_at_their_line(tmp_path):
    files = {"m/pom.xml": POM, "n/package.json": '{"name": "n",\n"engines": {"node": ">=14"}}'}
    assert runtimes(sightings(write(tmp_path, files), FORMAT)) == {
        "pkg:generic/java@8": "m/pom.xml:7",
        "pkg:generic/node >=14": "n/package.json:2",
    }


def test_that_a_broken_manifest_is_one_problem_and_still_a_module(tmp_path):
    write(
        tmp_path,
        {"m/pyproject.toml": "[project\n", "m/a.py": "", "n/pom.xml": "<a", "n/A.java": ""},
    )
    events = list(scan(tmp_path))
    problems = [e.path for e in events if isinstance(e, Problem)]
    assert problems == ["m/pyproject.toml", "n/pom.xml"]
    found = {s.purl for s in sightings(tmp_path, FORMAT) if s.kind is Kind.APPLICATION}
    assert found == {"pkg:generic/m#m", "pkg:generic/n#n"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package.json", '{"name": ["a"], "scripts": [], "engines": [1], "version": {}}'),
        ("composer.json", '{"name": {}, "require": [], "config": 3}'),
        ("pyproject.toml", 'project = "no table"\n'),
        ("Cargo.toml", "package = 3\n"),
        ("go.mod", "module\n"),
        ("setup.py", "setup(name=name(), version=" + "(" * 5000),
    ],
)
def test_that_wrong_types_in_a_manifest_give_the_folders_name(tmp_path, name, text):
    sources = {f"m/a.{ending}": "" for ending in ("js", "php", "py", "rs", "go")}
    found = modules(tmp_path, {f"m/{name}": text, **sources})
    assert list(found) == ["pkg:generic/m#m"]


def test_that_the_same_folder_gives_the_same_modules_each_time(tmp_path):
    files = {
        "a/go.mod": "module a\n",
        "a/a.go": "",
        "b/package.json": '{"name": "b"}',
        "b/b.js": "",
    }
    write(tmp_path, files)
    assert sightings(tmp_path, FORMAT) == sightings(tmp_path, FORMAT)


def test_that_every_dotnet_project_file_is_a_module_of_its_own(tmp_path):
    project = "<Project Sdk='Microsoft.NET.Sdk'><PropertyGroup>\n{}\n</PropertyGroup></Project>"
    modern = (
        "<TargetFramework>net6.0</TargetFramework>\n<RuntimeIdentifier>win-x64</RuntimeIdentifier>"
    )
    files = {
        "src/Cart.csproj": project.format(modern),
        "src/Old.csproj": project.format("<TargetFramework>net472</TargetFramework>"),
        "src/Shared.csproj": project.format("<TargetFramework>netstandard2.0</TargetFramework>"),
        "src/Program.cs": "",
    }
    found = modules(tmp_path, files)
    cart = found["pkg:generic/Cart#src"]
    assert traits(cart, "language") == ["c#"]
    assert traits(cart, "runtime") == ["dotnet@6.0"]
    assert traits(cart, "target-framework") == ["net6.0"]
    assert traits(cart, "runtime-identifier") == ["win-x64"]
    assert traits(found["pkg:generic/Old#src"], "runtime") == ["dotnet-framework@4.7.2"]
    assert traits(found["pkg:generic/Shared#src"], "runtime") == []
    assert len(found) == 3
