"""Libraries, against the facts that ship."""

import msgspec
import pytest

from tests.knowledge.components import component
from workbench.model.component import Scope
from workbench.model.status import Confidence, Status

TABLE = [
    ("pkg:maven/org.xerial.snappy/snappy-java@1.1.3", Status.UPGRADE, "1.1.4"),
    ("pkg:maven/org.xerial.snappy/snappy-java@1.1.8.4", Status.READY, ""),
    ("pkg:maven/com.github.luben/zstd-jni@1.1.0", Status.UPGRADE, "1.2.0"),
    ("pkg:maven/com.github.luben/zstd-jni@1.5.5-11", Status.READY, ""),
    ("pkg:maven/org.fusesource.leveldbjni/leveldbjni-all@1.8", Status.BLOCKED, ""),
    ("pkg:maven/com.hadoop.gplcompression/hadoop-lzo@0.4.17", Status.REBUILD, ""),
    ("pkg:maven/org.apache.hadoop/hadoop-lzo@0.4.17", Status.REBUILD, ""),
    ("pkg:maven/org.rocksdb/rocksdbjni@6.0.1", Status.UPGRADE, "6.4.6"),
    ("pkg:maven/io.netty/netty-transport-native-epoll@4.1.40.Final", Status.UPGRADE, "4.1.50"),
    ("pkg:maven/io.netty/netty-transport-native-epoll@4.1.94.Final", Status.READY, ""),
    ("pkg:pypi/openblas@0.3.16", Status.UPGRADE, "0.3.17"),
    ("pkg:pypi/numpy@1.18.5", Status.UPGRADE, "1.19.0"),
    ("pkg:pypi/numpy@1.26.0", Status.READY, ""),
    ("pkg:pypi/tensorflow@2.8.0", Status.UPGRADE, "2.10.0"),
    ("pkg:pypi/confluent-kafka@2.3.0", Status.READY, ""),
    ("pkg:pypi/iced-x86@1.20.0", Status.READY, ""),
    ("pkg:pypi/mkl@2023.1", Status.BLOCKED, ""),
    ("pkg:pypi/opencv-python@3.4.9.33", Status.UPGRADE, "3.4.13.47"),
    ("pkg:pypi/opencv-python@3.4.13.47", Status.READY, ""),
    ("pkg:pypi/opencv-python@4.2.0.34", Status.UPGRADE, "4.5.1.48"),
    ("pkg:pypi/zope.interface@5.0.0", Status.UPGRADE, "5.2.0"),
    ("pkg:npm/%40swc/core@1.2.40", Status.UPGRADE, "1.2.43"),
    ("pkg:npm/node-sass@7.0.0", Status.REBUILD, ""),
    ("pkg:npm/phantomjs-prebuilt@2.1.16", Status.BLOCKED, ""),
    ("pkg:golang/github.com/golang/snappy@v0.0.2", Status.UPGRADE, "0.0.3"),
    ("pkg:golang/github.com/golang/snappy@v0.0.4", Status.READY, ""),
    ("pkg:gem/nokogiri@1.12.5", Status.UPGRADE, "1.14.0"),
    ("pkg:nuget/grpc.tools@2.30.0", Status.UPGRADE, "2.39.0"),
]


@pytest.mark.parametrize(("purl", "status", "needed"), TABLE, ids=[t[0] for t in TABLE])
def test_that_facts_judge_the_version_in_use(assess, purl, status, needed):
    assessment = assess(component(purl))
    assert (assessment.status, assessment.min_version) == (status, needed)
    assert assessment.confidence is Confidence.STATED


def test_that_every_source_of_a_disagreement_is_shown(assess):
    found = assess(component("pkg:maven/org.xerial.snappy/snappy-java@1.1.3"))
    claims = {
        (dict(e.values)["who"], e.status) for e in found.evidence if e.origin[:8] == "catalog/"
    }
    assert ("AWS Graviton guide, Porting Advisor", Status.UPGRADE) in claims
    assert ("upstream", Status.READY) in claims
    assert found.disagreement


def test_that_a_blocked_library_names_a_way_out(assess):
    found = assess(component("pkg:maven/org.fusesource.leveldbjni/leveldbjni-all@1.8"))
    assert "org.iq80.leveldb" in found.deciding.alternative


def test_that_a_recommended_version_is_advice_and_no_verdict(assess):
    found = assess(component("pkg:pypi/numpy@1.20.0"))
    assert found.status is Status.READY
    assert [a.text for a in found.advice] == ["numpy 1.21.1 or later is recommended"]


def test_that_an_outdated_statement_is_shown_without_deciding(assess):
    found = assess(component("pkg:pypi/confluent-kafka@2.3.0"))
    (outdated,) = [e for e in found.evidence if "outdated" in e.detail]
    assert outdated.status is Status.UNKNOWN
    assert "AWS Graviton guide" in outdated.text


