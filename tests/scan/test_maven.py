import time

import pytest

from tests.scan.reading import FIXTURES, problems, row, sightings, tree, write
from workbench.scan.formats.build_wrapper import FORMAT as WRAPPER
from workbench.scan.formats.maven import FORMAT as MAVEN
from workbench.scan.formats.maven import declared_module

SHOP = FIXTURES / "maven" / "shop"
JVM = (MAVEN, WRAPPER)


def rows(root):
    return [row(s) for s in sightings(root, JVM)]


def pom(dependencies="", *, head="", tail=""):
    return (
        "<project><groupId>own</groupId><artifactId>own</artifactId><version>1</version>"
        f"{head}<dependencies>{dependencies}</dependencies>{tail}</project>"
    )


def dependency(name, version="", more=""):
    version = f"<version>{version}</version>" if version else ""
    return (
        f"<dependency><groupId>g</groupId><artifactId>{name}</artifactId>{version}{more}"
        "</dependency>"
    )


def test_that_every_download_of_a_multi_module_build_is_found_with_file_and_line():
    assert rows(SHOP) == [
        "pom.xml:7 library build maven/org.springframework.boot/spring-boot-starter-parent@3.3.4",
        "pom.xml:56 library build maven/software.amazon.awssdk/bom@2.28.0 bom",
        ".mvn/wrapper/maven-wrapper.properties:3 tool build generic/maven@3.9.6",
        "orders/pom.xml:13 library runtime maven/org.xerial.snappy/snappy-java@1.1.3",
        "orders/pom.xml:17 library runtime maven/com.github.luben/zstd-jni@1.1.0",
        "orders/pom.xml:21 library runtime maven/software.amazon.awssdk/s3",
        "orders/pom.xml:25 library runtime maven/io.netty/netty-transport-native-epoll@4.1.40.Final"
        " native-classifier=linux-x86_64",
        "orders/pom.xml:31 library runtime maven/io.netty/netty-tcnative@2.0.30.Final"
        " native-classifier=variable",
        "orders/pom.xml:37 library optional maven/org.apache.commons/commons-crypto [1.0,1.1)",
        "orders/pom.xml:43 library runtime maven/javax.servlet/javax.servlet-api@4.0.1",
        "orders/pom.xml:49 library test maven/org.slf4j/slf4j-nop@2.0.13",
        "orders/pom.xml:59 library runtime maven/org.mapdb/mapdb ${mapdb.version}",
        "orders/pom.xml:91 tool build maven/org.xolstice.maven.plugins/protobuf-maven-plugin@0.6.1",
        "pom.xml:72 tool build maven/com.google.protobuf/protoc@3.4.0 native-classifier=variable",
        "orders/pom.xml:94 tool build maven/org.apache.maven.plugins/maven-compiler-plugin@3.13.0",
        "orders/pom.xml:101 library build maven/org.mapstruct/mapstruct-processor@1.5.5.Final",
        "orders/pom.xml:84 tool build maven/kr.motd.maven/os-maven-plugin@1.7.1",
        "orders/pom.xml:73 library runtime maven/com.hadoop.gplcompression/hadoop-lzo@0.4.17",
    ]


def test_that_a_broken_pom_is_one_problem_at_its_line():
    (problem,) = problems(SHOP, JVM)
    assert (problem.path, problem.line) == ("broken/pom.xml", 5)
    assert problem.reason.startswith("is not valid XML")


def test_that_a_module_is_declared_with_inherited_version_and_its_own_release():
    project = tree(SHOP)
    declared = declared_module(project.read("orders/pom.xml"), project)
    assert (declared.name, declared.version, declared.line) == ("orders", "2.1.0", 8)
    assert declared.languages == ("java",)
    assert declared.runtimes == (("java", "21", 97),)


def test_that_a_gathering_pom_has_no_language_and_its_java_version_property_counts():
    project = tree(SHOP)
    declared = declared_module(project.read("pom.xml"), project)
    assert declared.languages == ()
    assert declared.runtimes == (("java", "17", 24),)


@pytest.mark.parametrize(
    ("version", "purl", "constraint"),
    [
        ("1.0", "pkg:maven/g/a@1.0", ""),
        ("[1.0]", "pkg:maven/g/a@1.0", ""),
        ("[1.0,2.0)", "pkg:maven/g/a", "[1.0,2.0)"),
        ("(,1.0],[1.2,)", "pkg:maven/g/a", "(,1.0],[1.2,)"),
        ("LATEST", "pkg:maven/g/a", "LATEST"),
        ("RELEASE", "pkg:maven/g/a", "RELEASE"),
        ("${project.version}", "pkg:maven/g/a@1", ""),
        ("${unknown}", "pkg:maven/g/a", ""),
    ],
)
def test_that_only_a_version_in_use_enters_the_purl(tmp_path, version, purl, constraint):
    (found,) = sightings(write(tmp_path, {"pom.xml": pom(dependency("a", version))}), JVM)
    assert (found.purl, found.occurrence.constraint) == (purl, constraint)


def test_that_a_parent_counts_only_where_its_coordinates_agree(tmp_path):
    parent = pom(head="<packaging>pom</packaging><properties><v>9</v></properties>")
    child = (
        "<project><parent><groupId>own</groupId><artifactId>{}</artifactId><version>1</version>"
        "</parent><artifactId>child</artifactId><dependencies>{}</dependencies></project>"
    )
    files = {
        "pom.xml": parent,
        "a/pom.xml": child.format("own", dependency("x", "${v}")),
        "b/pom.xml": child.format("other", dependency("y", "${v}")),
    }
    assert rows(write(tmp_path, files)) == [
        "a/pom.xml:1 library runtime maven/g/x@9",
        "b/pom.xml:1 library build maven/own/other@1",
        "b/pom.xml:1 library runtime maven/g/y ${v}",
    ]


