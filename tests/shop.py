"""A small shop: every origin, kind, status and confidence, with awkward names and texts."""

from __future__ import annotations

from tests.found import shop_findings
from tests.records import assessed, claim, from_npm, library, ruling
from workbench.assess.snapshot import Snapshot
from workbench.model.advice import Advice
from workbench.model.assessment import Assessment
from workbench.model.component import Kind, Occurrence, Origin, Scope
from workbench.model.decision import Action
from workbench.model.evidence import Source
from workbench.model.problem import Coverage, Omission, Omitted, Problem
from workbench.model.purl import make_purl
from workbench.model.status import Status

DIGEST = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
LONG_PATH = (
    "services/checkout/src/main/java/jp/example/shop/checkout/infrastructure/persistence/"
    "AbstractTransactionalRepositoryConfigurationSupportFactoryBean/build.gradle.kts"
)
LONG_NAME = "spring-cloud-starter-circuitbreaker-reactor-resilience4j-autoconfigurationsupport"
LONG_URL = (
    "https://registry.example/v2/library/checkout/manifests/"
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    "?include=platform&architecture=arm64&variant=v8"
)
WEB_LIBRARIES = ("express", "lodash", "axios", "react", "zod", "vite", "pino", "dayjs", "yargs")
WEB_LIBRARIES += ("ws", "next", "swr", "jose", "knex")
OS_PACKAGES = ("curl", "ca-certificates", "git", "libpq5", "tzdata", "unzip", "jq", "make", "bash")
OS_PACKAGES += ("gnupg", "locales", "openssl", "procps", "tini", "wget", "xz-utils", "zlib1g")
OS_PACKAGES += ("libxml2", "dumb-init")


def _images() -> list[Assessment]:
    image = Kind.CONTAINER_IMAGE
    at = Occurrence("services/checkout/Dockerfile", 1, reader="dockerfile")
    build = Occurrence("services/checkout/Dockerfile", 4, scope=Scope.BUILD, reader="dockerfile")
    legacy = "pkg:docker/legacy/pdf-renderer@2.1?repository_url=registry.example"
    pinned = make_purl("docker", "app", DIGEST)
    waived = "pkg:docker/mock-gateway@latest"
    return [
        assessed(
            "pkg:docker/golang@1.20",
            "golang",
            Status.READY,
            version="1.20",
            kind=image,
            occurrences=(build,),
            evidence=(
                claim(
                    Status.READY,
                    Source.INDEX,
                    detail="{registry} lists linux/arm64 for {reference}",
                    values=(("registry", "docker.io"), ("reference", "golang:1.20")),
                    url="https://docs.example/golang",
                    date="2026-11-22",
                    origin="docker.io",
                ),
                claim(Status.READY, detail="Official image is multi-arch"),
            ),
        ),
        assessed(
            legacy,
            "registry.example/legacy/pdf-renderer",
            Status.BLOCKED,
            version="2.1",
            kind=image,
            occurrences=(at, Occurrence("deploy/k8s/renderer.yaml", 31, reader="kubernetes")),
            evidence=(
                claim(
                    Status.BLOCKED,
                    Source.INDEX,
                    detail="Only linux/amd64 is published",
                    url=LONG_URL,
                    date="2026-11-22",
                    origin="registry.example",
                    alternative="Render with headless Chromium, which has an arm64 image",
                ),
                claim(Status.READY, detail="Listed as multi-arch", possibly=True),
            ),
        ),
        assessed(
            pinned,
            "app",
            Status.CHANGE,
            version=DIGEST,
            kind=image,
            occurrences=(Occurrence("docker-compose.yml", 12, reader="compose"),),
            evidence=(
                claim(
                    Status.CHANGE,
                    Source.RULE,
                    detail="Pinned to the digest of a single-architecture image",
                    origin="x86-pin",
                    note="Pin the digest of the image index instead",
                ),
            ),
        ),
        assessed(
            waived,
            "mock-gateway",
            Status.NOT_APPLICABLE,
            version="latest",
            kind=image,
            occurrences=(Occurrence("test/docker-compose.yml", 5, scope=Scope.TEST),),
            decision=ruling(
                waived,
                Status.NOT_APPLICABLE,
                rationale="結合テストでのみ使用するため、本番環境には導入しない。",
                action=Action.NONE,
                owner="基盤チーム",
            ),
        ),
        assessed(
            "pkg:docker/mystery/exporter@0.9",
            "mystery/exporter",
            Status.UNKNOWN,
            version="0.9",
            kind=image,
            occurrences=(Occurrence("deploy/k8s/monitoring.yaml", 118, reader="kubernetes"),),
        ),
    ]


