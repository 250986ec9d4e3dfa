"""What a Gemfile or gemspec declares."""

from __future__ import annotations

import re

import msgspec

from workbench.model.component import Scope, Trait
from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.group_scope import group_scope
from workbench.scan.remote import without_secrets
from workbench.scan.ruby.gem_call import Call, calls

_NAME = regex(r"[A-Za-z0-9_][\w.-]*", re.ASCII)
_EXACT = regex(r"=?\s*(\d[\w.]*)", re.ASCII)
_HOSTED = ("github", "gist", "bitbucket", "gitlab")
_SPECIFIED = {
    "add_dependency": Scope.RUNTIME,
    "add_runtime_dependency": Scope.RUNTIME,
    "add_development_dependency": Scope.BUILD,
}


class Gem(msgspec.Struct, frozen=True, kw_only=True):
    """One gem as asked for; `own` ones live in the project."""

    name: str
    line: int
    version: str = ""
    constraint: str = ""
    scope: Scope = Scope.RUNTIME
    own: bool = False
    traits: tuple[Trait, ...] = ()


class Gemfile(msgspec.Struct, frozen=True, kw_only=True):
    """The gems in order, the files it evaluates, and the Ruby it asks for (version, line)."""

    gems: tuple[Gem, ...] = ()
    evaluated: tuple[tuple[str, int], ...] = ()
    ruby: tuple[str, int] | None = None


class _Block(msgspec.Struct, frozen=True):
    """What an open block says of the gems within it."""

    scope: Scope | None = None
    own: bool = False
    vcs: str = ""


def gemfile(document: Document) -> Gemfile:
    """Read every statement; both branches of a condition count, for either may be taken."""
    gems: list[Gem] = []
    evaluated: list[tuple[str, int]] = []
    ruby: tuple[str, int] | None = None
    blocks: list[_Block] = []
    for call in calls(document):
        if call.verb == "gem":
            gem = _gem(call, blocks)
            if gem is not None:
                gems.append(gem)
        elif call.verb == "eval_gemfile" and call.texts:
            evaluated.append((call.texts[0], call.line))
        elif call.verb == "ruby" and call.texts and not call.dynamic:
            ruby = ruby or (", ".join(call.texts), call.line)
        if call.opens:
            blocks.append(_block(call))
        del blocks[max(0, len(blocks) - call.ends) :]
    return Gemfile(gems=tuple(gems), evaluated=tuple(evaluated), ruby=ruby)


def gemspec(document: Document) -> Gemfile:
    """Read the dependencies and the Ruby that a gemspec asks for."""
    gems: list[Gem] = []
    ruby: tuple[str, int] | None = None
    for call in calls(document):
        _, _, method = call.verb.rpartition(".")
        if method in _SPECIFIED:
            gem = _gem(call, [_Block(_SPECIFIED[method])])
            if gem is not None:
                gems.append(gem)
        elif method == "required_ruby_version" and call.texts:
            ruby = (", ".join(call.texts), call.line)
    return Gemfile(gems=tuple(gems), ruby=ruby)


def _block(call: Call) -> _Block:
    if call.verb == "group":
        optional = "true" in call.options.get("optional", ())
        return _Block(Scope.OPTIONAL if optional else _groups_scope(call.texts))
    if call.verb == "path":
        return _Block(own=True)
    if call.verb in ("git", *_HOSTED) and call.texts:
        return _Block(vcs=_source(call.verb, call.texts[0], call.options))
    return _Block()


def _gem(call: Call, blocks: list[_Block]) -> Gem | None:
    if not call.texts or not _NAME.fullmatch(call.texts[0]):
        return None
    name, *wanted = call.texts
    options = call.options
    groups = (*options.get("group", ()), *options.get("groups", ()))
    scope = _groups_scope(groups) if groups else None
    if scope is None:
        scope = next((b.scope for b in reversed(blocks) if b.scope), Scope.RUNTIME)
    hosts = [host for host in ("git", *_HOSTED) if options.get(host)]
    vcs = _source(hosts[0], options[hosts[0]][0], options) if hosts else ""
    vcs = vcs or next((b.vcs for b in reversed(blocks) if b.vcs), "")
    exact = _EXACT.fullmatch(wanted[0].strip()) if len(wanted) == 1 else None
    return Gem(
        name=name,
        line=call.line,
        version=exact[1] if exact else "",
        constraint="" if exact else ", ".join(wanted),
        scope=scope,
        own="path" in options or any(b.own for b in blocks),
        traits=(Trait("vcs", vcs),) if vcs else (),
    )


def _groups_scope(groups: tuple[str, ...]) -> Scope:
    """The most binding scope of several groups; a group of unknown purpose is needed to run."""
    scopes = {group_scope(group, Scope.RUNTIME) for group in groups} or {Scope.RUNTIME}
    return min(scopes, key=list(Scope).index)


def _source(host: str, address: str, options: dict[str, tuple[str, ...]]) -> str:
    """The repository as people write it, with tag, commit or branch where one is named."""
    where = f"{host}:{address}" if host in _HOSTED else without_secrets(address) or "git"
    references = [options[k][0] for k in ("tag", "ref", "branch") if options.get(k)]
    return f"{where}#{references[0]}" if references else where
