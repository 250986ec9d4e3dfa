"""User data in files of their own: scripts and cloud-init documents that a starting host runs."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Scope
from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.infrastructure.host_scripts import CLOUD_CONFIG, MAX_LENGTH, read_script
from workbench.scan.shell.expansion import Expansion
from workbench.scan.shell.run_context import RunContext
from workbench.scan.tree import Tree

ID = "user-data"

_SCRIPT = regex(r"#!\s*\S*(?:/|env\s+)(?:ba|da|a|z|k)?sh\b")
_DIRECTIVE = regex(r"%\{[^{}]*\}")
"""Terraform's directives in a template (`%{ if x ~}`)."""


def _accepts(document: Document) -> bool:
    if document.data.startswith(CLOUD_CONFIG.encode()):
        return True
    return bool(_SCRIPT.match(document.text))


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001  # a reader's shape
    text = _DIRECTIVE.sub("", document.text[:MAX_LENGTH])
    context = RunContext(document.path, Scope.RUNTIME, ID)
    yield from read_script(Expansion((text,)), 1, context)


FORMAT = Format(
    id=ID,
    title="user data of a host",
    patterns=(
        *("*user-data*", "*user_data*", "*userdata*", "*cloud-init*", "*cloud_init*"),
        *("*cloud-config*", "*cloud_config*", "*cloudinit*"),
    ),
    read=_read,
    accepts=_accepts,
    documentation="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
)
