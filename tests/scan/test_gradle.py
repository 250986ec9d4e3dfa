import string
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scan.reading import FIXTURES, problems, row, sightings, tree, write
from workbench.scan.document import Document, Unreadable
from workbench.scan.formats.build_wrapper import FORMAT as WRAPPER
from workbench.scan.formats.gradle import FORMAT as GRADLE
from workbench.scan.formats.gradle import declared_module
from workbench.scan.formats.gradle_catalog import FORMAT as GRADLE_CATALOG
from workbench.scan.formats.gradle_lock import FORMAT as GRADLE_LOCK
from workbench.scan.jvm.gradle_reader import read_script

GROOVY = FIXTURES / "gradle" / "groovy"
KOTLIN = FIXTURES / "gradle" / "kotlin"
FORMATS = (GRADLE, GRADLE_CATALOG, GRADLE_LOCK, WRAPPER)


def rows(root):
    return [row(s) for s in sightings(root, FORMATS)]


def from_script(tmp_path, text, name="build.gradle"):
    return rows(write(tmp_path, {name: text}))


def test_that_every_download_of_a_groovy_build_is_found_with_file_and_line():
    service = [
        "9 library runtime maven/net.java.dev.jna/jna@4.1.0",
        "10 library runtime maven/io.netty/netty-transport-native-epoll@4.1.40.Final"
        " native-classifier=linux-x86_64",
        "11 library runtime maven/org.apache.commons/commons-crypto@1.0.0",
        "12 library runtime maven/com.github.luben/zstd-jni@1.1.0",
        "16 library runtime maven/org.apache.commons/commons-lang3@3.14.0",
        "17 library runtime maven/org.locked/module@3.2.1",
        "18 library runtime maven/org.lz4/lz4-java@1.3.0",
        "21 library runtime maven/io.netty/netty-tcnative-boringssl-static@2.0.30.Final"
        " native-classifier=linux-x86_64",
        "24 library build maven/org.projectlombok/lombok@1.18.30",
        "25 library build maven/org.projectlombok/lombok@1.18.30",
        "26 library build maven/org.junit/junit-bom@5.10.2 bom",
        "27 library test maven/org.junit.jupiter/junit-jupiter@5.10.2",
        "28 library test maven/org.testcontainers/testcontainers 1.+",
        "29 library build maven/com.puppycrawl.tools/checkstyle@10.12.0",
        "30 library runtime maven/org.mapdb/mapdb [1.0,2.0)",
        "34 library runtime maven/org.fusesource.leveldbjni/leveldbjni-all@1.8",
        "39 library runtime maven/org.unknown/thing unresolved=${nowhereDefined}",
    ]
    assert rows(GROOVY) == [
        "build.gradle:10 tool build"
        " maven/com.google.protobuf/com.google.protobuf.gradle.plugin@0.9.4",
        "build.gradle:11 tool build"
        " maven/com.github.spotbugs/com.github.spotbugs.gradle.plugin@6.0.25",
        "build.gradle:4 library build maven/org.ajoberstar.grgit/grgit-core@4.1.1",
        "build.gradle:57 library runtime maven/org.rocksdb/rocksdbjni@5.0.0",
        "build.gradle:58 library runtime maven/org.xerial.snappy/snappy-java@1.1.3",
        "build.gradle:58 library runtime maven/org.slf4j/slf4j-api@2.0.13",
        "build.gradle:45 tool build maven/com.google.protobuf/protoc@3.4.0",
        "build.gradle:47 tool build maven/io.grpc/protoc-gen-grpc-java@1.20.0"
        " native-classifier=osx-x86_64",
        "gradle/wrapper/gradle-wrapper.properties:2 tool build generic/gradle@8.7",
        *(f"service/build.gradle:{line}" for line in service),
        "service/gradle.lockfile:2 library runtime maven/org.locked/module@3.2.1",
        "service/gradle.lockfile:3 library test maven/org.junit.jupiter/junit-jupiter@5.10.2",
        "service/gradle.lockfile:4 library build maven/org.projectlombok/lombok@1.18.30",
    ]


