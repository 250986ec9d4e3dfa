"""What cfn-init installs on a host: the metadata `AWS::CloudFormation::Init` of a resource.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-init.html
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.cloudformation.template import Template
from workbench.scan.format import Discovery
from workbench.scan.infrastructure.host_scripts import shell_installs
from workbench.scan.shell.run_context import RunContext
from workbench.scan.shell.script import Script
from workbench.scan.syntax.computed import expansion_of, options
from workbench.scan.syntax.node import Node

INIT = "AWS::CloudFormation::Init"
_MANAGERS = {
    "yum": "yum install -y",
    "apt": "apt-get install -y",
    "zypper": "zypper install -y",
    "rpm": "yum install -y",
    "python": "pip install",
    "rubygems": "gem install",
}
_PLAIN = regex(r"[\w.+:/@%=&?~-]+")


def host_setup(body: Node, template: Template, context: RunContext) -> Iterator[Discovery]:
    """Yield packages, archives, scripts and commands of every config."""
    for name, config in body.at("Metadata", INIT).items():
        if name != "configSets" and config.is_object:
            yield from host_config(config, template, context)


def host_config(config: Node, template: Template, context: RunContext) -> Iterator[Discovery]:
    """Yield what one config installs; extensions of Elastic Beanstalk have the same keys."""
    for manager, packages in config["packages"].items():
        command = _MANAGERS.get(manager)
        for package, version in packages.items() if command else ():
            written = _address(version, template) if manager == "rpm" else package
            if _PLAIN.fullmatch(written):
                script = Script(f"{command} {written}", (version.line,))
                yield from shell_installs(script, context)
    for _, source in config["sources"].items():
        address = _address(source, template)
        if _PLAIN.fullmatch(address):
            yield from shell_installs(Script(f"curl -O {address}", (source.line,)), context)
    for _, entry in (*config["commands"].items(), *config["container_commands"].items()):
        yield from _script(entry["command"], template, context)
    for _, file in config["files"].items():
        yield from _script(file["content"], template, context, only_scripts=True)


def _address(node: Node, template: Template) -> str:
    for option in options(template.value(node)):
        text = expansion_of(option)
        if text is not None and text.literal:
            return text.literal
    return ""


def _script(
    node: Node, template: Template, context: RunContext, *, only_scripts: bool = False
) -> Iterator[Discovery]:
    for option in options(template.value(node)):
        text = expansion_of(option)
        if text is None:
            continue
        plain = "".join(p if isinstance(p, str) else "$UNKNOWN" for p in text.parts)
        if only_scripts and not plain.startswith("#!"):
            continue
        lines = getattr(option, "lines", ())
        line = option.place.line if option.place else option.line or node.line
        script = Script(plain, lines) if lines else Script.starting(plain, line)
        yield from shell_installs(script, context)
