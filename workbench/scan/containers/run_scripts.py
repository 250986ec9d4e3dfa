"""Scripts of the project that a Dockerfile copies into the image and runs there."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, join, normpath

from workbench.model.regex import regex
from workbench.scan.containers.dockerfile_stages import Step
from workbench.scan.containers.image_builds import image_builds
from workbench.scan.document import Unreadable
from workbench.scan.shell.expansion import expand
from workbench.scan.shell.script import Script
from workbench.scan.shell.shell_variables import Invocation, invocations
from workbench.scan.tree import Tree

MAX_BYTES = 256 * 1024
MAX_SCRIPTS = 50
"""Scripts that one Dockerfile runs; beyond that they are generated."""

_SHELLS = frozenset({"sh", "bash", "ash", "dash", "source", "."})
_SHEBANG = regex(r"#!\s*\S*(?:/|env\s+(?:-\S+\s+)*)(?:ba|da|a)?sh\b")
_SCRIPT_NAME = regex(r"\.(?:sh|bash)$")


class CopiedScripts:
    """Where the files of a build context lie in the image, as far as the stage's steps tell."""

    def __init__(self, tree: Tree, dockerfile: str) -> None:
        self._tree = tree
        self._contexts = contexts_of(tree, dockerfile)
        self._folder = "/"
        self._copied: list[tuple[str, str, bool]] = []
        """Path in the image, source as written, and whether the source is a folder's content."""
        self._run: set[str] = set()

    def see(self, step: Step) -> None:
        """Take note of what a WORKDIR, COPY or ADD does. It sees the steps in their order."""
        instruction = step.instruction
        if instruction.keyword == "WORKDIR":
            folder = expand(instruction.body.text.strip(), step.values).literal
            self._folder = normpath(join(self._folder, folder)) if folder else self._folder
            return
        if instruction.keyword not in ("COPY", "ADD"):
            return
        if any(flag.name == "from" for flag in instruction.flags):
            return
        sources = [expand(word.text, step.values).literal for word in instruction.sources()]
        words = instruction.exec_form() or instruction.words()
        target = expand(words[len(sources)].text, step.values).literal if sources else None
        if not target:
            return
        place = normpath(join(self._folder, target))
        into = target.endswith(("/", ".")) or len(sources) > 1
        for source in sources:
            if source and "://" not in source and not source.startswith("<<"):
                path = normpath(source.lstrip("/") or ".")
                self._copied.append((join(place, basename(path)) if into else place, path, False))
                self._copied.append((place, path, True))

    def scripts(self, commands: list[Invocation]) -> Iterator[tuple[str, Script]]:
        """Yield path and text of each script of the project that one of `commands` is."""
        for command in commands:
            if not command.arguments:
                continue
            words = [argument.text for argument in command.arguments]
            named = words[0]
            if named in _SHELLS or named.endswith(("/sh", "/bash")):
                named = next((word for word in words[1:] if not word.startswith("-")), "")
            path = self._source(normpath(join(self._folder, named))) if "/" in named else ""
            if "/" not in named and named and words[0] in _SHELLS:
                path = self._source(normpath(join(self._folder, named)))
            if path and path not in self._run and len(self._run) < MAX_SCRIPTS:
                self._run.add(path)
                script = self._read(path)
                if script is not None:
                    yield path, script

    def _source(self, place: str) -> str:
        """Return the project's file that lies at `place` in the image, or an empty string."""
        for target, source, is_content in reversed(self._copied):
            if not is_content and target == place:
                below = source
            elif is_content and place.startswith(f"{target.rstrip('/')}/"):
                below = normpath(join(source, place[len(target.rstrip("/")) + 1 :]))
            else:
                continue
            for context in self._contexts:
                path = self._tree.resolve(context, below)
                if path is not None and path in self._tree:
                    return path
        return ""

    def _read(self, path: str) -> Script | None:
        if self._tree.sizes[path] > MAX_BYTES:
            return None
        try:
            text = self._tree.read(path).text
        except Unreadable:
            return None
        if text.startswith("#!") and not _SHEBANG.match(text):
            return None
        if not text.startswith("#!") and not _SCRIPT_NAME.search(path):
            return None
        return Script.starting(text, 1)


def contexts_of(tree: Tree, dockerfile: str) -> list[str]:
    """Return the folders that the Dockerfile may be built in: as files say, its own, the root."""
    said = [p.build.context for p in image_builds(tree) if p.build.dockerfile == dockerfile]
    return list(dict.fromkeys([*said, dockerfile.rpartition("/")[0], ""]))


def commands_of(script: Script, step: Step) -> list[Invocation]:
    """Return the commands of a script that runs with a step's variables."""
    return invocations(script, step.values)
