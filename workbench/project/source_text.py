"""The text of `source.toml`: what people may read, edit and merge beside an imported list."""

from __future__ import annotations

from workbench.model.source import Source
from workbench.project.file_tables import file_tables, read_files
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_toml import read_toml

SOURCE_FILE = "source.toml"
MAX_BYTES = 1024 * 1024

TEXTS = ("host", "os", "imported", "sheet")


def source_text(source: Source) -> str:
    """Return `source` as the text of a new `source.toml`."""
    import tomlkit  # reading, which every scan does, goes without

    document = tomlkit.document()
    document.add(
        tomlkit.comment("Where this list comes from. The file beside this one is as it was")
    )
    document.add(tomlkit.comment("imported; host and os may be edited."))
    for name in TEXTS:
        if value := getattr(source, name):
            document.add(name, value)
    if source.columns:
        table = tomlkit.table()
        table.update(source.columns)
        document.add("columns", table)
    document.add("files", file_tables(source.files))
    return tomlkit.dumps(document)


def parse_source(source_id: str, data: bytes) -> Source:
    """Return the source that `data` describes. Raises Unreadable with the line."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("is not written in UTF-8", line) from None
    root = read_toml(Document(SOURCE_FILE, data))
    columns = {name: _text(node, name) for name, node in root["columns"].items()}
    return Source(
        id=source_id,
        files=read_files(root["files"], SOURCE_FILE),
        host=_text(root["host"], "host"),
        os=_text(root["os"], "os"),
        imported=_text(root["imported"], "imported"),
        sheet=_text(root["sheet"], "sheet"),
        columns=columns,
    )


def _text(node: Node, name: str) -> str:
    if node and not isinstance(node.value, str):
        raise Unreadable(f'has a {name} that is no text: write {name} = "..."', node.line)
    return node.text
