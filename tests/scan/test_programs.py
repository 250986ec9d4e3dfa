"""Programs of CDK and Pulumi: what is x86 because they say nothing."""

import pytest

from tests.scan.reading import sightings, write
from workbench.model.setting import Setting
from workbench.scan.formats import cdk
from workbench.scan.scanner import scan

READ = (cdk.FORMAT,)

PYTHON = """\
from aws_cdk import aws_lambda as _lambda, aws_ecs as ecs
import pulumi_aws as aws

# _lambda.Function(self, "comment", runtime=1)
_lambda.Function(self, "plain",
    runtime=_lambda.Runtime.PYTHON_3_12)
_lambda.Function(self, "said", architecture=_lambda.Architecture.ARM_64)
_lambda.Function(self, "open", **more)
ecs.FargateTaskDefinition(self, "task", cpu=256)
ecs.FargateTaskDefinition(self, "arm", runtime_platform=platform)
aws.lambda_.Function("pulumi", runtime="python3.12")
other.Function(self, "other", runtime=1)
"""
SCRIPT = """\
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { aws_ecs as ecs } from "aws-cdk-lib";
import { NodejsFunction } from '@aws-cdk/aws-lambda-nodejs';
import * as aws from "@pulumi/aws";
// new lambda.Function(this, 'comment', {});
const text = "new lambda.Function(this, 'text', {})";
new lambda.Function(this, 'plain', {
  environment: { A: 'architecture: x)' },
});
new lambda.Function(this, 'said', { architecture: lambda.Architecture.ARM_64 });
new lambda.Function(this, 'short', { architecture, runtime });
new lambda.Function(this, 'open', { ...props });
new lambda.Function(this, 'elsewhere', props);
new NodejsFunction(this, 'node', { entry: 'a.ts' });
new ecs.FargateTaskDefinition(this, 'task', { cpu: 256 });
new aws.lambda.Function("pulumi", { runtime: "nodejs20.x" });
new aws.lambda.Function("said", { architectures: ["arm64"] });
new Function('a', { b });
"""


def defaults(root, files):
    write(root, files)
    return [
        (s.occurrence.line, s.purl.removeprefix("pkg:generic/"), s.occurrence.traits[1].value)
        for s in sightings(root, READ)
        if any(t.name == "arch-default" for t in s.occurrence.traits)
    ]


def test_that_a_python_program_without_architecture_means_x86(tmp_path):
    assert defaults(tmp_path, {"cdk.json": "{}", "app.py": PYTHON}) == [
        (5, "aws-lambda/x86_64", "plain"),
        (9, "aws-fargate/x86_64", "task"),
        (11, "aws-lambda/x86_64", "pulumi"),
    ]


def test_that_a_script_without_architecture_means_x86(tmp_path):
    assert defaults(tmp_path, {"cdk.json": "{}", "app.ts": SCRIPT}) == [
        (7, "aws-lambda/x86_64", "plain"),
        (14, "aws-lambda/x86_64", "node"),
        (15, "aws-fargate/x86_64", "task"),
        (16, "aws-lambda/x86_64", "pulumi"),
    ]


def test_that_the_default_is_for_a_person_to_change(tmp_path):
    write(tmp_path, {"cdk.json": "{}", "app.py": PYTHON})
    found = [e for e in scan(tmp_path, formats=READ) if isinstance(e, Setting)]
    assert ("program-default", 5, 0, "plain") in {(s.role, s.line, s.column, s.use) for s in found}


@pytest.mark.parametrize("text", ["def (", "aws_cdk\0", "x = " + "(" * 5000])
def test_that_a_broken_program_does_no_harm(tmp_path, text):
    assert defaults(tmp_path, {"cdk.json": "{}", "a.py": f"# aws_cdk\n{text}"}) == []


def test_that_comments_of_many_lines_hold_no_types(tmp_path):
    python = 'import aws_cdk\n"""\nt = \'m5.large\'\n"""\nx = "c5.large"  # "t3.nano"\n'
    script = 'import "aws-cdk-lib";\n/* a\n "m5.large" */ const x = "c5.large"; // "t3.nano"\n'
    write(tmp_path, {"cdk.json": "{}", "a.py": python, "b.ts": script})
    found = [(s.occurrence.place, s.name) for s in sightings(tmp_path, READ)]
    assert found == [("a.py:5", "c5.large"), ("b.ts:3", "c5.large")]


def test_that_programs_for_other_clouds_are_left_alone(tmp_path):
    text = 'import pulumi_openstack\nimport pulumi\nx = "m1.small"\n'
    write(tmp_path, {"Pulumi.yaml": "name: a\n", "a.py": text})
    assert sightings(tmp_path, READ) == []
    write(tmp_path, {"S.cs": 'using Pulumi;\nusing Pulumi.Aws;\nvar x = "m5.large";\n'})
    assert [s.occurrence.place for s in sightings(tmp_path, READ)] == ["S.cs:3"]


def test_that_a_program_in_yaml_is_read(tmp_path):
    text = "name: a\nruntime: yaml\nconfig:\n  size:\n    default: t3.micro\nresources:\n  web:\n"
    text += "    type: aws:ec2:Instance\n    properties:\n      instanceType: ${size}\n"
    text += "  f:\n    type: aws:lambda:Function\n    properties:\n      handler: a\n"
    write(tmp_path, {"Pulumi.yaml": text})
    found = {(s.occurrence.line, s.name) for s in sightings(tmp_path, READ)}
    assert found == {(5, "t3.micro"), (13, "x86_64")}
    settings = [e for e in scan(tmp_path, formats=READ) if isinstance(e, Setting)]
    assert (14, 6) in {(s.line, s.column) for s in settings if s.is_missing}
    assert "web" in {s.use for s in settings}
