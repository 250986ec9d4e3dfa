"""What a build takes in on x86 only: files and folders that it names under conditions for x86."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from workbench.model.regex import regex
from workbench.scan.source.build_choices import Choices
from workbench.scan.source.build_conditions import Truths, names_architecture, truths
from workbench.scan.source.build_files import BuildText, Kind
from workbench.scan.source.worlds import names_arm, names_x86

_FILE = regex(
    rb"(?<![\w.+-])((?:\$[({][\w.-]{1,100}+[)}]/?|[\w.+-]{1,200}+/){0,30}+[\w.+-]+)"
    rb"\.(?:c|cc|cpp|cxx|m|mm|cu|s|S|sx|asm|nasm|yasm|f|F|f90|F90|l?o|obj)\b(?![\w.(/])"
)
_FOLDER = regex(
    rb"\badd_subdirectory[ \t]*\([ \t]*([\w./${}+-]+)|\bsubdir[ \t]*\([ \t]*'([\w./+-]+)'"
    rb"|\bobj-(?:y|m|\$[({]\w+[)}])[ \t]*[+:]?=[ \t]*([\w./+-]+)/(?=\s|$)",
    re.MULTILINE,
)
_VARIABLE = regex(rb"-\$[({](\w+)[)}]")
_SET = regex(rb"[\w.]{0,200}+-\$[({](\w+)[)}]")
_LEAVES = {
    Kind.MESON: regex(rb"\bsubdir_done[ \t]*\(\)"),
    Kind.CMAKE: regex(rb"^[ \t]*return[ \t]*\([ \t]*\)", re.MULTILINE),
}
_MESON_BUILDS = regex(rb"^[ \t]*build[ \t]*=[ \t]*([^\n]{1,200})", re.MULTILINE)
_PREFIX = regex(r"^(?:\$[({][\w.-]+[)}]/?)+")
_TOP = regex(r"(?i)\$[({](?:PROJECT_SOURCE_DIR|CMAKE_SOURCE_DIR|TOP_?DIR|(?:abs_)?top_srcdir)[)}]")
"""Variables for the folder of the whole project."""
_KINDS = (Kind.MAKE, Kind.AUTOMAKE, Kind.CMAKE, Kind.MESON, Kind.BAZEL, Kind.GYP)
_LISTING = (Kind.MAKE, Kind.AUTOMAKE)
_LIST = regex(
    rb"^[ \t]*([\w.-]{0,60}(?:86|64|arm|ARM)[\w.-]{0,60})[ \t]*[:+?]?=((?:\\\r?\n|[^\n])*)",
    re.MULTILINE,
)
_MOST = 2_000


class Selection(NamedTuple):
    """Paths from the project's folder: files without their ending, folders with a slash behind."""

    x86_only: tuple[str, ...] = ()
    everywhere: tuple[str, ...] = ()


def selection(text: BuildText, choices: Choices) -> Selection:
    """Return what the file takes in on x86 only, and what elsewhere too; both in order of names.

    Both are empty where nothing is taken in on x86 only.
    """
    if text.kind not in _KINDS:
        return Selection()
    folder = posixpath.dirname(text.path)
    x86_only: set[str] = set()
    everywhere: set[str] = set()
    if _selects(text, choices):
        for named, about in names_in(text, choices):
            asks_x86 = any(value.arm is False for value in about)
            if any(value.x86 is False for value in about):
                if not asks_x86:
                    everywhere.update(paths_of(text, folder, named))
            else:
                (x86_only if asks_x86 else everywhere).update(paths_of(text, folder, named))
    if _is_x86_folder(text, choices):
        x86_only.add(f"{folder}/" if folder else "./")
    x86_only -= everywhere
    return Selection(tuple(sorted(x86_only)), tuple(sorted(everywhere)) if x86_only else ())


def _selects(text: BuildText, choices: Choices) -> bool:
    """Whether anything can be taken in on x86 only."""
    if any(_asks(branch.reached) for choice in choices.every for branch in choice.branches):
        return True
    if any(_asks(value) for _, _, value in _lists(text)):
        return True
    if text.kind is not Kind.MAKE:
        return False
    variables = {name.decode("latin-1") for name in _VARIABLE.findall(text.code)}
    return names_x86(" ".join(variables)) and any(_asks(truths(name)) for name in variables)


def paths_of(text: BuildText, folder: str, named: str) -> Iterator[str]:
    """Yield the paths that a name may stand for: included files are read from elsewhere, too."""
    plain = _PREFIX.sub("", named)
    included = text.path.endswith((".cmake", ".mk", ".mak", ".make"))
    from_top = _TOP.match(named) or (folder and plain.startswith(f"{folder}/"))
    starts = {folder, ""} if included or from_top else {folder}
    for start in starts:
        path = posixpath.normpath(posixpath.join(start, plain))
        if not path.startswith(".."):
            yield f"{path}/" if named.endswith("/") else path


def names_in(text: BuildText, choices: Choices) -> Iterator[tuple[str, list[Truths]]]:
    """Yield each file and folder that is named, with what is asked before it is taken in."""
    lists = list(_lists(text))
    starts = [start for start, _, _ in lists]
    for pattern, behind in ((_FILE, ""), (_FOLDER, "/")):
        for number, match in enumerate(pattern.finditer(text.code)):
            if number >= _MOST:
                break
            named = next(group for group in match.groups() if group).decode("latin-1") + behind
            about = [branch.reached for branch in choices.around(match.start())]
            if text.kind is Kind.MAKE:
                start = text.code.rfind(b"\n", 0, match.start()) + 1
                variable = _SET.match(text.code, start, match.start())
                if variable:
                    about.append(truths(variable[1].decode("latin-1")))
            at = bisect_right(starts, match.start())
            if at and match.start() < lists[at - 1][1]:
                about.append(lists[at - 1][2])
            yield named, about


def _lists(text: BuildText) -> Iterator[tuple[int, int, Truths]]:
    """Yield where the lists that are named for a processor begin and end: `src_x86_64 = a.c`."""
    if text.kind not in _LISTING:
        return
    for match in _LIST.finditer(text.code):
        name = match[1].decode("latin-1")
        if names_architecture(name) or names_arm(name):
            value = truths(name)
            if value.x86 != value.arm:
                yield match.start(2), match.end(2), value


def _asks(reached: Truths) -> bool:
    return reached.arm is False and reached.x86 is not False


def leaves_at(text: BuildText) -> Iterator[int]:
    """Yield where the file is left before its end."""
    leaves = _LEAVES.get(text.kind)
    for match in leaves.finditer(text.code) if leaves else ():
        yield match.start()


def _is_x86_folder(text: BuildText, choices: Choices) -> bool:
    """Whether the file is left at once on arm64, and nowhere else."""
    for offset in leaves_at(text):
        about = [branch.reached for branch in choices.around(offset)]
        if any(v.x86 is False for v in about) and not any(v.arm is False for v in about):
            return all(v.x86 is False or v.arm is True for v in about)
    if text.kind is not Kind.MESON:
        return False
    built = [truths(m[1].decode("latin-1")) for m in _MESON_BUILDS.finditer(text.code)]
    return any(_asks(value) and value.x86 for value in built)
