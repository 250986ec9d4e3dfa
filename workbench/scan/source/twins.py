"""Which file of a project stands in on Arm for one that is named for x86."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from workbench.model.regex import regex
from workbench.scan.source.architectures import architectures
from workbench.scan.source.named import apart, less_architecture, without
from workbench.scan.tree import Tree
from workbench.scan.walk import Folder

_PORTABLE = architectures().in_paths.portable
_JOINTS = regex(r"[._-]+")
_HEADERS = (".h", ".hh", ".hpp", ".hxx", ".inl", ".inc")
_NASM = ".asm"
"""What NASM assembles is GNU assembly on Arm: `hash.asm` beside `aarch64/hash.S`."""
_ALIKE = ("c", "cc", "cpp", "cxx")
_OF_COMPILERS = frozenset({"cpuid.h", "immintrin.h", "x86intrin.h", "mm_malloc.h", "msr.h", "io.h"})
"""Headers that an include in angle brackets takes from the compiler or the system."""
_HEADER = regex(r"[/<\"]([\w.-]+\.h(?:pp)?)[>\"]$")


class Twins:
    """The files of a project that are named for 64-bit Arm, to find what stands in for x86 ones."""

    def __init__(self, tree: Tree, for_arm: Iterable[Folder]) -> None:
        self._tree = tree
        self._files: set[str] = set()
        self._plain: set[str] = set()
        self._folders: set[str] = set()
        self._normal: dict[str, frozenset[str]] = {}
        for folder in for_arm:
            start = f"{without(folder.path)}/" if folder.path else ""
            plain = less_architecture(folder.path)
            for name in folder.files:
                rest = apart(name)[1]
                self._files.add(start + rest)
                self._plain.add("/".join(filter(None, (plain, rest))))
            self._folders.update(_named_folders(folder.path, "arm"))

    def has(self, path: str) -> bool:
        """Whether a file or a folder named for Arm stands where `path` is named for x86."""
        if without(path) in self._files:
            return True
        folder = path.rpartition("/")[0]
        return any(named in self._folders for named in _named_folders(folder, "x86"))

    def replace(self, path: str) -> bool:
        """Whether a file or folder named for Arm is what `path`, which names nothing, is on x86.

        `cpu.c` beside `cpu_arm64.c` or `arm64/cpu.c`; `jit/` beside `jit_aarch64/`.
        """
        if less_architecture(path) in self._plain:
            return True
        if path.endswith(_NASM) and less_architecture(f"{path[: -len(_NASM)]}.S") in self._plain:
            return True
        folder = path.rpartition("/")[0]
        return any(plain in self._folders for plain in _named_folders(folder, ""))

    def have_portable(self, path: str) -> bool:
        """Whether the file that is named for x86 has one for everybody beside it.

        `blend.c` or `blend_generic.c` beside `blend_avx2.c`; `c/blend.c` beside `x86/blend.c`.
        """
        folder, slash, name = less_architecture(path).rpartition("/")
        stem, _, ending = name.rpartition("-")
        if not stem or path.endswith(_HEADERS):
            return False
        endings = {ending, *(_ALIKE if ending in _ALIKE else ("c",))}
        beside = (stem, *(f"{stem}-{word}" for word in _PORTABLE))
        return any(
            f"{option}-{end}" in self._normal_names(home)
            for end in endings
            for home, options in (
                (folder, beside),
                *((f"{folder}{slash}{word}", (stem,)) for word in _PORTABLE),
            )
            for option in options
        )

    def is_own(self, included: str) -> bool:
        """Whether an `#include` is of a header that lies in the project.

        The library is its own then; or it is another header, of the name that one of x86 has.
        """
        header = _HEADER.search(included)
        if header is None or (included.endswith(">") and header[1] in _OF_COMPILERS):
            return False
        return header[1] in self._names

    @cached_property
    def _names(self) -> set[str]:
        return set().union(*(folder.files for folder in self._tree.folders))

    @cached_property
    def _normal_folders(self) -> dict[str, list[Folder]]:
        """The folders of the project by their normal paths, several of which may be the same."""
        found: dict[str, list[Folder]] = defaultdict(list)
        for folder in self._tree.folders:
            found[_normal(folder.path)].append(folder)
        return found

    def _normal_names(self, folder: str) -> frozenset[str]:
        """Return the normal names of the files in what has the normal path `folder`."""
        known = self._normal.get(folder)
        if known is None:
            lying = (name for f in self._normal_folders.get(folder, ()) for name in f.files)
            known = self._normal[folder] = frozenset(map(_normal, lying))
        return known


def _named_folders(folder: str, architecture: str) -> Iterator[str]:
    """Yield, less that name, each folder on the way to `folder` that is named for one.

    An empty `architecture` stands for those that are named for none.
    """
    parts = folder.split("/")
    for end in range(len(parts), 0, -1):
        named, rest = apart(parts[end - 1])
        if named == architecture:
            yield "/".join([*parts[: end - 1], rest])


def _normal(text: str) -> str:
    return _JOINTS.sub("-", text.lower())
