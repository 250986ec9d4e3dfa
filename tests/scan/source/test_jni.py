"""Native methods whose C code lies in the project."""

from __future__ import annotations

import pytest

from workbench.model.finding import Effect, Reason

from .test_inspect import inspected

SLICE = (
    "package org.store;\npublic class Byte_Slice {\n"
    "  private static native void dispose(long handle);\n  native int size0(long handle);\n}\n"
)
LOADER = (
    "package org.store;\npublic class Loader {\n  static { System.loadLibrary(Names.of(X)); }\n}\n"
)
JAVA = "java/src/main/java/org/store/Byte_Slice.java"
C = "void Java_org_store_Byte_1Slice_dispose(JNIEnv *env, jclass c, jlong h) {}\n"


def told(root, files: dict[str, str]) -> set[tuple[Effect, Reason]]:
    found, _ = inspected(root, files)
    return {(f.effect, f.reason) for f in found}


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("java/storejni/slice.cc", C),
        ("java/storejni/slice.cc", C.replace("dispose", "dispose__J")),
        ("src/jni.h", "#define NAME(suffix) Java_org_store_Byte_1Slice_ ## suffix\n"),
    ],
)
def test_that_a_class_with_code_in_the_project_needs_no_library_from_elsewhere(
    tmp_path, path, source
):
    files = {JAVA: SLICE, path: source, "java/src/main/java/org/store/Loader.java": LOADER}
    assert told(tmp_path, files) == {(Effect.NOTE, Reason.BUILT)}
    files["java/src/main/java/org/store/Old.java"] = SLICE.replace("Byte_Slice", "Old")
    found, _ = inspected(tmp_path, files)
    needed = {f.path for f in found if f.reason is Reason.NEEDS}
    assert needed == {"java/src/main/java/org/store/Old.java"}


def test_that_code_for_other_systems_alone_says_that_linux_calls_nothing(tmp_path):
    files = {JAVA: SLICE, "native/windows/slice.cc": C}
    assert told(tmp_path, files) == {(Effect.NOTE, Reason.ELSEWHERE)}
    files["native/linux/slice.c"] = C
    assert told(tmp_path, files) == {(Effect.NOTE, Reason.BUILT)}


@pytest.mark.parametrize(
    "source",
    [
        "void Java_org_other_Byte_1Slice_dispose(JNIEnv *env) {}\n",
        "void Java_org_store_Other_dispose(JNIEnv *env) {}\n",
        "int x;\n",
    ],
)
def test_that_others_stay_needed(tmp_path, source):
    assert told(tmp_path, {JAVA: SLICE, "jni/a.c": source}) == {(Effect.CHANGE, Reason.NEEDS)}


def test_that_an_inner_class_counts_for_its_file(tmp_path):
    source = "void Java_org_store_Byte_1Slice_00024Part_cut(JNIEnv *env) {}\n"
    assert told(tmp_path, {JAVA: SLICE, "jni/a.c": source}) == {(Effect.NOTE, Reason.BUILT)}


def test_that_a_library_that_is_named_is_looked_for_by_its_name(tmp_path):
    loader = LOADER.replace("Names.of(X)", '"other"')
    files = {JAVA: SLICE, "jni/a.c": C, "java/src/main/java/org/store/Loader.java": loader}
    assert told(tmp_path, files) == {(Effect.NOTE, Reason.BUILT), (Effect.CHANGE, Reason.NEEDS)}
