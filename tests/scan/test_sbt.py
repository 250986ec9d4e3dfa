"""sbt builds: literals, constants and functions of the build, scopes, Scala's suffixes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scan.reading import FIXTURES, problems, row, sightings, tree, write
from workbench.scan.document import Document
from workbench.scan.formats import sbt
from workbench.scan.formats.sbt import declared_module
from workbench.scan.jvm.sbt_reader import read_sbt_script

RELAY = FIXTURES / "sbt" / "relay"


def rows(root):
    return [row(s) for s in sightings(root, sbt.FORMATS)]


def test_that_every_module_of_a_build_is_found_with_file_and_line():
    netty = "maven/io.netty/netty-transport-native-epoll@4.1.50.Final"
    assert rows(RELAY) == [
        "build.sbt:16 library runtime maven/org.xerial.snappy/snappy-java@1.1.3",
        "build.sbt:17 library runtime maven/com.zaxxer/HikariCP@5.1.0",
        f"build.sbt:18 library runtime {netty} native-classifier=linux-x86_64",
        "build.sbt:19 library runtime maven/javax.servlet/javax.servlet-api@4.0.1",
        "build.sbt:20 library runtime maven/org.example/from-environment_2.13"
        " unresolved=${sys.env.getOrElse}",
        "build.sbt:24 library runtime maven/io.circe/circe-core_2.13@0.14.6",
        "build.sbt:24 library runtime maven/io.circe/circe-generic_2.13@0.14.6",
        "build.sbt:25 library runtime maven/io.circe/circe-parser_2.13@0.14.6",
        "build.sbt:27 library build maven/org.typelevel/kind-projector_2.13.12@0.13.2",
        "build.sbt:14 library runtime maven/org.apache.pekko/pekko-actor_2.13@1.0.2",
        "build.sbt:15 library test maven/org.apache.pekko/pekko-testkit_2.13@1.0.2",
        "build.sbt:3 library runtime maven/org.scala-lang/scala-library@2.13.12",
        "project/Dependencies.scala:13 library runtime maven/ch.qos.logback/logback-classic@1.4.14",
        "project/Dependencies.scala:14 library test maven/org.scalatest/scalatest_2.13@3.2.18",
        "project/Dependencies.scala:15 library test maven/org.scalameta/munit_2.13"
        " unresolved=${Versions.munit}",
        "project/build.properties:1 tool build generic/sbt@1.9.8",
        "project/plugins.sbt:1 tool build maven/com.eed3si9n/sbt-assembly@2.1.5",
        "project/plugins.sbt:2 library build maven/org.vafer/jdeb@1.10",
    ]


def test_that_a_build_declares_its_module_and_java_release():
    files = tree(RELAY)
    declared = declared_module(files.read("build.sbt"), files)
    assert (declared.name, declared.line, declared.version) == ("relay", 11, "0.7.1")
    assert declared.runtimes == (("java", "17", 12),)


@pytest.mark.parametrize(
    ("scala", "joined", "purl"),
    [
        ("2.12.18", '%% "a" % "1"', "a_2.12@1"),
        ("3.3.1", '%% "a" % "1"', "a_3@1"),
        ("3.3.1", '%% "a" % "1" cross CrossVersion.for3Use2_13', "a_2.13@1"),
        ("3.3.1", '% "a" % "1"', "a@1"),
        ("2.13.1", '%%% "a" % "1"', "a@1 unresolved=scalaVersion"),
        ("2.13.1", '% "a" % "[1,2)"', "a [1,2)"),
        ("2.13.1", '% "a" % "1.+"', "a 1.+"),
    ],
)
def test_that_the_scala_version_is_part_of_a_name_as_sbt_adds_it(tmp_path, scala, joined, purl):
    text = f'scalaVersion := "{scala}"\nlibraryDependencies += "g" {joined}\n'
    assert rows(write(tmp_path, {"build.sbt": text}))[0].endswith(f"maven/g/{purl}")


def test_that_two_scala_versions_leave_the_name_without_one(tmp_path):
    text = (
        'lazy val a = project.settings(scalaVersion := "2.12.1")\n'
        'lazy val b = project.settings(scalaVersion := "2.13.1")\n'
        'libraryDependencies += "g" %% "n" % "1"\n'
    )
    assert rows(write(tmp_path, {"build.sbt": text}))[0] == (
        "build.sbt:3 library runtime maven/g/n@1 unresolved=scalaVersion"
    )


@pytest.mark.parametrize(
    "text",
    [
        '// libraryDependencies += "g" % "a" % "1"',
        '/* "g" % "a" % "1" */',
        'dependencyOverrides += "g" % "a" % "1"',
        'excludeDependencies += "g" % "a"',
        'libraryDependencies += foo exclude("g", "a")',
        "val rest = 17 % 5 % 3",
        'val note = """"g" % "a" % "1" """',
    ],
)
def test_that_what_is_not_asked_for_is_not_found(tmp_path, text):
    assert rows(write(tmp_path, {"build.sbt": text + "\n"})) == []


def test_that_names_only_a_build_knows_are_problems_and_versions_stay_open(tmp_path):
    text = 'libraryDependencies ++= Seq("g" % (if (x) "a" else "b") % "1", "g" % "c" % v)\n'
    write(tmp_path, {"build.sbt": text})
    assert rows(tmp_path) == ["build.sbt:1 library runtime maven/g/c unresolved=${v}"]
    (problem,) = problems(tmp_path, sbt.FORMATS)
    assert "do not resolve within the project" in problem.reason


def test_that_a_project_factory_keeps_the_modules_in_it(tmp_path):
    text = (
        "def module(name: String) = Project(name, file(name)).settings(\n"
        '  libraryDependencies += "g" % "a" % "1")\n'
        'lazy val core = module("core")\n'
    )
    assert rows(write(tmp_path, {"build.sbt": text})) == ["build.sbt:2 library runtime maven/g/a@1"]


def test_that_two_builds_in_one_repository_keep_their_constants_apart(tmp_path):
    files = {}
    for build, version in (("one", "1.0"), ("two", "2.0")):
        files[f"{build}/project/build.properties"] = "sbt.version=1.9.8\n"
        files[f"{build}/project/Deps.scala"] = f'import sbt._\nobject V {{ val a = "{version}" }}\n'
        files[f"{build}/build.sbt"] = 'libraryDependencies += "g" % "a" % V.a\n'
    found = [r for r in rows(write(tmp_path, files)) if "maven" in r]
    assert [r.rpartition("@")[2] for r in found] == ["1.0", "2.0"]


def test_that_scala_sources_in_a_package_called_project_are_left_alone(tmp_path):
    source = 'package project\nobject A { val x = "g" % "a" % "1" }\n'
    assert rows(write(tmp_path, {"src/project/A.scala": source})) == []


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5_000,
        '"a" % ' * 5_000,
        "val a = b\n" * 5_000 + "val b = a\n",
        "Seq(" * 5_000 + '"a"' + ").map(_ % Test)" * 5_000,
        'libraryDependencies += "g" % "a" % v\nval v = w\nval w = v\n',
        "def f(" * 5_000,
        'val x = s"${' * 5_000,
        "object a {" * 5_000,
    ],
)
def test_that_text_made_to_hang_a_reader_does_not(tmp_path, text):
    write(tmp_path, {"build.sbt": text})
    assert all("could not be read" not in p.reason for p in problems(tmp_path, sbt.FORMATS))


PIECES = st.sampled_from(
    ['"g"', "%", "%%", '"a"', '"1"', "val x = ", "def f(n: String) = ", "(", ")", "{", "}", "\n",
     "Seq(", ".map(_ % Test)", "% Test", "x", 's"$n"', "+=", ":=", "object O", "classifier",
     "cross"]
)  # fmt: skip


@given(
    st.lists(PIECES, max_size=60).map(" ".join)
    | st.text(st.characters(exclude_characters="\0"), max_size=300)
)
@settings(max_examples=300, deadline=None)
def test_that_any_text_is_read_as_a_script(text):
    script = read_sbt_script(Document("build.sbt", text.encode("utf-8", "replace")))
    assert all(
        1 <= module.line <= text.count("\n") + text.count("\r") + 1 for module in script.modules
    )
