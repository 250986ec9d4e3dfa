import re

import pytest

from workbench.results.failures import Group, explain, failure_rules


@pytest.mark.parametrize(
    ("message", "rule"),
    [
        ("fork/exec ./tool: exec format error", "x86-binary"),
        ("bash: ./tool: cannot execute binary file: Exec format error", "x86-binary"),
        ("libfast.so: wrong ELF class: ELFCLASS32", "wrong-elf-class"),
        ("mach-o file, but is an incompatible architecture (have 'x86_64')", "wrong-elf-class"),
        ("java.lang.UnsatisfiedLinkError: no snappyjava in java.library.path", "native-method"),
        ("libz.so.1: cannot open shared object file: No such file", "shared-object"),
        ("Fatal Python error: Illegal instruction", "illegal-instruction"),
        ("no matching manifest for linux/arm64/v8 in the manifest list", "no-arm64-image"),
        ("npm ERR! notsup Unsupported platform for fsevents@1: wanted x64", "no-arm64-package"),
        ("fatal error: immintrin.h: No such file or directory", "x86-intrinsic"),
        ("<jemalloc>: Unsupported system page size", "page-size"),
        ("expected: <0.1> but was: <0.10000000000000002>", "rounding"),
        ("expected 0.1 got 0.10000000001", "rounding"),
        ("got 3.0000001, want 3.0", "rounding"),
        ("assert 0.30000000000000016 == 0.30000000000000004", "rounding"),
        ("Failed asserting that 0.30000000000000004 matches expected 0.3.", "rounding"),
        ("expected 0 got 5.551115123125783e-17", "rounding"),
        ("dial tcp 127.0.0.1:5432: connect: connection refused", "connection"),
        ("Error: getaddrinfo ENOTFOUND db", "name-resolution"),
        ("dial tcp: lookup db: no such host", "name-resolution"),
        ("write /tmp/x: no space left on device", "disk-full"),
        ("java.lang.OutOfMemoryError: Java heap space", "memory"),
        ("shop.bats: line 4: jq: command not found", "missing-command"),
        ("Unable to find executable", "missing-command"),
        ("open /etc/shadow: permission denied", "permission"),
        ("listen EADDRINUSE: address already in use :::80", "address-in-use"),
        ("ModuleNotFoundError: No module named 'shop'", "missing-module"),
        ("context deadline exceeded", "timeout"),
        ("Timeout", "timeout"),
    ],
)
def test_that_a_known_message_is_explained(message, rule):
    match = explain(message)
    assert match is not None
    assert match.rule.id == rule


@pytest.mark.parametrize(
    "message",
    [
        "",
        "expected 3 got 4",
        "expected: <4> but was: <3>",
        "expected 0.1 got 0.2",
        "expected 1.0 got 1.0",
        "assert 'a' == 'b'",
        "at listOnTimeout (node:internal/timers:581:17)\n at setTimeout (x.js:1)",
        "expected 1e999 got 2",
    ],
)
def test_that_an_unknown_message_is_not_explained(message):
    assert explain(message) is None


def test_that_the_words_that_matched_are_told():
    match = explain("panic:\n  dial tcp: connection\nconnection refused by peer")
    assert match is not None
    assert match.matched == "connection refused"


def test_that_a_long_hostile_message_is_searched():
    assert explain("expected " + "1" * 4000 + " but " * 500) is None


def test_that_every_rule_has_an_id_of_its_own_a_group_and_words_to_act_on():
    rules = failure_rules()
    assert len({r.id for r in rules}) == len(rules)
    for rule in rules:
        assert re.fullmatch(r"[a-z0-9-]+", rule.id)
        assert rule.group in (Group.ARM64, Group.ENVIRONMENT)
        assert rule.reason.endswith(".")
        assert rule.hint.endswith(".")