def _libraries() -> list[Assessment]:
    pom = Occurrence("services/checkout/pom.xml", 42, reader="maven")
    snappy = claim(
        Status.UPGRADE,
        detail="linux-aarch64 is inside from {version}",
        values=(("version", "1.1.4"),),
        min_version="1.1.4",
        recommended_version="1.1.10.5",
    )
    elder = claim(Status.READY, detail="Upstream names 1.1.2.2", url="https://docs.example/snappy")
    hadoop = "pkg:maven/com.hadoop.gplcompression/hadoop-lzo@0.4.17"
    stale = ruling(
        "pkg:pypi/numpy@1.18.0",
        Status.READY,
        rationale="1.18.0 は社内でビルド済み。",
        author="Tanaka, Ichiro",
        action=Action.REBUILD,
    )
    return [
        library(
            "maven",
            "org.fusesource.leveldbjni:leveldbjni-all",
            "1.8",
            Status.BLOCKED,
            occurrences=(pom,),
            evidence=(
                claim(Status.BLOCKED, detail="No release holds linux-aarch64", note="Last: 2013"),
            ),
        ),
        library(
            "maven",
            "org.xerial.snappy:snappy-java",
            "1.1.3",
            Status.UPGRADE,
            occurrences=(pom,),
            evidence=(snappy, elder),
        ),
        assessed(
            hadoop,
            "com.hadoop.gplcompression:hadoop-lzo",
            Status.REBUILD,
            version="0.4.17",
            occurrences=(pom,),
            evidence=(claim(Status.REBUILD, detail="Native part can be built from source"),),
            decision=ruling(
                hadoop,
                Status.REBUILD,
                rationale="Build it in our own pipeline.\nThe script exists since 2024 = tested.",
                action=Action.REBUILD,
                owner="Platform team",
                review_by="2026-01-31",
                author="Suzuki Ken",
            ),
        ),
        library(
            "pypi",
            "numpy",
            "1.19.5",
            Status.READY,
            evidence=(claim(Status.READY, Source.INDEX, detail="A wheel for aarch64 exists"),),
            stale=stale,
            history=(stale,),
            advice=(Advice("1.21.0 or later is recommended: it uses Neon"),),
        ),
        library(
            "pypi",
            "polars",
            "",
            Status.UNKNOWN,
            occurrences=(Occurrence("requirements.txt", 9, constraint=">=0.19,<1", reader="pip"),),
            evidence=(),
        ),
        library(
            "npm",
            "@shop:sharp-wrapper",
            "4.0.0",
            Status.READY,
            occurrences=(from_npm(12, direct=False),),
        ),
        library("maven", LONG_NAME, "3.1.0", Status.READY, occurrences=(Occurrence(LONG_PATH, 7),)),
        *(
            library("npm", name, f"{n}.2.{n}", Status.READY, occurrences=(from_npm(40 + n),))
            for n, name in enumerate(WEB_LIBRARIES)
        ),
        *(
            assessed(
                f"pkg:deb/debian/{name}",
                name,
                Status.READY,
                kind=Kind.OS_PACKAGE,
                occurrences=(Occurrence("services/checkout/Dockerfile", 7, reader="dockerfile"),),
                evidence=(
                    claim(Status.READY, Source.PRESUMPTION, detail="Built for arm64 by default"),
                ),
            )
            for name in OS_PACKAGES
        ),
    ]


def _own() -> list[Assessment]:
    own = Origin.SELF_BUILT
    made = [
        ("services/checkout", Status.REBUILD, "Has an image of its own; build it for linux/arm64"),
        ("services/web", Status.READY, "JavaScript only"),
        ("services/在庫管理", Status.CHANGE, "Uses SSE intrinsics without an arm64 path"),
        ("tools/importer", Status.UNKNOWN, ""),
    ]
    return [
        assessed(
            make_purl("generic", path),
            path.rpartition("/")[2],
            status,
            kind=Kind.APPLICATION,
            origin=own,
            occurrences=(Occurrence(path),),
            evidence=(claim(status, Source.RULE, detail=detail, url=""),) if detail else (),
        )
        for path, status, detail in made
    ] + [
        assessed(
            "pkg:generic/openjdk@11",
            "openjdk",
            Status.READY,
            version="11",
            kind=Kind.RUNTIME,
            origin=own,
            evidence=(claim(Status.READY, detail="Supported since 8"),),
            advice=(Advice("17 or later is recommended on Graviton"),),
        ),
        assessed(
            "pkg:generic/c5.2xlarge",
            "c5.2xlarge",
            Status.CHANGE,
            kind=Kind.COMPUTE,
            origin=own,
            occurrences=(Occurrence("infra/main.tf", 88, reader="terraform"),),
            evidence=(claim(Status.CHANGE, Source.RULE, detail="An x86 instance type"),),
        ),
    ]


