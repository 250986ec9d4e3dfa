"""A Bake file that builds the project's own images for both architectures, and the CI step for it.

Format: https://docs.docker.com/build/bake/reference/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from workbench.assess.image_stops import PlannedImage, Stop
from workbench.scan.containers.bake_plan import BakeTarget

PLATFORMS = ("linux/amd64", "linux/arm64")
REGISTRY = "REGISTRY"
TAG = "TAG"
BOTH = "_both"
MAX_STOPS = 20
"""Lines of comment above one target."""


def bake_hcl(images: Iterable[PlannedImage]) -> str:
    """Return a Bake file in HCL; what stops each image stands above its target."""
    every = list(images)
    lines = [
        "# Builds the images of this project for x86-64 and arm64. Run it in the project's folder:",
        "#   docker buildx bake -f THIS_FILE --push",
        "# Written by `workbench bake`. What stands above a target is in the way of arm64.",
        "",
        f'variable "{REGISTRY}" {{\n  default = ""\n}}',
        "",
        f'variable "{TAG}" {{\n  default = "latest"\n}}',
        "",
        'group "default" {',
        f"  targets = {_list(image.target.name for image in every if image.target.ships)}",
        "}",
    ]
    if every:
        lines += ["", f'target "{BOTH}" {{', f"  platforms = {_list(PLATFORMS)}", "}"]
    for image in every:
        lines += ["", *_comments(image), f'target "{image.target.name}" {{']
        lines += [f"  {name} = {value}" for name, value in _members(image.target)]
        lines.append("}")
    return "\n".join(lines) + "\n"


def bake_json(images: Iterable[PlannedImage]) -> str:
    """Return the same in Bake's JSON form, which has no comments."""
    every = list(images)
    body: dict[str, Any] = {
        "variable": {REGISTRY: {"default": ""}, TAG: {"default": "latest"}},
        "group": {"default": {"targets": [i.target.name for i in every if i.target.ships]}},
        "target": {image.target.name: _object(image.target) for image in every},
    }
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def stops_text(images: Iterable[PlannedImage]) -> str:
    """Return what stops each image as text, for people."""
    lines: list[str] = []
    for image in images:
        target = image.target
        said = f", as {target.said_by} builds it" if target.said_by else ""
        lines.append(f"{target.name} ({target.dockerfile}{said})")
        if not image.stops:
            lines.append("  nothing known is in the way of arm64")
        lines += [f"  {line}" for stop in image.stops for line in _told(stop)]
    return "\n".join(lines) + "\n" if lines else "There is no Dockerfile in this project.\n"


def _comments(image: PlannedImage) -> list[str]:
    target = image.target
    lines = []
    if target.said_by:
        lines.append(f"# As {_one_line(target.said_by)} builds it.")
    elif target.file != "Dockerfile" or target.context not in ("", target.dockerfile[:-11]):
        lines.append("# No file says how it is built: check the context.")
    if target.open_arguments:
        names = ", ".join(target.open_arguments)
        lines.append(
            f"# Left out, for only the environment knows their values: {_one_line(names)}."
        )
    told = [line for stop in image.stops for line in _told(stop)]
    lines += [f"# {_one_line(line)}" for line in told[:MAX_STOPS]]
    if len(told) > MAX_STOPS:
        lines.append(f"# ... and {len(told) - MAX_STOPS} more")
    return lines


def _told(stop: Stop) -> list[str]:
    word = "stops" if stop.certain else "to check"
    way = f" - {stop.way_out}" if stop.way_out else ""
    return [f"{word}: {stop.place}: {stop.text}{way}"]


def _one_line(text: str) -> str:
    """Keep what a project says from ending the comment that it stands in."""
    return re.sub(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+", " ", text)


def _members(target: BakeTarget) -> list[tuple[str, str]]:
    """Return the members of a target in HCL, aligned by nobody: `docker buildx` does not mind."""
    members = [("inherits", _list([BOTH])), ("context", _text(target.context or "."))]
    if target.inline:
        members.append(("dockerfile-inline", _text(target.inline)))
    else:
        members.append(("dockerfile", _text(target.file)))
    if target.target:
        members.append(("target", _text(target.target)))
    if target.arguments:
        members.append(("args", _map(target.arguments)))
    if target.contexts:
        members.append(("contexts", _map(target.contexts)))
    written = [_text(tag) for tag in target.tags] or [f'"{_tag(target)}"']
    members.append(("tags", f"[{', '.join(written)}]"))
    return members


def _object(target: BakeTarget) -> dict[str, Any]:
    body: dict[str, Any] = {"platforms": list(PLATFORMS), "context": target.context or "."}
    if target.inline:
        body["dockerfile-inline"] = _literal(target.inline)
    else:
        body["dockerfile"] = _literal(target.file)
    if target.target:
        body["target"] = target.target
    if target.arguments:
        body["args"] = {n: _literal(v) for n, v in target.arguments.items()}
    if target.contexts:
        body["contexts"] = {n: _literal(v) for n, v in target.contexts.items()}
    body["tags"] = [_literal(tag) for tag in target.tags] or [_tag(target)]
    return body


def _tag(target: BakeTarget) -> str:
    return f"${{{REGISTRY}}}{target.name.lower()}:${{{TAG}}}"


def _literal(text: str) -> str:
    """Return a text that HCL's templates leave as it is."""
    return text.replace("${", "$${").replace("%{", "%%{")


def _text(text: str) -> str:
    return _literal(json.dumps(text, ensure_ascii=False))


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(_text(text) for text in texts)}]"


def _map(texts: dict[str, str]) -> str:
    inner = "".join(f"    {_text(name)} = {_text(value)}\n" for name, value in texts.items())
    return f"{{\n{inner}  }}"
