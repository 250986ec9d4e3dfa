"""ivy.xml: what an Ant build fetches through Apache Ivy."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workbench.model.component import MOST_BINDING_FIRST, Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import Discovery, Format
from workbench.scan.group_scope import group_scope
from workbench.scan.jvm.ivy_properties import IvyProperties
from workbench.scan.jvm.jvm_version import required
from workbench.scan.jvm.native_classifier import classifier_traits
from workbench.scan.syntax.read_xml import child, children, line_of, local_name, read_xml
from workbench.scan.tree import Tree

_SIMPLE = regex(r"[\w.+-]+")
_MODULE = regex(rb"<ivy-module\b")
_NAMES = ("ivy.xml",)


def read_ivy(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the dependencies of an Ivy file, properties filled in as far as the project says."""
    root = read_xml(document)
    if local_name(root) != "ivy-module":
        raise Unreadable(f"is not an Ivy file: its root is <{local_name(root)}>", line_of(root))
    reading = _Reading(document.path, root, tree)
    for dependency in children(child(root, "dependencies"), "dependency"):
        yield from reading.dependency(dependency)


class _Reading:
    def __init__(self, path: str, root: etree._Element, tree: Tree) -> None:
        self.path = path
        self.properties = tree.remember(IvyProperties)
        self.own = tree.remember(_own_modules)
        info = child(root, "info")
        self.organisation = "" if info is None else info.get("organisation", "")
        dependencies = child(root, "dependencies")
        self.default = ""
        if dependencies is not None:
            mapping = dependencies.get("defaultconfmapping", "")
            self.default = dependencies.get("defaultconf", "") or mapping

    def dependency(self, element: etree._Element) -> Iterator[Discovery]:
        line = line_of(element)
        group = self.filled(element.get("org") or self.organisation)
        name = self.filled(element.get("name", ""))
        if not (_SIMPLE.fullmatch(group) and _SIMPLE.fullmatch(name)):
            what = f"{group}:{name}"
            yield Problem(
                self.path, f"the coordinates {what!r} do not resolve within the project", line
            )
            return
        if (group, name) in self.own:
            return
        revision = self.filled(element.get("rev", ""))
        unresolved = "${" in revision
        wanted = required("" if unresolved else revision)
        traits = tuple(t for c in self.classifiers(element) for t in classifier_traits(c))
        if unresolved:
            traits += (Trait("unresolved", revision),)
        yield Sighting(
            purl=make_purl("maven", name, wanted.version, namespace=group),
            name=f"{group}:{name}",
            version=wanted.version,
            kind=Kind.LIBRARY,
            occurrence=Occurrence(
                path=self.path,
                line=line,
                scope=self.scope(element),
                constraint=wanted.constraint,
                traits=traits,
                reader=FORMAT.id,
            ),
        )

    def filled(self, text: str) -> str:
        return self.properties.resolve(text.strip(), self.path)

    def classifiers(self, element: etree._Element) -> Iterator[str]:
        """The Maven classifiers that artifacts are asked for by, in whichever namespace."""
        for artifact in children(element, "artifact"):
            for key, value in artifact.attrib.items():
                if str(key).rpartition("}")[2] == "classifier":
                    yield self.filled(str(value))

    def scope(self, element: etree._Element) -> Scope:
        """The most binding scope of the configurations on the left of `conf`."""
        mapping = element.get("conf") or self.default
        lefts = [part.partition("->")[0] for part in mapping.split(";")]
        names = [n.strip() for left in lefts for n in left.split(",") if n.strip()]
        scopes = [group_scope(name, Scope.RUNTIME) for name in names]
        return min(scopes, key=MOST_BINDING_FIRST.index, default=Scope.RUNTIME)


def _own_modules(tree: Tree) -> frozenset[tuple[str, str]]:
    """Organisation and name of the modules that the project's own Ivy files describe."""
    found = set()
    for path in tree.called(*_NAMES):
        try:
            info = child(read_xml(tree.read(path)), "info")
        except Unreadable:
            continue
        if info is not None:
            found.add((str(info.get("organisation", "")), str(info.get("module", ""))))
    return frozenset(found)


def _accepts(document: Document) -> bool:
    return document.name in _NAMES or bool(_MODULE.search(document.data))


FORMAT = Format(
    id="ivy",
    title="Apache Ivy file",
    patterns=(*_NAMES, "ivy-*.xml", "*.ivy", "*-ivy.xml"),
    read=read_ivy,
    accepts=_accepts,
    documentation="https://ant.apache.org/ivy/history/2.5.2/ivyfile/dependency.html",
)
