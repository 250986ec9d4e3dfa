"""Packer, ECS task files, the Serverless Framework, Beanstalk, CDK, Ansible and user data."""

import pytest

from tests.scan.reading import FIXTURES, problems, sightings, write
from workbench.model.setting import Setting
from workbench.scan.formats import (
    ansible,
    beanstalk,
    cdk,
    cloudformation,
    ecs_task,
    packer,
    serverless,
    user_data,
)
from workbench.scan.scanner import scan

FOLDER = FIXTURES / "infrastructure"
READ = (
    *(ansible.FORMAT, beanstalk.FORMAT, cdk.FORMAT, cloudformation.FORMAT, ecs_task.FORMAT),
    *(packer.FORMAT, serverless.FORMAT, user_data.FORMAT),
)

EXPECTED = {
    "ecs": {
        "task-definition.json:1 compute x86_64",
        "task-definition.json:8 container-image 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop",
        "task-definition.json:11 container-image "
        "public.ecr.aws/aws-observability/aws-for-fluent-bit",
        "task-definition.json:14 container-image public.ecr.aws/datadog/agent",
    },
    "packer": {
        "legacy.json:2 compute m5.large",
        "legacy.json:7 operating-system ami-0123456789abcdef0",
        "legacy.json:11 os-package httpd",
        "web.pkr.hcl:3 compute c5.large",
        "web.pkr.hcl:13 operating-system Ubuntu",
        "web.pkr.hcl:27 os-package nginx",
        "web.pkr.hcl:27 agent datadog-agent",
    },
    "serverless": {
        "serverless.yml:9 compute x86_64",
        "serverless.yml:11 compute x86_64",
        "serverless.yml:12 container-image 123456789012.dkr.ecr.eu-west-1.amazonaws.com/mail",
        "serverless.yml:20 compute db.t3.micro",
    },
    "beanstalk": {
        ".ebextensions/options.config:4 compute t3.small",
        ".ebextensions/options.config:11 agent amazon-cloudwatch-agent",
        ".ebextensions/options.config:15 os-package jq",
    },
    "cdk": {
        "lib/shop-stack.ts:7 compute m5.large",
        "lib/shop-stack.ts:8 compute c5.2xlarge",
        "lib/shop-stack.ts:9 compute cache.t3.micro",
        "lib/shop-stack.ts:10 compute x86_64",
        "lib/stack.py:3 operating-system Ubuntu",
        "lib/stack.py:4 compute t3.medium",
        "lib/stack.py:4 operating-system ami-0123456789abcdef0",
    },
    "ansible": {
        "site.yml:4 compute m5.large",
        "site.yml:10 operating-system ami-0123456789abcdef0",
        "site.yml:14 compute db.t3.medium",
        "roles/web/defaults/main.yml:1 agent datadog-agent",
        "roles/web/defaults/main.yml:3 os-package httpd",
        "roles/web/defaults/main.yml:4 os-package php",
        "roles/web/tasks/main.yml:9 agent amazon-cloudwatch-agent",
        "roles/web/tasks/main.yml:19 tool tool",
        "roles/web/tasks/main.yml:24 os-package gcc",
    },
    "user-data": {
        "user-data.yaml:4 os-package nginx",
        "user-data.yaml:5 agent amazon-cloudwatch-agent",
        "user-data.yaml:7 os-package jq",
        "user-data.yaml:8 tool downloads.example.com",
    },
}


@pytest.mark.parametrize("name", EXPECTED)
def test_that_the_fixture_is_read_line_by_line(name):
    found = {f"{s.occurrence.place} {s.kind} {s.name}" for s in sightings(FOLDER / name, READ)}
    assert found == EXPECTED[name]
    assert problems(FOLDER / name, READ) == []


def test_that_a_task_on_hosts_has_the_architecture_of_its_hosts(tmp_path):
    write(tmp_path, {"t.json": '{"containerDefinitions": [{"image": "nginx:1"}]}'})
    assert [s.kind for s in sightings(tmp_path, READ)] == ["container-image"]


def test_that_an_architecture_of_one_function_counts_for_a_service(tmp_path):
    text = (
        "service: a\nprovider:\n  name: aws\n  architecture: arm64\nfunctions:\n  f: {handler: a}\n"
    )
    write(tmp_path, {"serverless.yml": text})
    assert [s.purl for s in sightings(tmp_path, READ)] == ["pkg:generic/aws-lambda/arm64"]


def test_that_each_function_of_a_service_has_its_own_architecture_or_the_providers(tmp_path):
    text = "service: a\nprovider:\n  name: aws\nfunctions:\n  f: {handler: a}\n"
    text += "  g: {handler: b, architecture: arm64}\n  h:\n    handler: c\n"
    write(tmp_path, {"serverless.yml": text})

    def seen():
        return [
            (s.occurrence.line, s.name, t.value)
            for s in sightings(tmp_path, READ)
            for t in s.occurrence.traits
            if t.name == "used-by"
        ]

    assert seen() == [(5, "x86_64", "f"), (6, "arm64", "g"), (7, "x86_64", "h")]
    settings = [e for e in scan(tmp_path, formats=READ) if isinstance(e, Setting)]
    missing = [(s.line, s.column, s.use) for s in settings if s.is_missing]
    assert missing == [(3, 2, "f"), (3, 2, "h")]  # one place: the provider
    write(tmp_path, {"serverless.yml": text.replace("aws\n", "aws\n  architecture: x86_64\n")})
    assert seen() == [(4, "x86_64", "f"), (7, "arm64", "g"), (4, "x86_64", "h")]


def test_that_functions_of_other_files_count_for_a_service(tmp_path):
    text = "service: a\nprovider:\n  name: aws\nfunctions: ${file(functions.yml)}\n"
    write(tmp_path, {"serverless.yml": text})
    assert [(s.occurrence.line, s.name) for s in sightings(tmp_path, READ)] == [(2, "x86_64")]


def test_that_programs_without_a_project_file_and_comments_are_left_alone(tmp_path):
    text = "import * as ec2 from 'aws-cdk-lib/aws-ec2';\nnew ec2.InstanceType('m5.large');\n"
    write(tmp_path, {"lib/a.ts": text})
    assert sightings(tmp_path, READ) == []
    write(tmp_path, {"cdk.json": "{}", "lib/b.ts": "// 'm5.large' aws-cdk-lib\n"})
    assert [s.occurrence.path for s in sightings(tmp_path, READ)] == ["lib/a.ts"]


def test_that_other_lists_are_no_tasks(tmp_path):
    write(tmp_path, {"a.yml": "- name: x\n  value: yum\n", "b.yml": "apt:\n  - x: 1\n"})
    assert sightings(tmp_path, READ) == []


def test_that_variables_of_inventories_reach_tasks_and_roles(tmp_path):
    task = "- name: x\n  amazon.aws.ec2_instance:\n    instance_type: '{{ size }}'\n"
    write(
        tmp_path,
        {
            "roles/web/tasks/main.yml": task,
            "roles/web/defaults/main.yml": "size: t3.nano\n",
            "inventories/prod/group_vars/all/main.yml": "size: m5.large\n",
            "inventories/dev/host_vars/a.yml": "size: t3.micro\n",
            "other/group_vars/all.yml": "other: c5.large\n",
        },
    )
    found = sorted((s.occurrence.place, s.name) for s in sightings(tmp_path, READ))
    assert found == [
        ("inventories/dev/host_vars/a.yml:1", "t3.micro"),
        ("inventories/prod/group_vars/all/main.yml:1", "m5.large"),
        ("roles/web/defaults/main.yml:1", "t3.nano"),
    ]
