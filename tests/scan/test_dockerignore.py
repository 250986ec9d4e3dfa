"""What `.dockerignore` leaves out, and what COPY then takes."""

import pytest

from tests.scan.reading import tree, write
from workbench.scan.containers.copied_files import copied_files
from workbench.scan.containers.dockerfile_stages import read_stages
from workbench.scan.containers.dockerignore import read_dockerignore


@pytest.mark.parametrize(
    ("rules", "path", "ignored"),
    [
        ("bin", "bin/tool", True),
        ("/bin/", "bin/tool", True),
        ("bin", "src/bin/tool", False),
        ("**/bin", "src/bin/tool", True),
        ("*.so", "a.so", True),
        ("*.so", "lib/a.so", False),
        ("**/*.so", "lib/deep/a.so", True),
        ("*/temp*", "one/temporary.txt", True),
        ("temp?", "tempa", True),
        ("lib/[ab].so", "lib/a.so", True),
        ("lib/[^a].so", "lib/a.so", False),
        ("**\n!keep", "keep/a", False),
        ("*\n!bin/tool", "bin/tool", False),
        ("!bin\nbin", "bin/tool", True),
        ("# bin", "bin/tool", False),
        ("a[", "a[", True),
        ("./bin", "bin/tool", True),
    ],
)
def test_that_a_rule_leaves_out_what_docker_leaves_out(tmp_path, rules, path, ignored):
    root = write(tmp_path, {".dockerignore": rules + "\n", "Dockerfile": "FROM a\n"})
    assert read_dockerignore(tree(root), "Dockerfile", "")(path) is ignored


def test_that_the_dockerfiles_own_list_counts_in_place_of_the_contexts(tmp_path):
    root = write(
        tmp_path,
        {
            ".dockerignore": "a\n",
            "web.Dockerfile": "FROM a\n",
            "web.Dockerfile.dockerignore": "b\n",
        },
    )
    ignored = read_dockerignore(tree(root), "web.Dockerfile", "")
    assert [ignored(path) for path in ("a", "b")] == [False, True]


FILES = ["app/bin/tool", "app/lib/a.jar", "app/secret/x.so", "app/test/data.bin", "other/y.so"]


def copied(tmp_path, text, ignore="secret\n"):
    root = write(
        tmp_path,
        {"app/Dockerfile": text, "app/.dockerignore": ignore, **dict.fromkeys(FILES, "x")},
    )
    files = tree(root)
    stages = read_stages(files.read("app/Dockerfile"))
    return copied_files(files, "app/Dockerfile", stages, "app", FILES)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("FROM a\nCOPY . /srv\n", {"bin/tool": 2, "lib/a.jar": 2, "test/data.bin": 2}),
        ("FROM a\nCOPY bin lib /srv/\n", {"bin/tool": 2, "lib/a.jar": 2}),
        ("FROM a\nCOPY lib/*.jar /srv/\n", {"lib/a.jar": 2}),
        ('FROM a\nADD ["bin/tool", "/x"]\n', {"bin/tool": 2}),
        ("FROM a\nARG P=bin\nCOPY $P/tool /x\n", {"bin/tool": 3}),
        ("FROM a\nARG P\nCOPY bin/$P /x\n", {"bin/tool": 3}),
        ("FROM a AS build\nCOPY . /srv\nFROM b\nCOPY --from=build /srv/bin /bin\n", {}),
        ("FROM a AS build\nCOPY bin/tool /srv\nFROM b\n", {"bin/tool": 2}),
        ("FROM a\nCOPY --from=other bin /srv\n", {}),
        ("FROM a\nCOPY secret/x.so ../other/y.so /srv/\n", {}),
        ("FROM a\nCOPY <<EOF /bin/tool\nbin/tool\nEOF\n", {}),
    ],
)
def test_that_what_is_copied_is_what_the_context_holds(tmp_path, text, taken):
    assert copied(tmp_path, text) == {f"app/{path}": line for path, line in taken.items()}
