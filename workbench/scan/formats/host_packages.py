"""Lists of OS packages of one host: what dpkg, rpm and apk print and keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.scan.document import MAX_LIST_BYTES, Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format, Reader
from workbench.scan.hosts import apk, dpkg, rpm
from workbench.scan.hosts.listed import Listed, host_of, sight_packages, sight_system
from workbench.scan.tree import Tree


def _reader(
    id_: str, ecosystem: str, packages_of: Callable[[Document], Iterator[Listed]]
) -> Reader:
    def read(document: Document, tree: Tree) -> Iterator[Discovery]:
        packages = list(packages_of(document))
        host = host_of(document, tree, ecosystem=ecosystem, packages=packages)
        yield from sight_system(host, document, id_)
        yield from sight_packages(packages, ecosystem, host, document, id_)

    return read


def _starts(*words: bytes) -> Callable[[Document], bool]:
    def accepts(document: Document) -> bool:
        return all(word in document.data[:4096] for word in words)

    return accepts


def _is_rpm_list(document: Document) -> bool:
    return not apk.is_list(document) and rpm.is_list(document)


FORMATS = (
    Format(
        id="dpkg-status",
        title="dpkg status file",
        patterns=("*/dpkg/status", "*dpkg-status*", "*/dpkg/status.d/*"),
        read=_reader("dpkg-status", "deb", dpkg.status_packages),
        accepts=_starts(b"Package: ", b"\nVersion: ", b"\nArchitecture: "),
        documentation="https://man7.org/linux/man-pages/man5/deb-control.5.html",
        most_bytes=MAX_LIST_BYTES,
        importable=True,
        of_host=True,
    ),
    Format(
        id="dpkg-list",
        title="dpkg -l",
        patterns=("*dpkg*.txt", "*dpkg*.log", "*dpkg*.list", "*packages*.txt"),
        read=_reader("dpkg-list", "deb", dpkg.listed_packages),
        accepts=_starts(b"Desired=Unknown/Install/Remove/Purge/Hold", b"||/ Name"),
        documentation="https://man7.org/linux/man-pages/man1/dpkg-query.1.html",
        most_bytes=WRITTEN_BY_TOOLS,
        importable=True,
        of_host=True,
    ),
    Format(
        id="dpkg-query",
        title="dpkg-query -W",
        patterns=(),
        read=_reader("dpkg-query", "deb", dpkg.query_packages),
        accepts=dpkg.is_query,
        documentation="https://man7.org/linux/man-pages/man1/dpkg-query.1.html",
        most_bytes=WRITTEN_BY_TOOLS,
        importable=True,
        of_host=True,
    ),
    Format(
        id="apt-list",
        title="apt list --installed",
        patterns=("*apt*.txt", "*packages*.txt"),
        read=_reader("apt-list", "deb", dpkg.apt_packages),
        accepts=_starts(b"Listing...", b"[installed"),
        documentation="https://manpages.debian.org/stable/apt/apt.8.en.html",
        most_bytes=WRITTEN_BY_TOOLS,
        importable=True,
        of_host=True,
    ),
    Format(
        id="rpm-list",
        title="rpm -qa",
        patterns=(),
        read=_reader("rpm-list", "rpm", rpm.list_packages),
        accepts=_is_rpm_list,
        documentation="https://rpm.org/docs/latest/man/rpm.8",
        most_bytes=WRITTEN_BY_TOOLS,
        importable=True,
        of_host=True,
    ),
    Format(
        id="rpm-information",
        title="rpm -qai",
        patterns=(),
        read=_reader("rpm-information", "rpm", rpm.information_packages),
        accepts=rpm.is_information,
        documentation="https://rpm.org/docs/latest/man/rpm.8",
        most_bytes=WRITTEN_BY_TOOLS,
        importable=True,
        of_host=True,
    ),
    Format(
        id="apk-list",
        title="apk list, apk info -v",
        patterns=(),
        read=_reader("apk-list", "apk", apk.list_packages),
        accepts=apk.is_list,
        documentation="https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper",
        most_bytes=WRITTEN_BY_TOOLS,
        importable=True,
        of_host=True,
    ),
    Format(
        id="apk-database",
        title="apk database",
        patterns=("*/apk/db/installed", "*apk*installed*"),
        read=_reader("apk-database", "apk", apk.database_packages),
        accepts=_starts(b"C:Q1", b"\nP:", b"\nV:"),
        documentation="https://wiki.alpinelinux.org/wiki/Apk_spec",
        most_bytes=WRITTEN_BY_TOOLS,
        importable=True,
        of_host=True,
    ),
)
