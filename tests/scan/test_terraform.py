"""Terraform: what resources ask for, through every way in which a value reaches them."""

from tests.scan.reading import FIXTURES, problems, sightings, tree, write
from workbench.model.component import Kind
from workbench.model.setting import Setting
from workbench.scan.formats import terraform
from workbench.scan.scanner import scan
from workbench.scan.terraform.configuration import project_of

READ = (terraform.FORMAT,)
SHOP = FIXTURES / "infrastructure" / "terraform"


def read(root, files):
    write(root, files)
    return [
        (s.occurrence.place, s.purl.removeprefix("pkg:generic/"))
        for s in sightings(root, READ)
        if s.kind in (Kind.COMPUTE, Kind.OPERATING_SYSTEM)
    ]


def test_that_the_fixture_is_read_line_by_line():
    compute = [(s.occurrence.place, s.name) for s in sightings(SHOP, READ) if s.kind == "compute"]
    assert sorted(set(compute)) == [
        ("main.tf:119", "db.r5.large"),
        ("main.tf:124", "db.m5.large"),
        ("main.tf:133", "LINUX_CONTAINER"),
        ("main.tf:14", "r5.xlarge"),
        ("main.tf:140", "m6i.large"),
        ("main.tf:150", "m6i.xlarge"),
        ("main.tf:5", "m5.large"),
        ("main.tf:56", "m7g.medium"),
        ("main.tf:56", "p3.2xlarge"),
        ("main.tf:61", "c5.9xlarge"),
        ("main.tf:71", "c5.xlarge"),
        ("main.tf:71", "c5a.xlarge"),
        ("main.tf:81", "x86_64"),
        ("main.tf:88", "x86_64"),
        ("main.tf:93", "x86_64"),
    ]
    images = [s for s in sightings(SHOP, READ) if s.kind == "container-image"]
    assert [(s.occurrence.line, s.name, s.version) for s in images] == [
        (98, "nginx", "1.25"),
        (99, "public.ecr.aws/aws-observability/aws-for-fluent-bit", "2.32.0"),
        (110, "redis", "prod"),
        (132, "aws/codebuild/amazonlinux2-x86_64-standard", "4.0"),
    ]
    assert [(p.path, p.line, p.reason) for p in problems(SHOP, READ)] == [
        (
            "modules/workers/main.tf",
            14,
            "instance_type of aws_instance.spare is not literal: var.spare has no value",
        )
    ]


def test_that_user_data_installs_packages_agents_and_downloads():
    found = {(s.occurrence.line, s.kind, s.name) for s in sightings(SHOP, READ)}
    assert (44, "os-package", "httpd") in found
    assert (44, "agent", "amazon-cloudwatch-agent") in found
    assert (45, "tool", "tool") in found


def test_that_machine_images_tell_system_and_architecture():
    seen = [s for s in sightings(SHOP, READ) if s.kind == "operating-system"]
    told = {
        (s.occurrence.place, s.name, t.value)
        for s in seen
        for t in s.occurrence.traits
        if t.name == "ami-arch"
    }
    assert told == {
        ("main.tf:25", "Amazon Linux", "x86_64"),
        ("main.tf:35", "Amazon Linux", "x86_64"),
        ("main.tf:149", "Amazon Linux", "x86_64"),
        ("modules/workers/main.tf:11", "Amazon Linux", "arm64"),
    }
    assert [s.name for s in seen if s.name.startswith("ami-")] == ["ami-0123456789abcdef0"]


def test_that_a_variable_is_what_callers_pass_else_what_is_set_else_its_default(tmp_path):
    module = 'variable "t" { default = "t3.nano" }\nresource "aws_instance" "x" {\n'
    module += "  instance_type = var.t\n}\n"
    call = 'module "a" {\n  source = "./m"\n  t = "m5.large"\n}\n'
    assert read(tmp_path, {"m/main.tf": module}) == [("m/main.tf:1", "aws-ec2/t3.nano")]
    assert read(tmp_path, {"main.tf": call}) == [("main.tf:3", "aws-ec2/m5.large")]
    both = call + 'module "b" { source = "./m" }\n'
    assert set(read(tmp_path, {"main.tf": both})) == {
        ("main.tf:3", "aws-ec2/m5.large"),
        ("m/main.tf:1", "aws-ec2/t3.nano"),
    }