def test_that_locked_modules_are_not_direct():
    locked = sightings(GROOVY, (GRADLE_LOCK,))
    assert [s.occurrence.direct for s in locked] == [False, False, False]


def test_that_a_name_that_a_loop_fills_in_is_told():
    (problem,) = problems(GROOVY, FORMATS)
    assert (problem.path, problem.line) == ("service/build.gradle", 37)
    assert "'com.fasterxml.jackson.core:${it}'" in problem.reason


def test_that_every_download_of_a_kotlin_build_is_found_with_file_and_line():
    app = [
        "6 tool build maven/org.jetbrains.kotlin.jvm/org.jetbrains.kotlin.jvm.gradle.plugin@2.0.20",
        "7 tool build maven/org.springframework.boot/org.springframework.boot.gradle.plugin@3.3.4",
        "9 tool build"
        " maven/org.jetbrains.kotlin.kapt/org.jetbrains.kotlin.kapt.gradle.plugin@2.0.20",
        "21 library build maven/org.springframework.boot/spring-boot-dependencies@3.3.4 bom",
        "22 library runtime maven/org.xerial.snappy/snappy-java@1.1.3",
        "22 library runtime maven/io.netty/netty-transport-native-epoll@4.1.40.Final",
        "23 library runtime maven/org.springframework.boot/spring-boot-starter-web",
        "24 library runtime maven/net.java.dev.jna/jna-platform [4.1,5.0)",
        "25 library runtime maven/org.apache.commons/commons-crypto@1.0.0",
        "26 library runtime maven/org.fusesource.leveldbjni/leveldbjni-all@1.8",
        "27 library runtime maven/org.mapdb/mapdb@1.0.9",
        "28 library runtime maven/org.lz4/lz4-java@1.3.0",
        "29 library runtime maven/com.github.luben/zstd-jni@1.1.0",
        "30 library runtime maven/org.jetbrains.kotlin/kotlin-reflect",
        "33 library build maven/org.mapstruct/mapstruct-processor@1.5.5.Final",
        "34 library runtime maven/org.rocksdb/rocksdbjni@6.0.1",
        "35 library runtime maven/net.java.dev.jna/jna@4.1.0",
        "37 library test maven/io.kotest/kotest-assertions-core@5.9.1",
        "44 library test maven/org.assertj/assertj-core@3.26.3",
    ]
    assert [r for r in rows(KOTLIN) if r.startswith("app/")] == [
        f"app/build.gradle.kts:{line}" for line in app
    ]


def test_that_a_version_catalog_is_listed_in_the_scopes_that_scripts_use():
    catalog = [r for r in rows(KOTLIN) if r.startswith("gradle/")]
    assert catalog == [
        "gradle/libs.versions.toml:7 library runtime maven/org.xerial.snappy/snappy-java@1.1.3",
        "gradle/libs.versions.toml:8 library runtime"
        " maven/io.netty/netty-transport-native-epoll@4.1.40.Final",
        "gradle/libs.versions.toml:9 library runtime maven/net.java.dev.jna/jna-platform [4.1,5.0)",
        "gradle/libs.versions.toml:10 library runtime"
        " maven/org.springframework.boot/spring-boot-starter-web",
        "gradle/libs.versions.toml:11 library test maven/io.kotest/kotest-assertions-core@5.9.1",
        "gradle/libs.versions.toml:17 tool build"
        " maven/org.jetbrains.kotlin.jvm/org.jetbrains.kotlin.jvm.gradle.plugin@2.0.20",
    ]


def test_that_an_accessor_that_no_catalog_has_is_told():
    (problem,) = problems(KOTLIN, FORMATS)
    assert (problem.path, problem.line) == ("app/build.gradle.kts", 36)
    assert "'libs.not.there'" in problem.reason


def test_that_a_module_inherits_release_and_version_from_the_root_script():
    project = tree(GROOVY)
    declared = declared_module(project.read("service/build.gradle"), project)
    assert (declared.name, declared.version) == ("service", "2.1.0")
    assert declared.languages == ("java",)
    assert declared.runtimes == (("java", "1.8", 0),)


