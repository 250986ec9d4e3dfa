"""From settings to changes and findings."""

from workbench.knowledge.proposing import SHARED, changes, findings
from workbench.model.change import Edit
from workbench.model.component import Trait
from workbench.model.setting import Setting

G4 = "Graviton4"


def setting(name="m5.large", *, service="aws-ec2", line=3, **more):
    fields = {
        "role": "instance-type",
        "path": "main.tf",
        "line": line,
        "column": 4,
        "text": name,
        "purl": f"pkg:generic/{service}/{name}",
    }
    return Setting(**fields | more)


def test_that_a_setting_becomes_a_change_at_its_place():
    (change,) = changes([setting()], G4)
    assert change.edits == (Edit("main.tf", 3, 4, "m5.large", "m8g.large"),)
    assert change.text == "m8g.large in place of m5.large"
    assert change.doubts == ("The machine image, and all that it starts, must be for arm64",)
    assert change.id == "instance-type"


def test_that_one_value_is_one_change_that_names_all_its_uses():
    (change,) = changes([setting(use="aws_instance.a"), setting(use="aws_instance.b")], G4)
    assert change.uses == ("aws_instance.a", "aws_instance.b")


def test_that_a_size_without_counterpart_is_for_a_person_to_choose():
    (change,) = changes([setting("c5.9xlarge")], G4)
    assert change.edits == ()
    assert "c8g.8xlarge, c8g.12xlarge" in change.text


def test_that_nothing_is_proposed_for_graviton_for_what_has_none_and_for_unknown_roles():
    assert changes([setting("m7g.large"), setting("p3.2xlarge", line=4)], G4) == ()
    assert changes([setting(role="odd")], G4) == ()


def test_that_a_database_engine_without_graviton_forbids_the_change():
    made = {"name": "db.m5.large", "service": "aws-rds"}
    for engine in ("oracle-ee", "sqlserver-se", "db2-se"):
        assert changes([setting(**made, traits=(Trait("engine", engine),))], G4) == ()
    assert len(changes([setting(**made, traits=(Trait("engine", "postgres"),))], G4)) == 1


def test_that_x86_is_a_finding_with_its_way_out():
    found = findings(
        [setting(), setting(), setting("m7g.large"), setting("p3.2xlarge", line=9)], G4
    )
    assert [(f.rule, f.line, f.text, f.way_out) for f in found] == [
        ("x86-instance-type", 3, "m5.large", "m8g.large"),
        ("x86-instance-type", 9, "p3.2xlarge", ""),
    ]


def test_that_a_value_shared_with_one_that_must_stay_is_for_a_person():
    made = {"name": "db.m5.large", "service": "aws-rds"}
    (change,) = changes(
        [
            setting(**made, use="aws_db_instance.a", traits=(Trait("engine", "oracle-ee"),)),
            setting(**made, use="aws_db_instance.b", traits=(Trait("engine", "postgres"),)),
        ],
        G4,
    )
    assert change.edits == ()
    assert change.uses == ("aws_db_instance.b",)
    assert SHARED in change.doubts


def test_that_an_image_beside_graviton_stays():
    image = {"role": "machine-image-id", "name": "ami-1", "service": "aws-ami"}
    assert changes([setting(**image, traits=(Trait("used-by-arch", "arm64"),))], G4) == ()
    assert len(changes([setting(**image, traits=(Trait("used-by-arch", "x86_64"),))], G4)) == 1
