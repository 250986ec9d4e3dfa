"""CloudFormation and SAM: what resources ask for, through functions, mappings and conditions."""

from tests.scan.reading import FIXTURES, problems, sightings, write
from workbench.model.component import Kind
from workbench.model.setting import Setting
from workbench.scan.formats import cloudformation
from workbench.scan.scanner import scan

READ = (cloudformation.FORMAT,)
STACKS = FIXTURES / "infrastructure" / "cloudformation"

HEAD = "AWSTemplateFormatVersion: '2010-09-09'\n"


def read(root, text):
    write(root, {"stack.yaml": HEAD + text})
    return [
        (s.occurrence.line, s.occurrence.scope.value, s.purl.removeprefix("pkg:generic/"))
        for s in sightings(root, READ)
        if s.kind in (Kind.COMPUTE, Kind.OPERATING_SYSTEM)
    ]


def test_that_the_fixture_is_read_line_by_line():
    seen = [s for s in sightings(STACKS, READ) if s.occurrence.path == "web.yaml"]
    compute = {
        (s.occurrence.line, s.occurrence.scope.value, s.name) for s in seen if s.kind == "compute"
    }
    assert compute == {
        (7, "runtime", "m5.large"),
        (9, "optional", "t3.micro"),
        (10, "runtime", "m5.large"),
        (11, "optional", "c5.9xlarge"),
        (14, "runtime", "t2.micro"),
        (35, "runtime", "db.t3.small"),
        (37, "runtime", "db.r5.large"),
        (88, "runtime", "cache.m5.large"),
        (88, "runtime", "cache.t3.micro"),
        (90, "runtime", "x86_64"),
        (110, "runtime", "m5.large"),
        (110, "runtime", "m5a.large"),
    }
    other = {(s.occurrence.line, s.kind.value, s.name) for s in seen if s.kind != "compute"}
    assert other == {
        (17, "operating-system", "Amazon Linux"),
        (30, "operating-system", "ami-0123456789abcdef0"),
        (32, "operating-system", "ami-0fedcba9876543210"),
        (50, "os-package", "httpd"),
        (53, "agent", "amazon-cloudwatch-agent"),
        (62, "os-package", "mysql"),
        (100, "container-image", "nginx"),
        (108, "operating-system", "Amazon Linux"),
    }


def test_that_a_function_without_architecture_is_x86_and_globals_count(tmp_path):
    seen = [s for s in sightings(STACKS, READ) if s.occurrence.path == "sam.yaml"]
    assert [(s.occurrence.line, s.purl) for s in seen] == [
        (10, "pkg:generic/aws-lambda/x86_64"),
        (16, "pkg:generic/aws-lambda/x86_64"),
    ]
    text = "Globals:\n  Function:\n    Architectures: [arm64]\nResources:\n  F:\n"
    text += "    Type: AWS::Serverless::Function\n    Properties:\n      Handler: a\n"
    assert read(tmp_path, text) == [(4, "runtime", "aws-lambda/arm64")]


def test_that_json_and_the_long_form_of_functions_are_read(tmp_path):
    text = '{"Parameters": {"T": {"Type": "String",\n"Default": "m5.large"}},\n'
    text += '"Resources": {"X": {"Type": "AWS::EC2::Instance",\n'
    text += '"Properties": {"InstanceType": {"Ref": "T"},\n'
    text += '"UserData": {"Fn::Base64": {"Fn::Join": ["", [\n'
    text += (
        '"#!/bin/bash\\n",\n"yum install -y httpd\\n",\n"yum install -y ", "php", "\\n"]]}}}}}}\n'
    )
    write(tmp_path, {"stack.json": text})
    found = [(s.occurrence.line, s.name) for s in sightings(tmp_path, READ)]
    assert found == [(2, "m5.large"), (7, "httpd"), (8, "php")]