def test_that_no_pinned_version_is_ready_by_presumption_with_a_minimum(assess):
    found = assess(component("pkg:pypi/numpy"))
    assert (found.status, found.confidence) == (Status.READY, Confidence.PRESUMED)
    assert found.min_version == "1.19.0"
    assert [a.text for a in found.advice] == ["Make sure that 1.19.0 or later is installed"]


@pytest.mark.parametrize(
    ("purl", "constraint", "status"),
    [
        ("pkg:pypi/numpy", "<1.19", Status.UPGRADE),
        ("pkg:pypi/numpy", "~=1.18.0", Status.UPGRADE),
        ("pkg:pypi/numpy", ">=1.16", Status.READY),
        ("pkg:npm/bcrypt", "^5.0.0", Status.UPGRADE),
        ("pkg:npm/bcrypt", ">=5", Status.READY),
        ("pkg:maven/com.github.luben/zstd-jni", "[1.0,1.2)", Status.UPGRADE),
        ("pkg:maven/com.github.luben/zstd-jni", "[1.0,)", Status.READY),
        ("pkg:gem/nokogiri", "~> 1.10.0", Status.UPGRADE),
    ],
)
def test_that_a_range_is_an_upgrade_only_where_it_leaves_no_room(assess, purl, constraint, status):
    assert assess(component(purl, constraint=constraint)).status is status


@pytest.mark.parametrize(
    "purl",
    [
        "pkg:maven/com.example/thing@1.0",
        "pkg:npm/left-pad@1.3.0",
        "pkg:pypi/attrs@23.1.0",
        "pkg:gem/rack@3.0.0",
        "pkg:composer/monolog/monolog@3.0.0",
        "pkg:nuget/Serilog@3.0.0",
        "pkg:golang/github.com/pkg/errors@v0.9.1",
        "pkg:cargo/serde@1.0.0",
        "pkg:hex/jason@1.4.1",
        "pkg:pub/http@1.2.0",
        "pkg:swift/github.com/vapor/vapor@4.89.3",
        "pkg:cran/dplyr@1.1.4",
        "pkg:cpan/ETHER/Moose@2.2206",
        "pkg:deb/debian/curl",
        "pkg:apk/alpine/musl-dev",
        "pkg:rpm/amzn/httpd",
    ],
)
def test_that_what_is_portable_by_kind_is_presumed_ready(assess, purl):
    found = assess(component(purl))
    assert (found.status, found.confidence) == (Status.READY, Confidence.PRESUMED)


@pytest.mark.parametrize(
    "purl", ["pkg:docker/acme/app@1.0", "pkg:generic/acme-tool@1.0", "pkg:helm/acme@1.0"]
)
def test_that_images_downloads_and_charts_are_never_presumed(assess, purl):
    found = assess(component(purl))
    assert (found.status, found.confidence) == (Status.UNKNOWN, None)


@pytest.mark.parametrize(
    ("purl", "trait"),
    [
        ("pkg:npm/native-thing@1.0.0", ("install-script",)),
        ("pkg:hex/bcrypt_elixir@3.1.0", ("native-build", "make")),
        ("pkg:deb/ubuntu/vendor-thing", ("repository", "https://repo.example/apt")),
        ("pkg:maven/com.example/thing", ("unresolved", "${thing.version}")),
    ],
)
def test_that_what_may_hold_native_code_is_not_presumed(assess, purl, trait):
    found = assess(component(purl, traits=[trait]))
    assert found.status is Status.UNKNOWN
    assert found.why != "no evidence either way"


def test_that_the_catalog_speaks_where_an_install_script_cannot(assess):
    found = assess(component("pkg:npm/bcrypt@6.0.0", traits=[("install-script",)]))
    assert found.status is Status.READY


