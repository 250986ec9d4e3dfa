"""The language runtimes that a Dockerfile starts from."""

from __future__ import annotations

from workbench.knowledge.runtime_images import runtime_of_image
from workbench.model.component import Scope
from workbench.model.image import ImageReference
from workbench.scan.dockerfile_syntax import Instruction, instructions
from workbench.scan.document import Document
from workbench.scan.expansion import Expansion, expand
from workbench.scan.runtimes import DeclaredRuntime, declared_runtime

DOCKERFILES = ("Dockerfile", "Dockerfile.*", "*.Dockerfile", "*.dockerfile", "Containerfile")


def is_dockerfile(document: Document) -> bool:
    """Tell a Dockerfile from what is only named after one (`Dockerfile.dockerignore`)."""
    return not document.name.endswith((".dockerignore", ".md", ".txt", ".j2", ".tmpl"))


def base_runtimes(document: Document) -> list[DeclaredRuntime]:
    """Return the runtimes of the base images, in order, each at the line of its FROM.

    The last stage's is what runs; those of the others are needed in the build only. Raises
    Unreadable.
    """
    values: dict[str, Expansion] = {}
    stages: dict[str, tuple[str, int]] = {}
    last = ("", 0)
    for instruction in instructions(document):
        if instruction.keyword == "ARG" and not stages:
            values.update(_defaults(instruction, values))
        elif instruction.keyword == "FROM":
            words = [word.text for word in instruction.words()]
            image = expand(words[0], values).literal if words else None
            last = stages.get((image or "").lower(), (image or "", instruction.line))
            named = len(words) >= 3 and words[1].lower() == "as"
            stages[words[2].lower() if named else str(len(stages))] = last
    found = []
    for image, line in dict.fromkeys(stages.values()):
        scope = Scope.RUNTIME if (image, line) == last else Scope.BUILD
        found += _runtime(image, document.path, line, scope)
    return found


def _defaults(instruction: Instruction, values: dict[str, Expansion]) -> dict[str, Expansion]:
    """The variables that an ARG gives a value."""
    pairs = (word.text.partition("=") for word in instruction.words())
    return {name: expand(value, values) for name, equals, value in pairs if equals}


def _runtime(image: str, path: str, line: int, scope: Scope) -> list[DeclaredRuntime]:
    try:
        runtime = runtime_of_image(ImageReference.parse(image))
    except ValueError:
        return []
    return [declared_runtime(*runtime, path, line, scope)] if runtime else []
