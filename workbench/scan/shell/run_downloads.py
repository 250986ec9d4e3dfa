"""What the commands of a build fetch from the network other than through a package manager."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from workbench.model.component import Kind, Sighting, Trait
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.shell.added_repositories import adds_repository
from workbench.scan.shell.download_address import (
    ARM,
    EITHER,
    X86,
    Address,
    has_file,
    is_address,
    is_software,
    read_address,
    tag_or_branch,
)
from workbench.scan.shell.expansion import Expansion
from workbench.scan.shell.fetch_command import fetch_words, sorted_words
from workbench.scan.shell.install_command import read_install
from workbench.scan.shell.run_context import RunContext
from workbench.scan.shell.shell_variables import Argument, Invocation, alternatives

_INTERPRETERS = regex(r"(?:ba|da|a|z|k)?sh|source|\.|python[\d.]*|perl|ruby|node|php")
_FETCHERS = frozenset({"curl", "wget", "aria2c", "axel"})
_CHANGING_READERS = frozenset({"apt-key", "gpg", "gpg2", "jq", "grep", "rpm"})
_BUILDERS = regex(
    r"make|cmake|\./configure|configure|meson|ninja|autoreconf|scons|bazel|\./bootstrap(?:\.sh)?|"
    r"\./autogen\.sh|\./config|\./Configure|gmake"
)
_SOURCE_FILE = regex(r"(?i)\.(?:tar(?:\.\w+)?|tgz|txz|tbz2?|zip)$")
_SCRIPT_FILE = regex(r"(?i)\.(?:sh|bash|py|pl|rb)$")
_SYSTEM_FOLDERS = (
    "/etc/apt/",
    "/usr/share/keyrings/",
    "/etc/yum.repos.d/",
    "/etc/apk/keys/",
    "/etc/pki/",
)
_REPOSITORY = regex(r"git\+(\w+://[^@#]+)(?:@([^#]+))?(?:#.*)?")
_GIT_QUERY = regex(r"(?<=\.git)\?([^#]*)")
_SHELL_PARAMETER = regex(r"\$[\d@*#?!$-]")
_MAVEN = regex(r"/maven2?/(?:(?:content|repository)/.*?/)?(.+)/([^/]+)/([^/]+)/\2-\3[^/]*\.jar$")


def downloads(commands: list[Invocation], context: RunContext) -> Iterator[Sighting | Problem]:
    """Yield the software that `commands`, one RUN's, download."""
    builds = any(_BUILDERS.fullmatch(c.arguments[0].text) for c in commands if c.arguments)
    found: list[Sighting] = []
    for command in commands:
        if command.name in _FETCHERS:
            yield from _unaddressed(command, context)
            found.extend(_fetched(command, context, builds))
        elif command.name == "gh":
            found.extend(_released(command, context))
        elif command.name == "git":
            found.extend(_cloned(command, context))
        else:
            found.extend(_installed_files(command, context))
    yield from _for_either(found)


def added(word: Argument, context: RunContext) -> Iterator[Sighting]:
    """Yield what `ADD` fetches from an address."""
    address = word.text
    query = _GIT_QUERY.search(address)
    repository = address[: query.start()] if query else address
    if repository.startswith("git@") or repository.partition("#")[0].endswith(".git"):
        if "://" in address or address.startswith("git@"):
            ref = _git_ref(query[1]) if query else address.partition("#")[2].partition(":")[0]
            written = Argument(Expansion.of([repository]), word.line)
            yield _clone(written if query else word, Expansion.of([ref]), context)
    elif is_address(word.value) and has_file(word.value) and is_software(word.value):
        yield _download(word, context, scripts=False, builds=False)


def _git_ref(query: str) -> str:
    """Return the tag or branch that BuildKit's `?tag=v1&subdir=x` names."""
    options = dict(option.partition("=")[::2] for option in query.split("&"))
    return next((options[key] for key in ("tag", "branch", "ref") if key in options), "")


def _fetched(command: Invocation, context: RunContext, builds: bool) -> Iterator[Sighting]:
    words, outputs = fetch_words(command)
    readers = [reader.name for reader in command.pipeline]
    if any(reader in _CHANGING_READERS for reader in readers):
        return
    targets = [*command.targets, *outputs, *_written(command)]
    if any(target.startswith(_SYSTEM_FOLDERS) for target in targets):
        return
    piped = any(_INTERPRETERS.fullmatch(reader) for reader in readers)
    for word in _chosen(words):
        if not is_address(word.value) or adds_repository(word.text):
            continue
        if piped or (has_file(word.value) and is_software(word.value)):
            yield _download(word, context, scripts=piped, builds=builds)


def _chosen(words: list[Argument]) -> Iterator[Argument]:
    """Yield the words; one that is all variable, as each address that it takes on one way."""
    for word in words:
        yield from alternatives(word) if word.value.masked.startswith("\0") else [word]


def _unaddressed(command: Invocation, context: RunContext) -> Iterator[Problem]:
    """Yield a problem for each address that begins with a variable without a value."""
    for word in _chosen(fetch_words(command)[0]):
        open_address = word.value.masked.startswith("\0") and is_software(word.value)
        if open_address and not _SHELL_PARAMETER.match(word.text):
            yield Problem(
                context.path,
                f"download address is not literal: {word.value.unknown[0].expression} "
                f"has no value in {word.text}",
                word.line,
            )


def _written(command: Invocation) -> list[str]:
    """Return the files that `tee` at the end of a pipeline writes."""
    tees = [reader for reader in command.pipeline if reader.name == "tee"]
    return [a.text for reader in tees for a in reader.arguments[1:]]


