"""A project that asks for x86 in several files, and the changes proposed for it."""

from __future__ import annotations

from pathlib import Path

from tests.snapshots import assessed, claim
from workbench.model.assessment import Assessment
from workbench.model.change import Change, Edit
from workbench.model.component import Kind, Occurrence
from workbench.model.evidence import Source
from workbench.model.status import Status

TERRAFORM = """\
variable "worker_type" {
  description = "Instance type of the workers"
  default     = "m5.2xlarge"
}

resource "aws_instance" "bastion" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

resource "aws_db_instance" "orders" {
  engine         = "postgres"
  instance_class = "db.r5.xlarge"
}

resource "aws_instance" "training" {
  ami           = data.aws_ami.gpu.id
  instance_type = "p4d.24xlarge"
}
"""
SAM = """\
Resources:
  Resize:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.12
"""

IN_PLACE = "{after} in place of {before}"


def write_infrastructure(folder: Path) -> None:
    """Write the files into `folder`."""
    (folder / "infra").mkdir(parents=True)
    (folder / "infra" / "main.tf").write_text(TERRAFORM, encoding="utf-8")
    (folder / "template.yaml").write_text(SAM, encoding="utf-8")


def replaced(line: int, column: int, before: str, after: str, **more: object) -> Change:
    """A change of one word in infra/main.tf."""
    service = "aws-rds" if before.startswith("db.") else "aws-ec2"
    return Change(
        id="instance-type",
        purl=f"pkg:generic/{service}/{before}",
        path="infra/main.tf",
        line=line,
        detail=IN_PLACE,
        values=(("after", after), ("before", before)),
        edits=(Edit("infra/main.tf", line, column, before, after),),
        url="https://example.org/instance-types",
        **more,
    )


def proposed() -> list[Change]:
    """A change of each sort: in place, of a variable, an insertion, and one for a person."""
    return [
        replaced(
            *(3, 17, "m5.2xlarge", "m8g.2xlarge"),
            uses=("aws_autoscaling_group.workers", "aws_launch_template.batch"),
        ),
        replaced(8, 19, "t3.micro", "t4g.micro"),
        replaced(
            *(13, 20, "db.r5.xlarge", "db.r8g.xlarge"),
            doubts=("The engine version must be offered on this class in the region",),
        ),
        Change(
            id="ami",
            purl="pkg:generic/aws-ami/ami-0123456789abcdef0",
            path="infra/main.tf",
            line=7,
            detail="The image {before} is pinned by its id: take that of the arm64 image",
            values=(("before", "ami-0123456789abcdef0"),),
        ),
        Change(
            id="lambda-architecture",
            purl="pkg:generic/aws-lambda/x86_64",
            path="template.yaml",
            line=5,
            detail="The function asks for arm64",
            edits=(Edit("template.yaml", 5, 6, "", "Architectures:\n        - arm64\n      "),),
            doubts=("Layers and libraries with native code must be built for arm64",),
        ),
    ]


def compute() -> list[Assessment]:
    """The components that the changes are about, and one that nothing stands for."""

    def one(purl: str, name: str, status: Status, path: str, line: int) -> Assessment:
        return assessed(
            purl,
            name,
            status,
            kind=Kind.COMPUTE,
            occurrences=[Occurrence(path, line)],
            evidence=[claim(status, Source.RULE)],
        )

    tf = "infra/main.tf"
    return [
        one("pkg:generic/aws-ec2/m5.2xlarge", "m5.2xlarge", Status.CHANGE, tf, 3),
        one("pkg:generic/aws-ec2/t3.micro", "t3.micro", Status.CHANGE, tf, 8),
        one("pkg:generic/aws-rds/db.r5.xlarge", "db.r5.xlarge", Status.CHANGE, tf, 13),
        one("pkg:generic/aws-ec2/p4d.24xlarge", "p4d.24xlarge", Status.BLOCKED, tf, 18),
        one("pkg:generic/aws-lambda/x86_64", "x86_64", Status.CHANGE, "template.yaml", 3),
    ]
