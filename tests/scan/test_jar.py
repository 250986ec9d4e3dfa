"""JARs that lie in the tree: whose they are, what is packed into them, and their native code."""

import io
import struct
import zipfile

import pytest

from tests.scan.reading import FIXTURES, problems, row, sightings
from workbench.assess.resolve import resolve
from workbench.knowledge.knowledge import Knowledge
from workbench.model.component import Kind, Scope
from workbench.model.status import Confidence, Status
from workbench.scan.fold import Fold
from workbench.scan.formats.jar import FORMAT as JAR
from workbench.scan.formats.maven import FORMAT as MAVEN

X86_64, AARCH64 = 62, 183


def elf(machine):
    return b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HH", 3, machine) + bytes(44)


def coordinates(group, name, version):
    path = f"META-INF/maven/{group}/{name}/pom.properties"
    return {path: f"groupId={group}\nartifactId={name}\nversion={version}\n"}


def jar(entries, method=zipfile.ZIP_DEFLATED):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return data.getvalue()


def put(root, files):
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data if isinstance(data, bytes) else data.encode())
    return root


def found(root, files):
    return sightings(put(root, files), (JAR,))


def assessed(root, files):
    fold = Fold()
    for sighting in found(root, files):
        fold.add(sighting)
    knowledge = Knowledge.load(())
    return {c.name: resolve(c, knowledge.evidence(c), ()) for c in fold.components()}


def test_that_a_war_is_listed_with_each_library_packed_into_it():
    seen = sightings(FIXTURES / "jar", (JAR,))
    inside = "archive-entry=WEB-INF/lib/"
    assert [row(s) for s in seen] == [
        "portal-5.1.war application runtime generic/portal@5.1 jar-native=none",
        "portal-5.1.war library runtime maven/example.codec/codec-core@1.4.0 jar-native=none "
        f"{inside}codec-core-1.4.0.jar",
        "portal-5.1.war library runtime maven/example.codec/codec-jni@1.4.0 "
        f"jar-native=linux-aarch64 jar-native=linux-x86_64 {inside}codec-jni-1.4.0.jar",
        f"portal-5.1.war library runtime generic/plainlib@2 jar-native=none {inside}plainlib-2.jar",
        "portal-5.1.war library runtime maven/example.seal/seal@0.9 "
        f"jar-native=linux-x86_64 {inside}seal-0.9.jar",
    ]
    assert [s.occurrence.direct for s in seen] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("name", "purl"),
    [
        ("guava-31.1-jre", "generic/guava@31.1-jre"),
        ("log4j-1.2-api-2.17.1", "generic/log4j-1.2-api@2.17.1"),
        ("akka-actor_2.13-2.6.14", "generic/akka-actor_2.13@2.6.14"),
        ("org.eclipse.core_3.1.0.v2020", "generic/org.eclipse.core@3.1.0.v2020"),
        ("scalatest_3", "generic/scalatest_3"),
        ("ojdbc8", "generic/ojdbc8"),
        ("lwjgl-3.3.1-natives-linux-arm64", "generic/lwjgl@3.3.1"),
    ],
)
def test_that_a_file_name_gives_name_and_version_and_never_a_group(tmp_path, name, purl):
    (seen,) = found(tmp_path, {f"lib/{name}.jar": jar({"A.class": b""})})
    assert seen.purl == f"pkg:{purl}"


def test_that_a_jar_is_known_by_the_coordinates_that_its_file_is_named_after(tmp_path):
    shaded = coordinates("org.a", "app", "1.0") | coordinates("org.b", "lib", "2.0")
    seen = found(tmp_path, {"app-1.0-linux-x86_64.jar": jar(shaded), "made-3.jar": jar(shaded)})
    assert [(s.purl, s.occurrence.direct) for s in seen] == [
        ("pkg:maven/org.a/app@1.0", True),
        ("pkg:maven/org.b/lib@2.0", False),
        ("pkg:generic/made@3", True),
        ("pkg:maven/org.a/app@1.0", False),
        ("pkg:maven/org.b/lib@2.0", False),
    ]
    assert [t.value for t in seen[0].occurrence.traits] == ["linux-x86_64", "none"]


def test_that_the_manifest_gives_the_version_that_the_file_name_lacks(tmp_path):
    manifest = "Manifest-Version: 1.0\r\nBundle-Version: 4.2.\r\n 1\r\n\r\nName: x\r\nA: 9\r\n"
    (seen,) = found(tmp_path, {"codec.jar": jar({"META-INF/MANIFEST.MF": manifest})})
    assert seen.purl == "pkg:generic/codec@4.2.1"