def _download(word: Argument, context: RunContext, *, scripts: bool, builds: bool) -> Sighting:
    address = read_address(word.value)
    traits: list[Trait] = []
    if address.arch:
        traits.append(Trait("download-arch", address.arch))
    source = address.from_source or (
        builds and not address.arch and bool(_SOURCE_FILE.search(address.file))
    )
    if source:
        traits.append(Trait("from-source"))
    name = address.name
    if scripts or _SCRIPT_FILE.search(address.file):
        traits.append(Trait("install-script-url", word.text))
        # An installer whose file names a version or a processor is called after that file.
        named = not scripts and (address.arch or address.version)
        on_github = "raw.githubusercontent.com" in word.text or "github.com/" in word.text
        if not on_github and not named:
            name = _host(word)
            address = Address(name, "", address.constraint, address.arch, False, address.file)
    if word.value.unknown and not address.version:
        traits.append(Trait("unresolved", word.text))
    maven = _MAVEN.search(word.text) if not word.value.unknown else None
    if maven:
        return _jar(maven, word, context, tuple(traits))
    return Sighting(
        purl=make_purl("generic", name, address.version, qualifiers={"download_url": word.text}),
        name=name,
        version=address.version,
        kind=Kind.TOOL,
        occurrence=context.occurrence(
            word.line, constraint=address.constraint, traits=tuple(traits)
        ),
    )


def _jar(
    maven: re.Match[str], word: Argument, context: RunContext, traits: tuple[Trait, ...]
) -> Sighting:
    group, name, version = maven.groups()
    namespace = group.replace("/", ".")
    return Sighting(
        purl=make_purl("maven", name, version, namespace=namespace),
        name=f"{namespace}:{name}",
        version=version,
        kind=Kind.LIBRARY,
        occurrence=context.occurrence(word.line, traits=traits),
    )


def _host(word: Argument) -> str:
    return word.value.masked.partition("://")[2].partition("/")[0].rpartition("@")[2]


def _released(command: Invocation, context: RunContext) -> Iterator[Sighting]:
    """Yield what `gh release download TAG --repo OWNER/NAME --pattern FILE` fetches."""
    words, options = sorted_words(command)
    if [word.text for word in words[:2]] != ["release", "download"]:
        return
    repository = options.get("-R") or options.get("--repo") or Expansion(())
    pattern = options.get("-p") or options.get("--pattern") or Expansion(())
    tag = words[2].value if len(words) > 2 else Expansion(())
    if not repository.literal or repository.literal.count("/") not in (1, 2):
        return
    owner_and_name = repository.literal.removeprefix("github.com/")
    where = ["download/", *tag.parts] if tag.parts else ["latest/download"]
    address = Expansion.of(
        [f"https://github.com/{owner_and_name}/releases/", *where, "/", *(pattern.parts or ("*",))]
    )
    yield _download(Argument(address, words[0].line), context, scripts=False, builds=False)


def _cloned(command: Invocation, context: RunContext) -> Iterator[Sighting]:
    words, options = sorted_words(command)
    branch = options.get("-b") or options.get("--branch") or Expansion(())
    verb = " ".join(word.text for word in words[:2])
    if not verb.startswith("clone ") and verb != "remote add":
        return
    for address in words[1:]:
        if is_address(address.value) or re.match(r"(?:git|ssh)(?:@|://)", address.text):
            yield _clone(address, branch, context)
            return


def _clone(address: Argument, ref: Expansion, context: RunContext) -> Sighting:
    masked = address.value.masked.partition("#")[0].rstrip("/").removesuffix(".git")
    name = re.split(r"[/:]", masked)[-1].replace("\0", "") or masked.replace("\0", "")
    version, constraint = tag_or_branch(ref)
    traits = [Trait("from-source")]
    if address.value.unknown or ref.unknown:
        traits.append(Trait("unresolved", ref.text or address.text))
    return Sighting(
        purl=make_purl("generic", name, version, qualifiers={"download_url": address.text}),
        name=name,
        version=version,
        kind=Kind.TOOL,
        occurrence=context.occurrence(address.line, constraint=constraint, traits=tuple(traits)),
    )


def _installed_files(command: Invocation, context: RunContext) -> Iterator[Sighting]:
    """Yield packages that a package manager is given by their address."""
    install = read_install(command)
    words = install.packages if install else command.arguments[1:] if command.name == "rpm" else ()
    for word in words:
        repository = _REPOSITORY.fullmatch(word.value.masked)
        if repository:
            ref = Expansion.of([(repository.group(2) or "").replace("\0", "")])
            written = Argument(Expansion.of([repository.group(1)]), word.line)
            if not word.value.unknown:
                yield _clone(written, ref, context)
        elif is_address(word.value) and not word.text.partition("#")[0].endswith(".whl"):
            yield _download(word, context, scripts=False, builds=False)


def _for_either(found: Iterable[Sighting]) -> Iterator[Sighting]:
    """Mark what is fetched for both architectures, each in its own branch of the script."""
    every = list(found)
    arches: dict[str, set[str]] = {}
    for sighting in every:
        arches.setdefault(sighting.name, set()).update(_arches(sighting))
    for sighting in every:
        if {X86, ARM} <= arches[sighting.name] and _arches(sighting):
            yield _with_arch(sighting, EITHER)
        else:
            yield sighting


def _arches(sighting: Sighting) -> set[str]:
    return {t.value for t in sighting.occurrence.traits if t.name == "download-arch"}


def _with_arch(sighting: Sighting, arch: str) -> Sighting:
    traits = tuple(
        Trait("download-arch", arch) if t.name == "download-arch" else t
        for t in sighting.occurrence.traits
    )
    occurrence = msgspec.structs.replace(sighting.occurrence, traits=traits)
    return msgspec.structs.replace(sighting, occurrence=occurrence)