def test_that_a_kotlin_module_declares_its_toolchain():
    project = tree(KOTLIN)
    declared = declared_module(project.read("app/build.gradle.kts"), project)
    assert (declared.name, declared.runtimes) == ("app", (("java", "17", 17),))
    assert set(declared.languages) == {"java", "kotlin"}


@pytest.mark.parametrize(
    "statement",
    [
        "// implementation 'g:a:1'",
        "/* implementation 'g:a:1' */",
        "implementation project(':g:a')",
        "implementation files('g:a:1')",
        "implementation gradleApi()",
        "exclude group: 'g', module: 'a'",
        "constraints { implementation 'g:a:1' }",
        "println 'g:a:1'",
        "implementation('g') // : a",
        "because 'see https://g.example/a:1'",
    ],
)
def test_that_what_is_no_download_is_not_listed(tmp_path, statement):
    assert from_script(tmp_path, "dependencies {\n" + statement + "\n}\n") == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("implementation 'g:a:1'", "a@1"),
        ("implementation('g:a:1')", "a@1"),
        ("implementation(\n'g:a:1'\n)", "a@1"),
        ('implementation "g:a:1"', "a@1"),
        ("implementation 'g:a:1:sources@zip'", "a@1"),
        ("implementation group: 'g', name: 'a', version: '1'", "a@1"),
        ("implementation([group: 'g', name: 'a', version: '1'])", "a@1"),
        ('implementation(group = "g", name = "a", version = "1")', "a@1"),
        ("implementation 'g:a:[1]'", "a@1"),
        ("implementation 'g:a:1!!'", "a@1"),
        ("implementation 'g:a:[1,2)!!1.5'", "a@1.5"),
        ("implementation 'g:a:latest.release'", "a latest.release"),
        ("implementation 'g:a'", "a"),
        ("implementation 'g:' + 'a' + ':1'", "a@1"),
        ('implementation "g:a:${1}"', "a@1"),
        ("implementation 'g:a:$1'", "a@$1"),
        ("if (x) implementation 'g:a:1'", "a@1"),
        ("if (x)\nimplementation 'g:a:1'", "a@1"),
        ("if (x) y() else implementation('g:a:1')", "a@1"),
        ("if (x) { implementation 'g:a:1' } else { println 'b' }", "a@1"),
        ("implementation x ? 'g:a:1' : null", "a@1"),
        ("implementation(provider { 'g:a:1' })", "a@1"),
    ],
)
def test_that_every_notation_of_a_dependency_is_read(tmp_path, statement, found):
    name = "build.gradle.kts" if 'group = "g"' in statement else "build.gradle"
    rows_ = from_script(tmp_path, "dependencies {\n" + statement + "\n}\n", name)
    expected = f"library runtime maven/g/{found}".replace("$", "%24")
    assert [r.split(" ", 1)[1] for r in rows_] == [expected]


def test_that_definitions_that_disagree_leave_a_version_open(tmp_path):
    script = (
        "ext { v = '1' }\nif (old) { ext.v = '2' }\ndependencies { implementation \"g:a:$v\" }\n"
    )
    assert from_script(tmp_path, script) == [
        "build.gradle:3 library runtime maven/g/a unresolved=${v}"
    ]


def test_that_the_name_of_another_project_is_never_taken(tmp_path):
    files = {
        "settings.gradle": "rootProject.name = 'shop'\n",
        "build.gradle": 'dependencies { implementation "g:${project.name}:1" }\n',
    }
    root = write(tmp_path, files)
    assert rows(root) == []
    assert "'g:${project.name}'" in problems(root, FORMATS)[0].reason


def test_that_managed_versions_of_spring_are_used_and_its_bom_is_listed(tmp_path):
    script = """
dependencyManagement {
  imports { mavenBom "org.springframework.cloud:spring-cloud-dependencies:2023.0.3" }
  dependencies { dependency 'org.xerial.snappy:snappy-java:1.1.3' }
}
dependencies {
  implementation 'org.xerial.snappy:snappy-java'
}
"""
    assert from_script(tmp_path, script) == [
        "build.gradle:3 library build"
        " maven/org.springframework.cloud/spring-cloud-dependencies@2023.0.3",
        "build.gradle:7 library runtime maven/org.xerial.snappy/snappy-java@1.1.3",
    ]