def _purchased_and_fetched() -> list[Assessment]:
    purl = "pkg:generic/acme-fraud-agent@7.4"
    by_hand = (Occurrence(".workbench/project.toml", reader="manual"),)
    return [
        assessed(
            purl,
            "Acme Fraud Agent",
            Status.BLOCKED,
            version="7.4",
            kind=Kind.AGENT,
            origin=Origin.PURCHASED,
            occurrences=by_hand,
            evidence=(claim(Status.UNKNOWN, detail="Listed without an arm64 statement"),),
            decision=ruling(
                purl, Status.BLOCKED, rationale="ベンダー回答待ち。arm64 版の提供予定は未定。"
            ),
        ),
        assessed(
            "pkg:generic/acme-apm",
            "Acme APM",
            Status.READY,
            kind=Kind.SERVICE,
            origin=Origin.PURCHASED,
            occurrences=by_hand,
            evidence=(claim(Status.READY, detail="Runs at the vendor", origin="catalog/isv.toml"),),
        ),
        assessed(
            "pkg:generic/wkhtmltox@0.12.5?download_url=" + "https:%2F%2Fregistry.example%2Fw.deb",
            "wkhtmltox",
            Status.CHANGE,
            version="0.12.5",
            kind=Kind.TOOL,
            evidence=(claim(Status.CHANGE, Source.RULE, detail="Downloads an amd64 package"),),
        ),
        assessed(
            "pkg:generic/libfast.so",
            "libfast.so",
            Status.REBUILD,
            kind=Kind.BINARY,
            origin=Origin.SELF_BUILT,
            occurrences=(Occurrence("native/lib/libfast.so"),),
            evidence=(claim(Status.REBUILD, Source.ARTIFACT, detail="ELF for x86-64"),),
        ),
        assessed(
            "pkg:generic/amazon-linux@2",
            "Amazon Linux",
            Status.READY,
            version="2",
            kind=Kind.OPERATING_SYSTEM,
            evidence=(claim(Status.READY, detail="arm64 since the first release"),),
        ),
        *(
            library(
                "pypi",
                name,
                version,
                Status.UPGRADE,
                occurrences=(Occurrence("services/report/requirements.txt", n + 1),),
                evidence=(
                    claim(Status.UPGRADE, detail="First wheel for aarch64", min_version=minimum),
                ),
            )
            for n, (name, version, minimum) in enumerate(
                [
                    ("pandas", "0.25.0", "1.2.0"),
                    ("lxml", "4.3.0", "4.5.1"),
                    ("grpcio", "1.30", "1.33"),
                ]
            )
        ),
    ]


def shop() -> Snapshot:
    """A small shop: every origin, kind, status and confidence, with awkward names and texts."""
    return Snapshot(
        name="ショップ shop-backend",
        root="/srv/people/hanako/projects/shop-backend",
        scanned_at="2026-11-23T01:05:09.120+00:00",
        seconds=1.34,
        assessments=(*_images(), *_libraries(), *_own(), *_purchased_and_fetched()),
        findings=shop_findings(),
        coverage=Coverage(
            files=1284,
            recognised=23,
            readers=(("dockerfile", 4), ("maven", 6), ("npm", 5), ("pip", 8)),
            problems=(
                Problem("services/legacy/pom.xml", "is no well-formed XML: mismatched tag", 12),
                Problem("infra/壊れた.yaml", "is not UTF-8"),
            ),
            omitted=(
                Omitted(".git", Omission.EXCLUDED_FOLDER),
                Omitted("services/web/node_modules", Omission.EXCLUDED_FOLDER),
                Omitted("current", Omission.LINK),
                Omitted("data/dump.json", Omission.TOO_LARGE),
            ),
        ),
        notices=(Problem(".workbench/decisions.jsonl", "the last line was torn; set aside", 7),),
        version="0.1.0",
    )
