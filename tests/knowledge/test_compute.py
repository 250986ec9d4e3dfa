"""Instance types and architectures: status and counterpart."""

import polib
import pytest

from workbench.knowledge import compute, proposing
from workbench.knowledge.compute import compute_evidence, verdict
from workbench.knowledge.compute_tables import families, sentences, services
from workbench.knowledge.knowledge import Knowledge
from workbench.model.component import Component, Kind, Occurrence, Origin, Trait
from workbench.model.resources import resources
from workbench.model.status import Status
from workbench.scan.containers import daemon_sets


def judged(name, generation="Graviton4"):
    found = verdict(f"pkg:generic/{name}", generation)
    return found.status, found.counterpart, found.exact


@pytest.mark.parametrize(
    ("name", "counterpart"),
    [
        ("aws-ec2/m5.large", "m8g.large"),
        ("aws-ec2/c5d.xlarge", "c8gd.xlarge"),
        ("aws-ec2/t3.nano", "t4g.nano"),  # Graviton4 has no such class
        ("aws-ec2/m5.metal", "m8g.metal-24xl"),  # as many vCPUs under another name
        ("aws-rds/db.r5.24xlarge", "db.r8g.24xlarge"),
        ("aws-elasticache/cache.m5.large", "cache.m7g.large"),
        ("aws-opensearch/r5.large.search", "r7g.large.search"),
        ("aws-opensearch/r5.large.elasticsearch", "r7g.large.elasticsearch"),
        ("aws-opensearch/i3.large.search", "r6gd.large.search"),
        ("aws-msk/kafka.m5.large", "kafka.m7g.large"),
        ("aws-sagemaker/ml.c5.xlarge", "ml.c7g.xlarge"),
        ("aws-lambda/x86_64", "arm64"),
        ("aws-codebuild/LINUX_CONTAINER", "ARM_CONTAINER"),
    ],
)
def test_that_x86_has_a_counterpart_to_write(name, counterpart):
    assert judged(name) == (Status.CHANGE, counterpart, True)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("aws-ec2/c5.9xlarge", "c8g.8xlarge, c8g.12xlarge"),
        ("aws-ec2/m6i.32xlarge", "m8g.24xlarge, m8g.48xlarge"),
        ("aws-msk/kafka.t3.small", "kafka.m7g.large"),
        ("aws-elasticache/cache.m5.24xlarge", "cache.m7g.16xlarge"),
    ],
)
def test_that_a_size_without_counterpart_names_the_nearest(name, nearest):
    assert judged(name) == (Status.CHANGE, nearest, False)


@pytest.mark.parametrize(
    "name", ["aws-ec2/p3.2xlarge", "aws-ec2/mac1.metal", "aws-rds/db.x1.16xlarge"]
)
def test_that_a_family_without_counterpart_is_blocked(name):
    assert judged(name) == (Status.BLOCKED, "", False)


@pytest.mark.parametrize(
    "name",
    [
        *("aws-ec2/m7g.large", "aws-ec2/a1.large", "aws-ec2/im4gn.large", "aws-ec2/g5g.xlarge"),
        *("aws-rds/db.t4g.micro", "aws-lambda/arm64", "aws-codebuild/ARM_CONTAINER"),
    ],
)
def test_that_graviton_is_ready(name):
    assert judged(name)[0] is Status.READY


@pytest.mark.parametrize("name", ["aws-ec2/z9.large", "aws-ec2/z9", "aws-rds/db.serverless"])
def test_that_what_no_table_has_is_unknown(name):
    assert judged(name)[0] is Status.UNKNOWN


def test_that_the_generation_is_a_choice():
    assert judged("aws-ec2/m5.large", "Graviton2")[1] == "m6g.large"
    assert judged("aws-ec2/m5.large", "Graviton5")[1] == "m9g.large"
    # A size that the chosen generation lacks is taken from one that has it.
    assert judged("aws-ec2/m5.24xlarge", "Graviton3")[1] in ("m8g.24xlarge", "m9g.24xlarge")


def test_that_what_differs_is_said():
    t2 = verdict("pkg:generic/aws-ec2/t2.micro")
    assert t2.counterpart == "t4g.micro"
    assert "The number of vCPUs differs" in t2.doubts
    i3 = verdict("pkg:generic/aws-ec2/g4dn.xlarge")
    assert {"It has no local NVMe disks", "It has another GPU"} <= set(i3.doubts)


def test_that_only_compute_is_judged_and_with_source_and_date():
    def component(kind):
        return Component(
            purl="pkg:generic/aws-ec2/m5.large",
            name="m5.large",
            kind=kind,
            origin=Origin.DOWNLOADED,
            occurrences=(Occurrence("a.tf", 1),),
        )

    assert compute_evidence(component(Kind.TOOL), "Graviton4") == []
    (evidence,) = compute_evidence(component(Kind.COMPUTE), "Graviton4")
    assert evidence.text == "m5.large is x86; m8g.large stands for it on Graviton"
    assert evidence.url.startswith("https://")
    assert evidence.date
    assert evidence.origin == "infrastructure/instances.toml"


def test_that_the_tables_name_each_thing_once_and_where_it_is_written():
    assert len(families()) > 100
    for service in services().values():
        assert service.url.startswith("https://")
        assert len(service.date) == len("2026-01-01")
    doubtful = {d for f in families().values() for pair in f.counterpart for d in pair.doubts}
    assert doubtful <= set(compute.table().doubts)


def test_that_every_sentence_has_a_japanese_translation():
    path = resources() / "translations" / "ja" / "infrastructure.po"
    translated = {e.msgid for e in polib.pofile(str(path)).translated_entries()}
    needed = sentences() | {proposing.CHOOSE, proposing.TWICE, proposing.SHARED}
    needed |= {compute.IS_GRAVITON, compute.COUNTERPART, compute.NEAREST}
    needed |= {compute.NO_FAMILY, compute.NOT_LISTED}
    for proposal in proposing.proposals():
        needed |= {proposal.detail, proposal.doubt, proposal.title, proposal.hand_doubt} - {""}
    for case in daemon_sets.cases():
        needed |= {case.title, case.way_out}
    assert needed - translated == set()


def test_that_evidence_names_the_use_that_blocks_and_the_counterpart_for_the_others():
    def used(line, user, engine):
        traits = (Trait("used-by", user), Trait("engine", engine))
        return Occurrence("main.tf", line, traits=traits)

    both = Component(
        purl="pkg:generic/aws-rds/db.r5.large",
        name="db.r5.large",
        kind=Kind.COMPUTE,
        origin=Origin.DOWNLOADED,
        occurrences=(used(3, "aws_db_instance.pg", "postgres"), used(9, "it.ora", "oracle-ee")),
    )
    blocks, change = Knowledge.load().evidence(both)
    assert (blocks.status, change.status) == (Status.BLOCKED, Status.CHANGE)
    assert blocks.text.startswith("A database of the engine oracle-ee runs on it (it.ora)")
