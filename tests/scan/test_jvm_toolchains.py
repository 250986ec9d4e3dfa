"""JDKs and extensions of a build, and what `.mvn/maven.config` gives it."""

from tests.scan.reading import FIXTURES, problems, row, sightings, tree, write
from workbench.scan.formats import jvm_toolchains
from workbench.scan.formats.maven import FORMAT as MAVEN
from workbench.scan.formats.maven import declared_module
from workbench.scan.formats.maven_extensions import FORMAT as EXTENSIONS

FORMATS = (EXTENSIONS, *jvm_toolchains.FORMATS)
LEDGER = FIXTURES / "maven" / "ledger"


def test_that_jdks_and_extensions_of_a_build_are_found():
    assert [row(s) for s in sightings(FIXTURES / "jvm-toolchains", FORMATS)] == [
        "toolchains.xml:6 runtime build generic/java@8",
        "toolchains.xml:16 runtime build generic/java [17,18)",
        ".mvn/extensions.xml:2 tool build maven/co.leantech/build-cache@1.2.0",
        ".mvn/extensions.xml:7 tool build maven/example.tools/versioner [2.0,3.0)",
        "gradle/gradle-daemon-jvm.properties:2 runtime build generic/java@21",
    ]


def test_that_files_of_another_kind_are_one_problem_each(tmp_path):
    write(tmp_path, {"toolchains.xml": "<a><toolchains/></a>", ".mvn/extensions.xml": "<a/>"})
    assert len(problems(tmp_path, FORMATS)) == 2


def test_that_maven_itself_lists_the_same_direct_dependencies():
    lines = (LEDGER / "dependency-list.txt").read_text(encoding="utf-8").splitlines()
    listed = set()
    for line in lines:
        module, coordinates = line.removesuffix(" (optional)").split()
        group, name, _, version, scope = coordinates.split(":")
        scope = "optional" if line.endswith("(optional)") else scope
        if group != "example.ledger":
            listed.add((module, group, name, version, scope))
    scopes = {"runtime": {"compile", "provided"}, "test": {"test"}, "optional": {"optional"}}
    ours = {
        (s.occurrence.path.split("/")[0], *s.name.split(":"), s.version): s.occurrence.scope
        for s in sightings(LEDGER, (MAVEN,))
    }
    assert {key[:4] for key in listed} == set(ours)
    assert all(key[4] in scopes[ours[key[:4]]] for key in listed)


def test_that_the_configuration_of_maven_overrules_the_pom():
    files = tree(LEDGER)
    assert declared_module(files.read("pom.xml"), files).version == "3.2.0"


def test_that_a_jdk_toolchain_of_a_pom_is_its_release(tmp_path):
    plugin = (
        "<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version><build><plugins>"
        "<plugin><artifactId>maven-toolchains-plugin</artifactId><configuration><toolchains><jdk>"
        "<version>17</version></jdk></toolchains></configuration></plugin></plugins></build></project>"
    )
    files = tree(write(tmp_path, {"pom.xml": plugin}))
    assert declared_module(files.read("pom.xml"), files).runtimes == (("java", "17", 1),)
