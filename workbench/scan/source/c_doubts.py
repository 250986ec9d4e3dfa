"""What a word or a pattern of the C family cannot say by itself: whether it is meant after all."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from workbench.model.regex import regex
from workbench.scan.source.architectures import architectures
from workbench.scan.source.c_text import CText
from workbench.scan.source.construct import constructs
from workbench.scan.source.inline_asm import Dialect, dialect_of, statement
from workbench.scan.source.worlds import names_arm, names_other, names_x86

_QUOTED = regex(rb'"([^"\n]{0,200})"')
_PLAIN_CHAR = rb"(?<![\w])(?<!signed )(?<!signed\t)char[ \t]+(?:\w+[ \t]*(?:=[^,;]{0,40})?,[ \t]*)?"
_FROM_FILE = regex(rb"(\w+)[ \t]*=[ \t]*(?:fgetc|getc|getchar)\b")
_SIGNED = regex(rb"\b(?:un)?signed[ \t]+\Z")
_DECLARED = regex(rb"\w[ \t*]+\Z")
_SCOPE = 3000
"""Bytes before a place in which the variable that stands there is declared."""
_CONDITION = regex(rb"[ \t]*#[ \t]*(?:el)?if\b")
_SAVED = regex(rb"pt_regs|user_regs|ucontext|mcontext|sigcontext|PTRACE_|trap_?frame|\btf->")
_FOR_ARM = regex(rb"(?i)aarch64|arm64")
_STATEMENT = 64 * 1024
"""Bytes before the registers of an assembly statement in which it begins."""
_ASSEMBLY = regex(rb"\b(?:asm|__asm|__asm__|_asm)\b")
_REGISTER = regex(rb'"%?(?:[er][abcd]x|[er][sd]i|[xyz]mm\d{1,2})"')
_REST_OF_LIST = regex(rb'(?:[\s,]|//[^\n]*|/\*.*?\*/|"[^"\n]{0,14}")*[):;]', re.DOTALL)
_SWIG = regex(rb"^%(?:module|enddef|inline|template|\{)", re.MULTILINE)
_MACRO = regex(rb"^[ \t]*\.macro\b.{0,4000}?^[ \t]*\.endm\b", re.MULTILINE | re.DOTALL)
_ENOUGH = 24_000
"""Bytes that are looked at for the architecture that assembly is written for."""


def is_meant(construct: str, text: CText, start: int, found: bytes) -> bool:
    """Whether what was `found` at `start` is what the construct is about."""
    if found.startswith(b"__builtin_") and _is_asked_for(text, start):
        return False
    doubt = _DOUBTS.get(construct)
    return doubt is None or doubt(text, start, found)


def _is_asked_for(text: CText, start: int) -> bool:
    """Whether it stands in a condition: `#if HAS_BUILTIN(__builtin_ia32_addcarryx_u64)`."""
    line = text.data.rfind(b"\n", 0, start) + 1
    return _CONDITION.match(text.data, line) is not None


def _may_be_x86_assembly(text: CText, start: int, found: bytes) -> bool:  # noqa: ARG001
    """What no word tells is left to the place where it stands."""
    return text.once(statement, start).dialect in (Dialect.X86, Dialect.UNTOLD)


def _is_x86_target(text: CText, start: int, found: bytes) -> bool:  # noqa: ARG001
    match = _QUOTED.search(text.data, start, start + 300)
    named = match[1].decode("latin-1") if match else ""
    return any(_names_feature(part.strip()) for part in named.split(","))


def _names_feature(part: str) -> bool:
    """Whether a part of a target attribute is of x86; for Arm they begin with a plus."""
    plain = part.removeprefix("arch=").removeprefix("tune=").removeprefix("no-")
    if part.startswith("+") or names_arm(plain):
        return False
    return names_x86(plain) or _features().fullmatch(plain) is not None


@cache
def _features() -> re.Pattern[str]:
    return re.compile("|".join(architectures().in_targets.x86))


def _is_x86_processor(text: CText, start: int, found: bytes) -> bool:
    """`__builtin_cpu_is("power9")` asks for another architecture's processor."""
    match = _QUOTED.match(text.data, text.data.find(b'"', start, start + len(found) + 8))
    named = match[1].decode("latin-1") if match else ""
    return not (named and names_other(named) and not names_x86(named))


def _is_plain_char(text: CText, start: int, found: bytes) -> bool:
    """Whether the variable or the type has no sign of its own."""
    before = text.data[max(0, start - 16) : start]
    if found.startswith(b"("):
        return True
    read = _FROM_FILE.match(found)
    if read is None:
        return _SIGNED.search(before) is None
    if _DECLARED.search(before):
        return False
    declared = re.compile(_PLAIN_CHAR + re.escape(read[1]) + rb"[ \t]*[,;=)]")
    return declared.search(text.code_before(start, _SCOPE)) is not None


def _is_list_of_registers(text: CText, start: int, found: bytes) -> bool:  # noqa: ARG001
    """Whether it is the first register that a statement says it overwrites, and no `asm` is seen.

    Macros may hold the keyword and write the instructions: `BEGIN_ASM ... END_ASM(: : : "rax")`.
    """
    code = text.code_before(start + 1, _STATEMENT)
    begun = max(map(code.rfind, (b";", b"{", b"}")))
    statement = code[begun + 1 :]
    colon = statement.rfind(b":")
    if begun < 0 or colon < 0 or statement[colon + 1 :].strip(b" \t\r\n,"):
        return False
    if b"?" in statement or _ASSEMBLY.search(statement):
        return False
    listed = text.data[start + 1 - len(statement) + colon : start + 1]
    return (
        _REGISTER.search(listed) is None and _REST_OF_LIST.match(text.data, start + 1) is not None
    )


def _is_x86_include(text: CText, start: int, found: bytes) -> bool:
    """Whether it is the first such line of the file, and the file is no interface for SWIG."""
    if _assembled().search(text.data, 0, start) or _SWIG.search(text.data):
        return False
    if not found.lstrip().startswith(b"."):
        return True
    written = b"\n".join(match[0] for match in _MACRO.finditer(text.code))
    return dialect_of(written[:_ENOUGH]) is Dialect.X86


@cache
def _assembled() -> re.Pattern[bytes]:
    """What `asm-include` looks for."""
    return next(re.compile(c.pattern.encode()) for c in constructs("c") if c.id == "asm-include")


def _is_saved_register(text: CText, start: int, found: bytes) -> bool:  # noqa: ARG001
    """Whether a member named for a register is of what a system saves, which other files say.

    Emulators and drivers of firmware have structures of their own with such members.
    """
    return found[:1] not in (b"-", b".") or text.once(_names_saved, 0)


def _names_saved(data: bytes, start: int) -> bool:
    return _SAVED.search(data, start) is not None


def _lets_no_arm_through(text: CText, start: int, found: bytes) -> bool:  # noqa: ARG001
    return _FOR_ARM.search(text.data) is None


_DOUBTS: dict[str, Callable[[CText, int, bytes], bool]] = {
    "asm": _may_be_x86_assembly,
    "asm-hidden": _is_list_of_registers,
    "asm-include": _is_x86_include,
    "registers": _is_saved_register,
    "target": _is_x86_target,
    "cpu-supports": _is_x86_processor,
    "signed-char": _is_plain_char,
    "machine-name": _lets_no_arm_through,
}
