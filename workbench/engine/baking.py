"""The images of a scanned project as targets for both architectures, and what stops each."""

from __future__ import annotations

from pathlib import Path

from workbench.assess.image_stops import PlannedImage, Stop, stops
from workbench.assess.snapshot import Snapshot
from workbench.model.purl import make_purl
from workbench.scan.containers.bake_plan import BakeTarget, plan, stages_of
from workbench.scan.containers.copied_files import copied_files
from workbench.scan.containers.own_image import own_image
from workbench.scan.document import Unreadable
from workbench.scan.format import named_like
from workbench.scan.formats.dockerfile import FORMAT as DOCKERFILE
from workbench.scan.tree import Tree
from workbench.scan.walk import folders


def planned_images(snapshot: Snapshot, exclude: tuple[str, ...] = ()) -> list[PlannedImage]:
    """Return every image that the project of `snapshot` builds on Linux.

    `exclude` are the patterns that the scan left out.
    """
    root = Path(snapshot.root)
    tree = Tree(root, folders(root, exclude))
    dockerfiles = [path for path in sorted(tree.sizes) if _is_dockerfile(path, tree)]
    compiled = _compiled(snapshot)
    return [
        PlannedImage(target, tuple(_stops(target, tree, snapshot, compiled)))
        for target in plan(tree, dockerfiles)
    ]


def _is_dockerfile(path: str, tree: Tree) -> bool:
    if not named_like(path, DOCKERFILE.patterns) or tree.sizes[path] > DOCKERFILE.most_bytes:
        return False
    try:
        return DOCKERFILE.accepts is None or DOCKERFILE.accepts(tree.read(path))
    except Unreadable:
        return False


def _compiled(snapshot: Snapshot) -> list[str]:
    """Return the paths of compiled code and of archives, which an image may hold."""
    return [
        occurrence.path
        for assessment in snapshot.assessments
        for occurrence in assessment.component.occurrences
        if any(t.name in ("binary", "jar-native", "nupkg-native") for t in occurrence.traits)
    ]


def _stops(target: BakeTarget, tree: Tree, snapshot: Snapshot, compiled: list[str]) -> list[Stop]:
    if target.inline:
        purl = make_purl("docker", target.name, subpath=target.dockerfile)
    else:
        purl = own_image(tree, target.dockerfile).purl
    stages = stages_of(target, tree)
    copied = (
        copied_files(tree, target.dockerfile, stages, target.context, compiled) if stages else {}
    )
    return stops(snapshot, purl, target, copied)