def test_that_parameters_that_no_resource_takes_are_seen(tmp_path):
    text = "Parameters:\n  NodeType:\n    Type: String\n    Default: c5.large\n"
    text += "Resources:\n  Nested:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n"
    text += "      TemplateURL: a\n      Parameters:\n        Type: !Ref NodeType\n"
    text += "        Db: db.m5.large\n"
    assert set(read(tmp_path, text)) == {
        (5, "runtime", "aws-ec2/c5.large"),
        (13, "runtime", "aws-rds/db.m5.large"),
    }


def test_that_loops_and_unknown_values_do_no_harm(tmp_path):
    text = "Resources:\n  Fn::ForEach::Hosts:\n    - Name\n    - [a, b]\n    - Host${Name}:\n"
    text += (
        "        Type: AWS::EC2::Instance\n        Properties:\n          InstanceType: m5.large\n"
    )
    text += "  Other:\n    Type: AWS::EC2::Instance\n    Properties:\n"
    text += "      InstanceType: !ImportValue x\n      ImageId: !GetAtt A.B\n"
    assert read(tmp_path, text) == [(9, "runtime", "aws-ec2/m5.large")]
    assert problems(tmp_path, READ) == []


def test_that_values_which_are_keys_of_a_mapping_say_so():
    settings = [e for e in scan(STACKS, formats=READ) if isinstance(e, Setting)]
    (old,) = [s for s in settings if s.text == "t2.micro"]
    assert [(t.name, t.value) for t in old.traits] == [("key-of", "TypeToArch")]
    assert not [s for s in settings if s.text == "m5.large" and s.traits]


def test_that_a_missing_setting_says_where_it_would_go():
    settings = [e for e in scan(STACKS, formats=READ) if isinstance(e, Setting) and e.is_missing]
    assert [(s.path, s.line, s.column, s.syntax, s.lead) for s in settings] == [
        ("function.json", 7, 8, "json", "\n        "),
        ("sam.yaml", 6, 4, "yaml", "\n    "),
        ("sam.yaml", 6, 4, "yaml", "\n    "),
        ("web.yaml", 93, 6, "yaml", "\n      "),
    ]


def test_that_other_yaml_is_none_of_its_business(tmp_path):
    write(tmp_path, {"a.yaml": "Resources:\n  X: 1\n", "b.yaml": "kind: Pod\nname: AWS::EC2\n"})
    assert sightings(tmp_path, READ) == []
    assert problems(tmp_path, READ) == []


def test_that_parts_of_templates_are_read(tmp_path):
    text = (
        "Database:\n  Type: AWS::RDS::DBInstance\n  Properties:\n    DBInstanceClass: db.t3.micro\n"
    )
    write(tmp_path, {"db.yml": text, "host.yml": "Type: AWS::EC2::Instance\nProperties: {}\n"})
    assert [(s.occurrence.place, s.name) for s in sightings(tmp_path, READ)] == [
        ("db.yml:4", "db.t3.micro")
    ]


def test_that_windows_hosts_say_so_and_agents_of_systems_manager_are_seen(tmp_path):
    text = "Resources:\n  Host:\n    Type: AWS::EC2::Instance\n    Properties:\n"
    text += "      InstanceType: m5.large\n"
    text += "      ImageId: '{{resolve:ssm:/aws/service/ami-windows-latest/Windows_Server-2022}}'\n"
    text += "  Agent:\n    Type: AWS::SSM::Association\n    Properties:\n"
    text += "      Name: AWS-ConfigureAWSPackage\n"
    text += "      Parameters: {action: [Install], name: [AmazonCloudWatchAgent]}\n"
    write(tmp_path, {"stack.yaml": HEAD + text})
    host, image, agent = sightings(tmp_path, READ)
    assert [t.value for t in host.occurrence.traits if t.name == "system"] == ["windows"]
    assert image.name == "Windows"
    assert (agent.kind, agent.name, agent.occurrence.line) == (
        "agent",
        "amazon-cloudwatch-agent",
        12,
    )
