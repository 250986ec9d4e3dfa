"""The language runtimes that a Dockerfile starts from."""

from __future__ import annotations

import msgspec

from workbench.knowledge.jdks import jdk_of_image
from workbench.knowledge.runtime_images import runtime_of_image
from workbench.model.image import ImageReference
from workbench.scan.containers.dockerfile_stages import Stage, read_stages
from workbench.scan.document import Document
from workbench.scan.runtimes import DeclaredRuntime, declared_runtime


def base_runtimes(document: Document) -> list[DeclaredRuntime]:
    """Return the runtimes of the base images, in order, each at the line of its FROM.

    The last stage's is what runs; those of the others are needed in the build only. Raises
    Unreadable.
    """
    stages = [stage for stage in read_stages(document).stages if stage.parent is None]
    return [runtime for stage in stages if (runtime := _runtime(stage, document.path))]


def _runtime(stage: Stage, path: str) -> DeclaredRuntime | None:
    try:
        image = ImageReference.parse(stage.image.text)
    except ValueError:
        return None
    runtime = runtime_of_image(image)
    if runtime is None:
        return None
    declared = declared_runtime(*runtime, path, stage.line, stage.scope)
    jdk = jdk_of_image(image) if declared.name == "java" else ""
    return msgspec.structs.replace(declared, distribution=jdk)
