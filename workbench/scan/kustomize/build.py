"""What kustomizations build: for each image as it is written, what it is in the end.

Kustomize takes in resources, lets components and patches work on them, then changes images; a
kustomization that takes in another does so after it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from posixpath import normpath

from workbench.model.regex import regex
from workbench.scan.document import Unreadable
from workbench.scan.format import WRITTEN_BY_HAND
from workbench.scan.kustomize.kustomization import Kustomization, kustomizations
from workbench.scan.kustomize.objects import Built, Origin, built_images
from workbench.scan.kustomize.patching import patched
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.test_folder import is_of_tests
from workbench.scan.tree import Tree

MAX_DEPTH = 20
"""Kustomizations upon kustomizations; people stack five."""
MAX_IMAGES = 20_000

_CHANGED = ("containers", "initContainers")
"""Where kustomize looks for images; ephemeral containers it leaves (seen with 5.5 and 5.7)."""
_DEPLOYING = (b"toolkit.fluxcd.io", b"argoproj.io")
_DEPLOYED_PATH = regex(r"^[ \t]*(?:- )?path:[ \t]*[\"']?([\w./-]+)[\"']?[ \t]*$", re.MULTILINE)


@dataclass(slots=True)
class Builds:
    """What all builds of the project come to.

    `finals` holds what each image that takes part in a build is in the end: nothing where a patch
    takes its place everywhere. `effects` holds what the entries of `images` (path and line) made.
    `introduced` are the images that patches bring which no manifest's reader sees.
    """

    finals: dict[Origin, set[str]] = field(default_factory=lambda: defaultdict(set))
    effects: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    introduced: set[Origin] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Build:
    images: tuple[Built, ...]
    origins: frozenset[Origin]


def builds(tree: Tree) -> Builds:
    """Return what the kustomizations that no other takes in build. Call through `remember`.

    What those of tests make of files that are not of tests changes nothing: they say it at their
    own place, and the files hold what is in use without them.
    """
    known = tree.remember(kustomizations)
    made = Builds()
    if not known:
        return made
    builder = _Builder(known, tree, made.introduced)
    taken_in = {
        path
        for folder, each in known.items()
        for path in (*each.folders, *each.components)
        if is_of_tests(path) or not is_of_tests(folder)
    }
    if taken_in:
        taken_in -= tree.remember(_deployed_paths)
    for folder, kustomization in known.items():
        if folder in taken_in or kustomization.is_component:
            continue
        build = builder.build(folder, ())
        of_tests = is_of_tests(folder)
        for origin in build.origins:
            if _decides(of_tests, origin):
                made.finals[origin] |= set()
        for image in build.images:
            if _decides(of_tests, image.origin):
                made.finals[image.origin].add(image.reference)
            for entry in image.changed_by:
                if _decides(of_tests, entry):
                    made.effects[entry].add(image.reference)
    return made


def _decides(of_tests: bool, place: Origin | tuple[str, int]) -> bool:
    """Whether a build decides what is in use of what is written at a place; its path is first."""
    return not of_tests or is_of_tests(place[0].rpartition("/")[0])


def _deployed_paths(tree: Tree) -> set[str]:
    """Return the folders that objects of Argo CD or Flux name. Call through `remember`."""
    paths: set[str] = set()
    for path, size in tree.sizes.items():
        if not path.endswith((".yaml", ".yml")) or size > WRITTEN_BY_HAND:
            continue
        try:
            document = tree.read(path)
            if any(word in document.data for word in _DEPLOYING):
                named = (normpath(m[1].strip("/")) for m in _DEPLOYED_PATH.finditer(document.text))
                paths.update("" if name == "." else name for name in named)
        except Unreadable:
            continue
    return paths


class _Builder:
    def __init__(
        self, known: dict[str, Kustomization], tree: Tree, introduced: set[Origin]
    ) -> None:
        self.known = known
        self.tree = tree
        self.introduced = introduced
        self.made: dict[str, _Build] = {}

    def build(self, folder: str, around: tuple[str, ...]) -> _Build:
        """Return what the kustomization in `folder` builds; nothing for one within itself."""
        if folder in self.made:
            return self.made[folder]
        kustomization = self.known.get(folder)
        if kustomization is None or folder in around or len(around) >= MAX_DEPTH:
            return _Build((), frozenset())
        images = [image for path in kustomization.files for image in self._file(path)]
        origins = {image.origin for image in images}
        for base in kustomization.folders:
            below = self.build(base, (*around, folder))
            images += below.images
            origins |= below.origins
        made = self._worked_on(kustomization, images[:MAX_IMAGES], origins, (*around, folder))
        self.made[folder] = made
        return made

    def _file(self, path: str) -> list[Built]:
        try:
            return list(built_images(read_yaml(self.tree.read(path)), path))
        except (Unreadable, KeyError):
            return []

    def _worked_on(
        self,
        kustomization: Kustomization,
        images: list[Built],
        origins: set[Origin],
        around: tuple[str, ...],
    ) -> _Build:
        """Return `images` after what the kustomization does with them."""
        for folder in kustomization.components:
            component = self.known.get(folder)
            if component is None or folder in around or len(around) >= MAX_DEPTH:
                continue
            more = [image for path in component.files for image in self._file(path)]
            for base in component.folders:
                more += self.build(base, (*around, folder)).images
            origins |= {image.origin for image in more}
            done = self._worked_on(component, [*images, *more], origins, (*around, folder))
            images, origins = list(done.images), set(done.origins)
        for patch in kustomization.patches:
            images = patched(images, patch, self.introduced)
        origins |= {image.origin for image in images}
        for entry in kustomization.images:
            place = (kustomization.path, entry.line)
            for at, image in enumerate(images):
                changed = entry.changed(image.reference)
                if changed is not None and image.pointer[-3] in _CHANGED:
                    done_by = (*image.changed_by, place)
                    images[at] = replace(image, reference=changed, changed_by=done_by)
        return _Build(tuple(images[:MAX_IMAGES]), frozenset(origins))