@pytest.mark.parametrize(
    ("purl", "scope", "traits", "status"),
    [
        ("pkg:npm/a@1.0.0", Scope.OPTIONAL, [("os", "linux"), ("cpu", "x64")], "not-applicable"),
        ("pkg:npm/a@1.0.0", Scope.OPTIONAL, [("os", "darwin"), ("cpu", "arm64")], "not-applicable"),
        ("pkg:npm/a@1.0.0", Scope.OPTIONAL, [("os", "linux"), ("cpu", "arm64")], "ready"),
        (
            "pkg:npm/a@1.0.0",
            Scope.OPTIONAL,
            [("os", "linux"), ("cpu", "x64"), ("without-arm64", "")],
            "unknown",
        ),
        ("pkg:npm/a@1.0.0", Scope.RUNTIME, [("cpu", "x64,ia32")], "blocked"),
        ("pkg:npm/a@1.0.0", Scope.RUNTIME, [("cpu", "x64,arm64")], "ready"),
        ("pkg:npm/a@1.0.0", Scope.RUNTIME, [("cpu", "!arm64")], "blocked"),
        ("pkg:npm/a@1.0.0", Scope.RUNTIME, [("cpu", "!ia32")], "ready"),
        ("pkg:pypi/a@1", Scope.RUNTIME, [("wheel-platform", "manylinux2014_x86_64")], "change"),
        (
            "pkg:pypi/a@1",
            Scope.RUNTIME,
            [
                ("wheel-platform", "manylinux2014_x86_64"),
                ("wheel-platform", "manylinux2014_aarch64"),
            ],
            "ready",
        ),
        ("pkg:maven/g/a@1", Scope.RUNTIME, [("native-classifier", "linux-x86_64")], "change"),
        (
            "pkg:maven/g/a@1",
            Scope.RUNTIME,
            [("native-classifier", "linux-x86_64"), ("native-classifier", "linux-aarch_64")],
            "ready",
        ),
        ("pkg:maven/g/a@1", Scope.RUNTIME, [("native-classifier", "variable")], "unknown"),
        ("pkg:maven/g/a@1", Scope.RUNTIME, [("native-classifier", "osx-x86_64")], "not-applicable"),
        ("pkg:gem/a@1", Scope.RUNTIME, [("gem-platform", "x86_64-linux")], "change"),
        (
            "pkg:gem/a@1",
            Scope.RUNTIME,
            [("gem-platform", "x86_64-linux"), ("gem-platform", "aarch64-linux")],
            "ready",
        ),
        ("pkg:pear/gd", Scope.RUNTIME, [("php-extension", "bundled")], "ready"),
        ("pkg:pear/redis", Scope.RUNTIME, [("php-extension", "separate")], "rebuild"),
        (
            "pkg:generic/mytool@1",
            Scope.BUILD,
            [("locked-for", "linux-x64"), ("locked-for", "linux-arm64")],
            "ready",
        ),
        (
            "pkg:generic/mytool@1",
            Scope.BUILD,
            [("locked-for", "linux-x64"), ("locked-for", "macos-arm64")],
            "unknown",
        ),
        ("pkg:deb/debian/thermald", Scope.RUNTIME, [], "blocked"),
        ("pkg:deb/debian/libc6", Scope.RUNTIME, [("package-arch", "i386")], "change"),
    ],
)
def test_that_rules_judge_what_scanners_saw(assess, purl, scope, traits, status):
    assert assess(component(purl, scope=scope, traits=traits)).status == status


def test_that_a_lock_that_lists_the_plain_gem_beside_one_for_x86_is_no_pin(assess):
    gem = component("pkg:gem/nokogiri@1.16.0", traits=[("gem-platform", "x86_64-linux")])
    plain = msgspec.structs.replace(gem.occurrences[0], line=9, traits=())
    both = msgspec.structs.replace(gem, occurrences=(*gem.occurrences, plain))
    assert assess(gem).status is Status.CHANGE
    assert assess(both).status is Status.READY


@pytest.mark.parametrize(
    "purl", ["pkg:deb/debian/google-chrome-stable", "pkg:rpm/centos/msodbcsql17"]
)
def test_that_a_package_of_no_distribution_is_not_presumed_to_be_one(assess, purl):
    assert assess(component(purl)).status is Status.UNKNOWN


def test_that_a_package_from_a_third_party_repository_is_not_presumed(assess):
    package = component("pkg:deb/debian/acme", traits=[("repository", "packages.example.com")])
    assert assess(package).status is Status.UNKNOWN


def test_that_a_range_with_a_new_enough_floor_is_ready_without_a_proviso(assess):
    found = assess(component("pkg:pypi/cryptography", constraint=">=49.0.0"))
    assert (found.status, found.confidence) == (Status.READY, Confidence.STATED)
    assert (found.min_version, found.advice) == ("", ())


def test_that_one_place_without_a_range_leaves_the_version_open(assess):
    ranged = component("pkg:pypi/cryptography", constraint=">=49.0.0")
    elsewhere = component("pkg:pypi/cryptography").occurrences
    both = msgspec.structs.replace(ranged, occurrences=(*ranged.occurrences, *elsewhere))
    assert assess(both).confidence is Confidence.PRESUMED


@pytest.mark.parametrize(
    "purl",
    [
        "pkg:maven/org.apache.rocketmq/rocketmq-rocksdb@1.0.2",
        "pkg:maven/com.example/codec-jni@1.0",
        "pkg:nuget/LibGit2Sharp.NativeBinaries@2.0.0",
        "pkg:pypi/nvidia-cublas-cu12@12.1.0",
    ],
)
def test_that_a_library_that_is_native_by_its_name_is_not_presumed(assess, purl):
    assert assess(component(purl)).status is Status.UNKNOWN


def test_that_the_catalog_knows_better_than_a_name(assess):
    assert assess(component("pkg:maven/com.github.luben/zstd-jni@1.5.2")).status is Status.READY
