"""What the instructions of a Dockerfile take in: images, packages and downloads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.image import ImageReference
from workbench.model.problem import Problem
from workbench.model.regex import regex
from workbench.scan.containers.distribution import distribution_of
from workbench.scan.containers.dockerfile_arch import architecture_traits
from workbench.scan.containers.dockerfile_stages import Dockerfile, Stage, Step, steps
from workbench.scan.containers.image_builds import named_contexts
from workbench.scan.containers.image_sighting import (
    sight_image,
    sight_own_image,
    split_reference,
)
from workbench.scan.containers.own_image import OwnImage, published_images
from workbench.scan.containers.run_scripts import CopiedScripts, commands_of
from workbench.scan.document import Document
from workbench.scan.shell.added_repositories import AddedRepositories
from workbench.scan.shell.expansion import expand, literal
from workbench.scan.shell.powershell import fetched_addresses, is_powershell
from workbench.scan.shell.run_context import RunContext
from workbench.scan.shell.run_downloads import added, downloads
from workbench.scan.shell.run_installs import installs
from workbench.scan.shell.script import Script
from workbench.scan.shell.shell import Command
from workbench.scan.shell.shell_variables import Argument, Invocation, invocations
from workbench.scan.tree import Tree

_POSIX_SHELL = regex(r"#!\s*\S*(?:/|env\s+(?:-\S+\s+)*)(?:ba|da|a|z|k)?sh\b")


def contents(
    file: Dockerfile, document: Document, tree: Tree, reader: str
) -> Iterator[Sighting | Problem]:
    """Yield base images, images copied from, packages and downloads; `reader` says who saw them."""
    published = published_images(tree)
    contexts = named_contexts(tree, document.path)
    templated = [stage for stage in file.stages if "{{" in stage.image.text]
    if templated:
        yield Problem(
            document.path, "is a template: its base image is not literal", templated[0].line
        )
    added_in: dict[int, AddedRepositories] = {}
    for stage in file.stages:
        if stage not in templated and stage.image.text not in contexts:
            yield from _base_image(stage, document, published, reader)
        context = RunContext(document.path, stage.scope, reader, _distribution(stage.root))
        inherited = added_in.get(stage.parent.number) if stage.parent is not None else None
        repositories = added_in[stage.number] = AddedRepositories(inherited)
        scripts = CopiedScripts(tree, document.path)
        for step in steps(stage, file):
            scripts.see(step)
            yield from _scripts(step, scripts, context, repositories)
            for seen in _step(step, file, context, published, repositories):
                # What a build names as a context of its own is no image of that name.
                if not (isinstance(seen, Sighting) and seen.name in contexts and _is_image(seen)):
                    yield seen


def _scripts(
    step: Step, scripts: CopiedScripts, context: RunContext, repositories: AddedRepositories
) -> Iterator[Sighting]:
    """Yield what the project's own scripts that a RUN starts install and fetch."""
    if step.instruction.keyword != "RUN" or is_powershell(step.shell):
        return
    for path, script in scripts.scripts(_commands(step)):
        inside = replace(context, path=path)
        commands = commands_of(script, step)
        for seen in (*installs(commands, inside, repositories), *downloads(commands, inside)):
            if isinstance(seen, Sighting):
                yield seen


def _is_image(seen: Sighting) -> bool:
    return seen.kind is Kind.CONTAINER_IMAGE and not seen.version


def _base_image(
    stage: Stage, document: Document, published: dict[str, OwnImage], reader: str
) -> Iterator[Sighting | Problem]:
    # The frontend that `# syntax=` names runs on the builder and is in no image: it is left out.
    if stage.parent is not None or stage.image.text == "scratch":
        return
    traits: tuple[Trait, ...] = ()
    # A build stage on $BUILDPLATFORM cross-compiles; in the image that ships, a default of that
    # variable is a pin like any other.
    on_builder = "BUILDPLATFORM" in stage.platform and stage.scope is Scope.BUILD
    if stage.known_platform and not on_builder:
        traits = (Trait("platform", stage.known_platform),)
    place = Occurrence(path=document.path, line=stage.line, scope=stage.scope, reader=reader)
    yield sight_image(stage.image, place, published, traits)


def _distribution(stage: Stage) -> str:
    name, _, tag = split_reference(stage.image.masked)
    tag = tag.replace("\0", "-").strip("-.")
    try:
        image = ImageReference.parse(name)
    except ValueError:
        return ""
    return distribution_of(
        ImageReference(registry=image.registry, repository=image.repository, tag=tag)
    )


def _step(
    step: Step,
    file: Dockerfile,
    context: RunContext,
    published: dict[str, OwnImage],
    repositories: AddedRepositories,
) -> Iterator[Sighting | Problem]:
    instruction = step.instruction
    if instruction.keyword in ("COPY", "ADD", "RUN"):
        yield from _images_copied_from(step, file, context, published)
    if instruction.keyword == "ADD":
        for word in instruction.sources():
            yield from added(Argument(expand(word.text, step.values), word.line), context)
    elif instruction.keyword == "RUN":
        if is_powershell(step.shell) or is_powershell(instruction.body.text):
            for address in fetched_addresses(instruction.body, step.values):
                yield from added(address, context)
            return
        commands = _commands(step)
        yield from installs(commands, context, repositories)
        yield from downloads(commands, context)


def _images_copied_from(
    step: Step,
    file: Dockerfile,
    context: RunContext,
    published: dict[str, OwnImage],
) -> Iterator[Sighting | Problem]:
    for flag in step.instruction.flags:
        if flag.name == "from":
            source = flag.value.text
        elif flag.name == "mount":
            options = dict(o.partition("=")[::2] for o in flag.value.text.split(","))
            source = options.get("from", "")
        else:
            continue
        reference = expand(source, {**file.arguments, **step.values})
        if not source or reference.text == "scratch" or reference.text.isdecimal():
            continue
        if file.stage(reference.text, len(file.stages)) is None:
            place = context.occurrence(flag.value.line, scope=Scope.BUILD)
            yield sight_image(reference, place, published)


def _commands(step: Step) -> list[Invocation]:
    """Return the commands of a RUN, whichever of its three forms it has."""
    instruction = step.instruction
    if instruction.script is not None:
        first = instruction.script.text.split("\n", 1)[0]
        if first.startswith("#!") and not _POSIX_SHELL.match(first):
            return []
        return invocations(instruction.script, step.values)
    words = instruction.exec_form()
    if words is None:
        return invocations(instruction.body, step.values, joined=True)
    if not words:
        return []
    if len(words) > 2 and words[0].text.endswith("sh") and words[1].text.endswith("c"):
        script = Script(words[2].text.replace('\\"', '"'), words[2].lines)
        return invocations(script, step.values)
    # The exec form runs no shell: its words hold no variables.
    arguments = tuple(Argument(literal(w.text), w.line) for w in words)
    return [Invocation(arguments, Command(), ())]


def itself(file: Dockerfile, path: str, own: OwnImage, reader: str) -> Iterator[Sighting]:
    """Yield the image that the file builds, and what fixes its architecture."""
    yield sight_own_image(own, Occurrence(path=path, line=file.stages[-1].line, reader=reader))
    for line, trait in architecture_traits(file):
        yield sight_own_image(own, Occurrence(path=path, line=line, reader=reader), (trait,))
