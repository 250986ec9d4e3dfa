"""What a download's address says about the software behind it: name, version, architecture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from workbench.model.regex import regex
from workbench.scan.shell.expansion import Expansion, Unknown

X86 = "x86_64"
ARM = "arm64"
EITHER = "variable"

_X86_WORD = r"amd64|x86[_-]64|x64|linux64|64-?bit|i[3-6]86|386|x86"
_ARM_WORD = r"aarch_?64|arm_?64|arm64v8"
_X86 = regex(rf"(?<![a-z0-9])(?:{_X86_WORD})(?![a-z0-9])", re.IGNORECASE)
_ARM = regex(rf"(?<![a-z0-9])(?:{_ARM_WORD})(?![a-z0-9])", re.IGNORECASE)
_ASKS_MACHINE = regex(
    r"(?i)\buname\b[^)]*-\w*[mp]|--print-(?:foreign-)?architecture|--print-arch|\barch\)|%\{?_arch"
    r"|(?:^|[^A-Za-z0-9])(?:TARGET|BUILD|HOST|DEB|DPKG|GO|IMAGE|OS|SYS)?_?(?:ARCH|ARCHITECTURE|PLATFORM)(?![A-Za-z0-9])"
    r"|(?-i:[a-z]Arch(?![a-z]))"
)

_NOT_SOFTWARE = regex(
    r"(?i)\.(?:asc|gpg|key|pub|pem|crt|cer|sig|minisig|list|repo|sources|sha\d+(?:sums?)?|md5|"
    r"txt|json|ya?ml|conf|cfg|ini|xml|sql|csv|patch|diff|html?|md|toml|properties|env|service|"
    r"gguf|onnx|pt|pth|safetensors|tflite|npy|npz|h5|bgr|png|jpe?g|svg|ico|ttf|woff2?|css|dict|bib|sum|vim|bashrc|fish|tmpl|tpl)$"
    r"|(?:^|/)(?:gpg|gpgkey|key|keys|pubkey|apt-key|release-key|sha\d+sums?|checksums?)$"
    r"|(?:^|[-_.])(?:gpg|key|keyring|checksums?|sha256)$"
)
_ARCHIVE = regex(
    r"(?i)\.(?:tar\.(?:gz|xz|bz2|zst|lz4?)|tgz|txz|tbz2?|zip|gz|xz|bz2|zst|7z|deb|rpm|apk|jar|war|"
    r"run|bin|exe|sh|bash|py|AppImage|whl|gem|msi|so|phar|tar|pl|rb|js|sum)$"
)
_VERSION = regex(
    r"(?<![A-Za-z0-9.])v?(\d+(?:\.\d+)+[a-z]?(?:\.?[-_+]?(?:rc|alpha|beta|b|p|r|ga|final|build|u)"
    r"[-.]?\d*)?(?:[-+]\d+)?)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_GLUED_VERSION = regex(r"(?<=[A-Za-z])\d+(?:\.\d+)+(?:(?:rc|alpha|beta)\d+)?")
_NOISE = regex(
    rf"(?i)(?<![a-z0-9])(?:{_X86_WORD}|{_ARM_WORD}|linux|linux-?gnu|gnu|musl|unknown|darwin|generic|"
    r"static|latest|manylinux\w*|el\d+|noarch|all|bin|exe|src|source|current)(?![a-z0-9])"
)
_SOURCE_ARCHIVE = regex(
    r"^/(?P<owner>[^/]+)/(?P<repo>[^/]+)/(?:archive/(?:refs/(?:tags|heads)/)?|tarball/|zipball/|"
    r"(?:legacy\.)?tar\.gz/(?:refs/(?:tags|heads)/)?|zip/)(?P<ref>.+?)(?:\.tar\.gz|\.zip|\.tgz)?$"
)
_DEBIAN_FILE = regex(r"([a-z0-9][a-z0-9+.-]*)_(\d[^_\0]*)_[a-z0-9]+\.deb")
_SOURCE_WORD = regex(r"(?i)[-_.](?:src|source)[-_.]")
_RELEASE = regex(
    r"^/(?P<owner>[^/]+)/(?P<repo>[^/]+)/releases/"
    r"(?:download/(?P<tag>.+)|latest/download)/(?P<file>[^/]+)$"
)
_RAW = regex(r"^/(?P<owner>[^/]+)/(?P<repo>[^/]+)/(?:raw/|blob/)?(?P<ref>[^/]+)/.+$")
_TAG_LIKE = regex(r"(?:[A-Za-z][\w-]*[-_/])?v?\d+(?:[._]\w+)*(?:[-+.][\w.]+)?|[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Address:
    """What an address tells. `version` is empty where it is not literal."""

    name: str
    version: str
    constraint: str
    arch: str
    """X86, ARM, EITHER or empty."""
    from_source: bool
    file: str


def is_address(value: Expansion) -> bool:
    """Whether a word is the address of a file: its scheme and host are literal."""
    head = re.match(r"(?:https?|ftp)://([^/\0]+)(?:/|$)", value.masked)
    if not head or "." not in head.group(1):
        return False
    return not re.match(r"\d+\.\d+\.\d+\.\d+(?::|$)", head.group(1))


def is_software(value: Expansion) -> bool:
    """Whether the address is not that of a key, a checksum, a repository list or plain data."""
    path = _path(value).rstrip("/")
    return not _NOT_SOFTWARE.search(path)


def has_file(value: Expansion) -> bool:
    """Whether the address names a file and not only a host or folder."""
    path = _path(value)
    return bool(path.strip("/")) and not path.endswith("/")


def read_address(value: Expansion) -> Address:
    """Return what the address tells of the software behind it."""
    host = urlsplit(value.masked.replace("\0", "")).hostname or ""
    path = _path(value)
    file = path.rpartition("/")[2]
    arch = architecture(value)
    if host in ("github.com", "codeload.github.com", "gitlab.com"):
        match = _RELEASE.match(path)
        if match:
            tag = match.group("tag")
            if tag is None:
                return Address(match.group("repo"), "", "latest", arch, False, file)
            return _tagged(match.group("repo"), tag, arch, False, file)
        match = _SOURCE_ARCHIVE.match(path)
        if match:
            return _tagged(match.group("repo"), match.group("ref"), arch, True, file)
    if host in ("raw.githubusercontent.com", "github.com"):
        match = _RAW.match(path)
        if match:
            return _tagged(match.group("repo"), match.group("ref"), arch, False, file)
    debian = _DEBIAN_FILE.fullmatch(file)
    name, version = debian.groups() if debian else _name_and_version(file, path)
    source = bool(_SOURCE_WORD.search(file))
    constraint = "latest" if not version and re.search(r"(?i)\blatest\b", path) else ""
    return Address(name or host, version, constraint, arch, source, file)


def _path(value: Expansion) -> str:
    masked = value.masked
    rest = masked.partition("://")[2] or masked
    path = "/" + rest.partition("/")[2] if "/" in rest else ""
    return unquote(re.split(r"[?#]", path, maxsplit=1)[0])


def _tagged(repo: str, ref: str, arch: str, source: bool, file: str) -> Address:
    repo = repo.removesuffix(".git").replace("\0", "")
    if "\0" in ref:
        return Address(repo, "", "", arch, source, file)
    if _TAG_LIKE.fullmatch(ref):
        return Address(repo, ref, "", arch, source, file)
    return Address(repo, "", ref, arch, source, file)


def tag_or_branch(ref: Expansion) -> tuple[str, str]:
    """Return a git reference as (version, constraint): a branch is no version."""
    if ref.unknown:
        return "", ref.text
    return (ref.text, "") if _TAG_LIKE.fullmatch(ref.text) else ("", ref.text)


def _name_and_version(file: str, path: str) -> tuple[str, str]:
    bare = file
    for _ in range(3):
        bare = _ARCHIVE.sub("", bare)
    in_file = _VERSION.search(bare) or _GLUED_VERSION.search(bare)
    version = ""
    if in_file:
        version = in_file.group(in_file.lastindex or 0)
        bare = bare[: in_file.start()] + "-" + bare[in_file.end() :]
    elif "\0" not in bare:
        # https://dl.k8s.io/release/v1.20.0/bin/linux/amd64/kubectl
        for part in reversed(path.split("/")[:-1]):
            whole = _VERSION.fullmatch(part)
            if whole:
                version = whole.group(1)
                break
    bare = bare.replace("\0", "-")
    return _tidy(_NOISE.sub("-", bare)) or _tidy(bare), version


def _tidy(name: str) -> str:
    return re.sub(r"[-_.~+]{2,}", "-", name).strip("-_.~+ ")


def architecture(value: Expansion) -> str:
    """Return the architecture that an address is for, as far as its words tell."""
    if any(_varies(piece) for piece in value.unknown):
        return EITHER
    path = value.masked
    x86, arm = list(_X86.finditer(path)), list(_ARM.finditer(path))
    if x86 and arm:
        return X86 if x86[-1].start() > arm[-1].start() else ARM
    return X86 if x86 else ARM if arm else ""


def named_architecture(text: str) -> str:
    """Return X86 or ARM where a word of `text` names one of them alone, else an empty string."""
    x86, arm = bool(_X86.search(text)), bool(_ARM.search(text))
    return "" if x86 == arm else X86 if x86 else ARM


def _varies(piece: Unknown) -> bool:
    """Whether an unknown piece stands for the machine's architecture."""
    if _ASKS_MACHINE.search(piece.expression):
        return True
    words = " ".join(piece.candidates)
    return bool(_ASKS_MACHINE.search(words) or (_X86.search(words) and _ARM.search(words)))
