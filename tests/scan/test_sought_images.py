"""Machine images that a data source finds, and those that an instance type beside them tells."""

import pytest

from tests.knowledge.components import component
from tests.scan.reading import sightings, write
from workbench.knowledge.knowledge import Knowledge
from workbench.model.component import Kind, Trait
from workbench.model.setting import Setting
from workbench.scan.formats import cloudformation, terraform
from workbench.scan.scanner import scan

READ = (terraform.FORMAT, cloudformation.FORMAT)
AMI = "ami-0123456789abcdef0"
LINUX = """\
data "aws_ami" "it" {
  count       = 1
  most_recent = true
  filter {
    name   = "name"
    values = ["amzn2-ami-hvm-*-x86_64-gp2"]
  }
  filter {
    name   = "architecture"
    values = ["x86_64"]
  }
}
"""
WINDOWS = """\
data "aws_ami" "it" {
  filter {
    name   = "name"
    values = ["Windows_Server-2019-English-Full-Base-*"]
  }
}
"""
PARAMETER = """\
data "aws_ssm_parameter" "it" {
  name = "/aws/service/ecs/optimized-ami/amazon-linux-2/recommended"
}
"""


def instance(ami, type_='"t3.large"'):
    return f'resource "aws_instance" "web" {{\n  ami = {ami}\n  instance_type = {type_}\n}}\n'


def users(root, files):
    """Return by (path, line) of each machine image's setting what uses it."""
    write(root, files)
    found = [e for e in scan(root, formats=READ) if isinstance(e, Setting)]
    return {(s.path, s.line, s.use) for s in found if s.role.startswith("machine-image")}


@pytest.mark.parametrize(
    "reference",
    [
        "data.aws_ami.it[0].id",
        "data.aws_ami.it.0.id",
        "one(data.aws_ami.it[*].id)",
        'try(data.aws_ami.it[0].image_id, "")',
        'var.ami == "" ? data.aws_ami.it[0].id : var.ami',
        "local.ami",
    ],
)
def test_that_a_filter_names_the_instance_that_takes_what_it_finds(tmp_path, reference):
    local = "locals {\n  ami = data.aws_ami.it[0].id\n}\n"
    found = users(tmp_path, {"ami.tf": LINUX, "main.tf": local + instance(reference)})
    assert ("ami.tf", 6, "aws_instance.web") in found
    assert ("ami.tf", 10, "aws_instance.web") in found


def test_that_a_filter_reaches_an_instance_in_a_module(tmp_path):
    call = 'module "m" {\n  source = "./m"\n  ami = data.aws_ami.it[0].id\n}\n'
    module = 'variable "ami" {}\n' + instance("var.ami")
    found = users(tmp_path, {"main.tf": LINUX + call, "m/main.tf": module})
    assert ("main.tf", 6, "aws_instance.web") in found


def test_that_a_parameter_names_what_takes_it(tmp_path):
    reference = 'jsondecode(data.aws_ssm_parameter.it.value)["image_id"]'
    found = users(tmp_path, {"main.tf": PARAMETER + instance(reference)})
    assert ("main.tf", 2, "aws_instance.web") in found


def test_that_an_instance_without_the_filter_is_no_user(tmp_path):
    found = users(tmp_path, {"main.tf": LINUX + instance("data.aws_ami.other.id")})
    assert {use for _, _, use in found} == {"data.aws_ami.it"}


def test_that_a_filter_for_windows_makes_a_windows_host(tmp_path):
    write(tmp_path, {"main.tf": WINDOWS + instance("data.aws_ami.it.id")})
    (host,) = [s for s in sightings(tmp_path, READ) if s.kind is Kind.COMPUTE]
    assert Trait("system", "windows") in host.occurrence.traits
    write(tmp_path, {"main.tf": LINUX + instance("data.aws_ami.it[0].id")})
    (host,) = [s for s in sightings(tmp_path, READ) if s.kind is Kind.COMPUTE]
    assert not [t for t in host.occurrence.traits if t.name == "system"]


def boots(root, files):
    write(root, files)
    (image,) = [s for s in sightings(root, READ) if s.purl.endswith(AMI)]
    return [t.value for t in image.occurrence.traits if t.name == "used-by-arch"]


def test_that_the_instance_types_beside_an_id_tell_what_it_is_for(tmp_path):
    for type_, told in [
        ('"t3.large"', ["x86_64"]),
        ('"p3.2xlarge"', ["x86_64"]),
        ('"m7g.large"', ["arm64"]),
        ("var.unknown", []),
        ('"mac2.metal"', []),
        ('var.x ? "m7g.large" : "t3.large"', []),
    ]:
        assert boots(tmp_path, {"main.tf": instance(f'"{AMI}"', type_)}) == told, type_


def test_that_the_allowed_values_of_a_parameter_count(tmp_path):
    text = "Parameters:\n  T:\n    Type: String\n    Default: t3.micro\n    AllowedValues: [%s]\n"
    text += "Resources:\n  I:\n    Type: AWS::EC2::Instance\n    Properties:\n"
    text += f"      InstanceType: !Ref T\n      ImageId: {AMI}\n"
    assert boots(tmp_path, {"a.yaml": text % "t3.micro, m5.large"}) == ["x86_64"]
    assert boots(tmp_path, {"a.yaml": text % "t3.micro, t4g.micro"}) == []


def test_that_an_id_has_the_status_of_what_it_boots():
    def status(*traits):
        image = component(
            f"pkg:generic/aws-ami/{AMI}", name=AMI, kind=Kind.OPERATING_SYSTEM, traits=traits
        )
        return [e.status for e in Knowledge.load().evidence(image)]

    assert status(("used-by-arch", "x86_64")) == ["change"]
    assert status(("used-by-arch", "arm64")) == ["ready"]
    assert status() == ["unknown"]