def test_that_a_module_that_changes_a_parents_version_is_seen_with_its_own(tmp_path):
    child = (
        "<project><parent><groupId>own</groupId><artifactId>own</artifactId><version>1</version>"
        "</parent>\n<artifactId>child</artifactId><properties><v>2</v></properties></project>"
    )
    head = "<properties><v>1</v></properties>"
    files = {"pom.xml": pom(dependency("x", "${v}"), head=head), "c/pom.xml": child}
    assert rows(write(tmp_path, files)) == [
        "pom.xml:1 library runtime maven/g/x@1",
        "c/pom.xml:1 library runtime maven/g/x@2",
    ]


def test_that_an_older_release_of_an_own_module_is_a_download(tmp_path):
    other = "<project><groupId>g</groupId><artifactId>a</artifactId><version>2</version></project>"
    files = {"a/pom.xml": other, "pom.xml": pom(dependency("a", "1") + dependency("a", "2"))}
    assert rows(write(tmp_path, files)) == ["pom.xml:1 library runtime maven/g/a@1"]


def test_that_a_dependency_whose_name_does_not_resolve_is_told(tmp_path):
    (problem,) = problems(write(tmp_path, {"pom.xml": pom(dependency("a_${scala}", "1"))}), JVM)
    assert problem.reason == "the coordinates 'g:a_${scala}' do not resolve within the project"


def test_that_200_poms_that_are_each_others_parents_end(tmp_path):
    files = {}
    for number in range(200):
        parent = (number + 1) % 200
        files[f"m{number}/pom.xml"] = (
            f"<project><parent><groupId>g</groupId><artifactId>p{parent}</artifactId>"
            f"<version>1</version><relativePath>../m{parent}/pom.xml</relativePath></parent>"
            f"<groupId>g</groupId><artifactId>p{number}</artifactId><version>1</version>"
            f"<dependencies>{dependency('x', '${v}')}</dependencies></project>"
        )
    assert len(rows(write(tmp_path, files))) == 200


def test_that_boms_that_import_each_other_many_times_over_end(tmp_path):
    files = {}
    for number in range(40):
        imports = "".join(
            f"<dependency><groupId>g</groupId><artifactId>b{other % 40}</artifactId>"
            "<version>1</version><type>pom</type><scope>import</scope></dependency>"
            for other in (number + 1, number + 2, number)
        )
        files[f"b{number}/pom.xml"] = (
            f"<project><groupId>g</groupId><artifactId>b{number}</artifactId><version>1</version>"
            f"<dependencyManagement><dependencies>{imports}{dependency(f'x{number}', '7')}"
            f"</dependencies></dependencyManagement><dependencies>{dependency('x39')}"
            "</dependencies></project>"
        )
    assert set(rows(write(tmp_path, files))) == {
        f"b{number}/pom.xml:1 library runtime maven/g/x39@7" for number in range(40)
    }


@pytest.mark.parametrize(
    "properties",
    [
        "<a>${b}</a><b>${a}</b>",
        "<a>${a}${a}</a>",
        "".join(f"<a{n or ''}>${{a{n + 1}}}${{a{n + 1}}}</a{n or ''}>" for n in range(60)),
        f"<a>{'${b}' * 100_000}</a><b>{'x' * 100_000}</b>",
    ],
    ids=["cycle", "self", "doubling", "long"],
)
def test_that_properties_that_grow_without_end_stay_unresolved(tmp_path, properties):
    text = pom(dependency("x", "${a}"), head=f"<properties>{properties}</properties>")
    started = time.monotonic()
    (found,) = sightings(write(tmp_path, {"pom.xml": text}), JVM)
    assert found.purl == "pkg:maven/g/x"
    assert found.occurrence.traits[0].name == "unresolved"
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not valid XML"),
        ("<html><body/></html>", "is not a Maven project: its root is <html>"),
        (pom()[:60], "is not valid XML"),
        ("<project>" + "<a>" * 5000, "is not valid XML"),
    ],
    ids=["empty", "wrong root", "truncated", "deep"],
)
def test_that_what_is_no_pom_is_one_problem(tmp_path, text, reason):
    (problem,) = problems(write(tmp_path, {"pom.xml": text}), JVM)
    assert problem.reason.startswith(reason)


def test_that_a_dependency_without_a_name_is_told_and_the_rest_is_read(tmp_path):
    text = pom("<dependency><groupId>g</groupId></dependency>" + dependency("a", "1"))
    root = write(tmp_path, {"pom.xml": text})
    assert rows(root) == ["pom.xml:1 library runtime maven/g/a@1"]
    assert problems(root, JVM)[0].reason == "names a dependency without an artifactId"


def test_that_a_daemon_wrapper_names_its_platform(tmp_path):
    url = "distributionUrl=https://x.example/maven-mvnd-1.0.1-linux-amd64.zip"
    root = write(tmp_path, {".mvn/wrapper/maven-wrapper.properties": url})
    assert rows(root) == [
        ".mvn/wrapper/maven-wrapper.properties:1 tool build generic/mvnd@1.0.1"
        " native-classifier=linux-amd64"
    ]