def test_that_values_of_tfvars_count(tmp_path):
    files = {
        "main.tf": 'variable "t" {}\nresource "aws_instance" "x" {\n  instance_type = var.t\n}\n',
        "prod.tfvars": 't = "m5.large"\n',
        "dev.auto.tfvars.json": '{\n"t": "t3.micro"}\n',
    }
    assert set(read(tmp_path, files)) == {
        ("prod.tfvars:1", "aws-ec2/m5.large"),
        ("dev.auto.tfvars.json:2", "aws-ec2/t3.micro"),
    }


def test_that_a_default_decides_no_key_and_a_condition_gives_both_ways(tmp_path):
    text = 'variable "e" { default = "a" }\nlocals { m = { a = "m5.large", b = "c5.large" } }\n'
    text += 'resource "aws_instance" "x" { instance_type = local.m[var.e] }\n'
    text += 'resource "aws_instance" "y" { instance_type = lookup(local.m, "b", "t3.nano") }\n'
    text += (
        'resource "aws_instance" "z" { instance_type = var.e == "a" ? "r5.large" : "r6g.large" }\n'
    )
    found = [name.rpartition("/")[2] for _, name in read(tmp_path, {"main.tf": text})]
    assert found == ["m5.large", "c5.large", "c5.large", "r5.large", "r6g.large"]


def test_that_for_each_gives_each_value(tmp_path):
    text = (
        'resource "aws_eks_node_group" "x" {\n  for_each = { a = ["m5.large"], b = ["c5.large"] }\n'
    )
    text += "  instance_types = each.value\n}\n"
    text += 'resource "aws_instance" "y" {\n  for_each = toset(["t3.nano"])\n'
    text += "  instance_type = each.value\n}\n"
    text += (
        'resource "aws_eks_node_group" "z" {\n  instance_types = [for t in ["i3.large"] : t]\n}\n'
    )
    found = [name.rpartition("/")[2] for _, name in read(tmp_path, {"main.tf": text})]
    assert found == ["m5.large", "c5.large", "t3.nano", "i3.large"]


def test_that_what_refers_to_itself_ends(tmp_path):
    text = "locals {\n  a = local.b\n  b = local.a\n}\n"
    text += 'resource "aws_instance" "x" { instance_type = local.a }\n'
    write(tmp_path, {"main.tf": text, "m/main.tf": 'module "x" { source = "../m" }\n'})
    assert read(tmp_path, {}) == []
    (problem,) = problems(tmp_path, READ)
    assert "local.b has no value" in problem.reason or "local.a has no value" in problem.reason
    assert project_of(tree(tmp_path)).callers("m") == []


def test_that_the_json_form_is_read(tmp_path):
    text = '{"variable": {"t": {"default": "m5.large"}},\n'
    text += '"resource": {"aws_instance": {"x": {"instance_type": "${var.t}"},\n'
    text += '"y": {"instance_type": "c5.large"}}}}\n'
    assert read(tmp_path, {"main.tf.json": text}) == [
        ("main.tf.json:1", "aws-ec2/m5.large"),
        ("main.tf.json:3", "aws-ec2/c5.large"),
    ]


def test_that_a_setting_is_where_its_text_is(tmp_path):
    write(tmp_path, {"main.tf": 'resource "aws_instance" "x" {\n  instance_type = "m5.large"\n}\n'})
    (setting,) = [e for e in scan(tmp_path, formats=READ) if isinstance(e, Setting)]
    assert (setting.path, setting.line, setting.column) == ("main.tf", 2, 19)
    assert setting.use == "aws_instance.x"


def test_that_what_is_elsewhere_or_no_instance_type_is_left_out(tmp_path):
    text = 'resource "aws_instance" "x" {\n  instance_type = data.x.y.z\n  ami = module.a.id\n}\n'
    text += '# instance_type = "m5.large"\nresource "other" "y" { instance_type = "m5.large" }\n'
    assert read(tmp_path, {"main.tf": text}) == []
    assert problems(tmp_path, READ) == []


def test_that_a_fault_is_said_and_the_rest_is_read(tmp_path):
    text = 'locals {\n  x = ]\n}\nresource "aws_instance" "x" { instance_type = "m5.large" }\n'
    assert read(tmp_path, {"main.tf": text}) == [("main.tf:4", "aws-ec2/m5.large")]
    assert [p.line for p in problems(tmp_path, READ)] == [2]