@pytest.mark.parametrize(
    ("entry", "content", "platform"),
    [
        ("native/Linux/x86_64/liba.so", elf(X86_64), "linux-x86_64"),
        (
            "native/arm64/liba.so",
            elf(X86_64),
            "linux-x86_64",
        ),  # the file knows, the folder does not
        ("META-INF/native/liba_linux_aarch_64.so", b"", "linux-aarch64"),
        ("liba-linux64.so", b"", "linux-x86_64"),
        ("com/sun/jna/linux-x86-64/libjnidispatch.so.1", b"", "linux-x86_64"),
        ("freebsd/x86-64/liba.so", elf(X86_64), "freebsd-x86_64"),
        ("win32-x86-64/a.dll", b"MZ", "windows-x86_64"),
        ("darwin-aarch64/liba.dylib", b"", "macos-aarch64"),
        ("bin/protoc", elf(AARCH64), "linux-aarch64"),
        ("bin/run", b"#!/bin/sh\n", "none"),
        ("liba.so", b"", "linux"),
    ],
)
def test_that_native_code_is_told_by_its_header_then_by_its_path(
    tmp_path, entry, content, platform
):
    (seen,) = found(tmp_path, {"a-1.jar": jar({entry: content})})
    assert [t.value for t in seen.occurrence.traits if t.name == "jar-native"] == [platform]


def test_that_what_a_jar_holds_decides_its_status(tmp_path):
    both = {"linux/x86_64/l.so": elf(X86_64), "linux/aarch64/l.so": elf(AARCH64)}
    statuses = assessed(
        tmp_path,
        {
            "both-1.jar": jar(both),
            "x86-1.jar": jar({"linux/x86_64/l.so": elf(X86_64)}),
            "plain-1.jar": jar({"A.class": b""}),
            "odd-1.jar": jar({"l.so": b""}),
            "halves-1-linux-x86_64.jar": jar({"l.so": elf(X86_64)}),
            "halves-1-linux-aarch_64.jar": jar({"l.so": elf(AARCH64)}),
            # AWS's table has 1.1.4 as the first version for arm64; this very JAR holds it already.
            "snappy-java-1.1.3.jar": jar(
                coordinates("org.xerial.snappy", "snappy-java", "1.1.3") | both
            ),
        },
    )
    assert {name: (a.status, a.confidence) for name, a in statuses.items()} == {
        "both": (Status.READY, Confidence.OBSERVED),
        "x86": (Status.CHANGE, Confidence.OBSERVED),
        "plain": (Status.READY, Confidence.PRESUMED),
        "odd": (Status.UNKNOWN, None),
        "halves": (Status.READY, Confidence.OBSERVED),
        "org.xerial.snappy:snappy-java": (Status.READY, Confidence.OBSERVED),
    }


def test_that_what_the_project_builds_is_no_download_but_what_it_packs_is(tmp_path):
    pom = "<project><groupId>o</groupId><artifactId>app</artifactId><version>1</version></project>"
    library = jar(coordinates("g", "lib", "2"))
    boot = jar(coordinates("o", "app", "1") | {"BOOT-INF/lib/lib-2.jar": library})
    files = {
        "pom.xml": pom,
        "target/app-1.jar": boot,
        "deploy/app-1.jar": boot,
        "svc/build.gradle": "",
        "svc/build/libs/svc.jar": jar({"BOOT-INF/lib/lib-2.jar": library}),
        "gradle/wrapper/gradle-wrapper.jar": jar({}),
        "lib/lib-2-sources.jar": jar({}),
    }
    assert {s.purl for s in found(tmp_path, files)} == {"pkg:maven/g/lib@2"}


def test_that_a_jar_and_the_pom_that_asks_for_it_are_one_component(tmp_path):
    pom = (
        "<project><groupId>o</groupId><artifactId>a</artifactId><version>1</version><dependencies>"
        "<dependency><groupId>g</groupId><artifactId>lib</artifactId><version>2</version>"
        "</dependency></dependencies></project>"
    )
    put(tmp_path, {"pom.xml": pom, "lib/lib-2.jar": jar(coordinates("g", "lib", "2"))})
    assert [s.purl for s in sightings(tmp_path, (MAVEN, JAR))] == ["pkg:maven/g/lib@2"] * 2


def test_that_jars_among_tests_are_for_tests_and_kinds_are_told_apart(tmp_path):
    boot = {"BOOT-INF/classes/A.class": b""}
    seen = found(tmp_path, {"src/test/resources/a-1.jar": jar({}), "b-1.jar": jar(boot)})
    assert {(s.name, s.occurrence.scope, s.kind) for s in seen} == {
        ("a", Scope.TEST, Kind.LIBRARY),
        ("b", Scope.RUNTIME, Kind.APPLICATION),
    }


def test_that_a_jar_larger_than_other_files_may_be_is_read(tmp_path):
    filler = {"data.bin": b"\0" * (33 * 2**20)}
    large = jar(coordinates("g", "big", "1") | filler, zipfile.ZIP_STORED)
    assert [s.purl for s in found(tmp_path, {"big-1.jar": large})] == ["pkg:maven/g/big@1"]
    assert problems(tmp_path, (JAR,)) == []
