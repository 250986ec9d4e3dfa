"""What a `composer.json` says of its module (https://getcomposer.org/doc/04-schema.md)."""

from __future__ import annotations

from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.syntax.read_json import read_json


def declared_composer(document: Document) -> Declared:
    """Return name and PHP version; `config.platform` pins it, `require` bounds it.

    Raises Unreadable.
    """
    root = read_json(document)
    php = root.at("config", "platform", "php") or root.at("require", "php")
    return Declared(
        name=root["name"].text,
        line=root["name"].line,
        version=root["version"].text,
        languages=("php",),
        runtimes=(("php", php.text, php.line),) if php.text else (),
    )
