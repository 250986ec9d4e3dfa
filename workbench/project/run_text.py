"""The text of `run.toml`: what people may read, edit and merge beside the imported files."""

from __future__ import annotations

import msgspec

from workbench.model.errors import WorkbenchError
from workbench.model.run import Architecture, Run
from workbench.project.file_tables import file_tables, read_files
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_toml import read_toml

RUN_FILE = "run.toml"
MAX_BYTES = 1024 * 1024

TEXTS = ("scenario", "instance", "software", "client", "imported", "measured", "note")
SECONDS = ("warm_up", "cool_down")
LABELS = ("architecture", *TEXTS, *SECONDS)
"""What people may change of a run; the files and their hashes are none of it."""


def run_text(run: Run) -> str:
    """Return `run` as the text of a new `run.toml`."""
    import tomlkit  # reading, which every scan does, goes without

    document = tomlkit.document()
    document.add(tomlkit.comment("What this run was measured on. The files beside this one are as"))
    document.add(tomlkit.comment("they were imported. warm_up and cool_down are in seconds."))
    for label in LABELS:
        document.add(label, _value(run, label))
    document.add("files", file_tables(run.files))
    return tomlkit.dumps(document)


def parse_run(run_id: str, data: bytes) -> Run:
    """Return the run that `data` describes.

    Raises Unreadable, with the line, where any part of it is not as it should be: half a run
    would give wrong numbers.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("is not written in UTF-8", line) from None
    root = read_toml(Document(RUN_FILE, data))
    run = Run(
        id=run_id,
        architecture=_architecture(root["architecture"]),
        files=read_files(root["files"], RUN_FILE),
    )
    texts = {label: _text(root[label], label) for label in TEXTS}
    seconds = {label: _seconds(root[label], label) for label in SECONDS}
    return msgspec.structs.replace(run, **texts, **seconds)


def with_labels(data: bytes, run: Run) -> bytes:
    """Return the `run.toml` in `data` with the labels of `run`; all else stays as people wrote it.

    Raises WorkbenchError where `data` is no such file.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        before = parse_run(run.id, data)
        document = tomlkit.parse(data.decode("utf-8-sig"))
    except (TOMLKitError, RecursionError) as error:
        raise _by_hand(run.id, str(error)) from None
    except Unreadable as error:
        raise _by_hand(run.id, f"line {error.line} {error.reason}") from None
    for label in LABELS:
        if getattr(before, label) != getattr(run, label):
            document[label] = _value(run, label)
    return tomlkit.dumps(document).encode()


def _value(run: Run, label: str) -> str | float:
    value = getattr(run, label)
    return float(value) if label in SECONDS else str(value)


def _architecture(node: Node) -> Architecture:
    try:
        return Architecture(node.text)
    except ValueError:
        raise Unreadable(
            f"names no architecture: architecture must be one of {', '.join(Architecture)}",
            node.line,
        ) from None


def _text(node: Node, label: str) -> str:
    if node and not isinstance(node.value, str):
        raise Unreadable(f'has a {label} that is no text: write {label} = "..."', node.line)
    return node.text


def _seconds(node: Node, label: str) -> float:
    if not node:
        return 0.0
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        raise Unreadable(f"has a {label} that is no number of seconds: write 30.0", node.line)
    return float(value)


def _by_hand(run_id: str, cause: str) -> WorkbenchError:
    return WorkbenchError(
        f"{run_id}/{RUN_FILE} is left as it was: {cause}: mend it in an editor, then try again"
    )
