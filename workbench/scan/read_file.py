"""What the formats see in one file: a fault of the file, or of a reader, is one problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.model.problem import Problem
from workbench.scan.document import MAX_BYTES, Document, Unreadable
from workbench.scan.format import Discovery, Format
from workbench.scan.tree import Tree
from workbench.scan.walk import File


def read_file(path: str, formats: list[Format], tree: Tree) -> Iterator[Discovery | str]:
    """Yield what `formats` see in one file, and the id of each that took it."""
    if not formats:
        return
    try:
        if all(format_.unread for format_ in formats):
            document = Document(path, b"")
        else:
            document = tree.read(path, max(f.most_bytes for f in formats if not f.unread))
    except Unreadable as error:
        yield Problem(path, error.reason, error.line)
        return
    for format_ in formats:
        try:
            if format_.accepts is not None and not format_.accepts(document):
                continue
            yield format_.id
            yield from format_.read(document, tree)
        except Unreadable as error:
            yield Problem(path, error.reason, error.line)
        except RecursionError:
            yield Problem(path, "is nested too deeply to be read")
        except Exception as error:  # a reader's own fault must not end the scan of other files
            yield Problem(path, f"could not be read as {format_.title}: {type(error).__name__}")


def is_too_large(file: File, formats: Iterable[Format], tree: Tree) -> bool:
    """Whether one of `formats` would take the file, were it not for its size."""
    for format_ in formats:
        if format_.bears(file.size):
            continue
        if format_.accepts is None or file.size > MAX_BYTES:
            return True
        try:
            if format_.accepts(tree.read(file.path)):
                return True
        except Unreadable:
            continue
    return False