def test_that_source_sets_of_tests_are_test_scope(tmp_path):
    script = """
kotlin {
  sourceSets {
    commonMain.dependencies { implementation("g:main:1") }
    commonTest.dependencies { implementation("g:test:1") }
    val jvmTest by getting { dependencies { implementation("g:jvm:1") } }
    named("androidUnitTest") { dependencies { implementation("g:unit:1") } }
  }
}
"""
    assert from_script(tmp_path, script, "build.gradle.kts") == [
        "build.gradle.kts:4 library runtime maven/g/main@1",
        "build.gradle.kts:5 library test maven/g/test@1",
        "build.gradle.kts:6 library test maven/g/jvm@1",
        "build.gradle.kts:7 library test maven/g/unit@1",
    ]


def test_that_the_builds_own_sources_are_build_scope(tmp_path):
    root = write(tmp_path, {"buildSrc/build.gradle": "dependencies { implementation 'g:a:1' }\n"})
    assert rows(root) == ["buildSrc/build.gradle:1 library build maven/g/a@1"]


def test_that_no_dependency_of_a_long_script_is_lost(tmp_path):
    lines = "".join(f"implementation 'g:a{n}:1'\n" for n in range(3000))
    assert len(from_script(tmp_path, "dependencies {\n" + lines + "}\n")) == 3000


def test_that_a_list_too_long_to_be_listed_is_told(tmp_path):
    members = ", ".join(f"'g:a{n}:1'" for n in range(2500))
    root = write(tmp_path, {"build.gradle": f"dependencies {{ implementation([{members}]) }}"})
    assert "a list of more than 2000 modules" in problems(root, FORMATS)[0].reason


@pytest.mark.parametrize(
    "text",
    [
        'x = "${x}${x}"\ndependencies { implementation "g:a:$x" }',
        "".join(f'ext.v{n} = "$v{n + 1}$v{n + 1}"\n' for n in range(200))
        + 'dependencies { implementation "g:a:$v0" }',
        "".join(f"ext.v{n} = [v{n + 1}, v{n + 1}]\n" for n in range(200))
        + "dependencies { implementation v0 }",
        "dependencies { implementation " + "(" * 3000,
        "dependencies { implementation " + "[" * 3000 + "]" * 3000 + " }",
        "a {" * 3000,
        'dependencies { implementation "' + '${"' * 3000,
        "dependencies { implementation '" + "x" * 100_000,
        "/*" * 100_000,
        "a.b" * 30_000,
        "x ? " * 3000,
        '"g:" + ' * 3000,
    ],
)
def test_that_hostile_scripts_end_soon(tmp_path, text):
    started = time.monotonic()
    from_script(tmp_path, text)
    told = ("is nested too deeply", "the dependency")
    assert all(p.reason.startswith(told) for p in problems(tmp_path, FORMATS))
    assert time.monotonic() - started < 20


PIECES = [
    *("dependencies", "plugins", "implementation", "ext", "libs", "versions", "id", "version"),
    *("{", "}", "(", ")", "[", "]", ",", ":", "=", "+=", "+", ".", "?", "?:", "\n", " ", ";", "/"),
    *("'", '"', '"""', "'''", "${", "$x", "//", "/*", "*/", "'g:a:1'", '"g:a:$x"', "platform("),
    *("def x = '1'", "val x by extra(", "if (x)", "else", "add(", "group: 'g'", "artifact", "\\"),
]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES) | st.text(string.printable, max_size=4), max_size=60).map(
        "".join
    )
)
def test_that_the_reader_never_fails_on_any_text(text):
    for name in ("build.gradle", "build.gradle.kts"):
        with suppress(Unreadable):
            read_script(Document(name, text.encode()))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_that_a_scan_of_any_script_has_no_fault_of_its_own(tmp_path_factory, text):
    root = write(tmp_path_factory.mktemp("any"), {"build.gradle": text})
    assert not [p for p in problems(root, FORMATS) if p.reason.startswith("could not be read as")]
