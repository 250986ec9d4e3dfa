"""Scripts of the project that a Dockerfile copies in and runs: what they install and fetch."""

import pytest

from tests.scan.reading import problems, rows, write

SCRIPT = (
    "#!/bin/bash\nset -e\napt-get install -y jq=$V\n"
    "curl -LO https://x.example/t-1.0-amd64.tgz\napt-get install -y $NOTHING\n"
)
SEEN = [
    "app/setup/tools.sh:3 os-package runtime deb/debian/jq@1.7",
    "app/setup/tools.sh:4 tool runtime generic/t@1.0?"
    "download_url=https://x.example/t-1.0-amd64.tgz download-arch=x86_64",
]


def seen(tmp_path, dockerfile, script=SCRIPT, **others):
    files = {"app/Dockerfile": f"FROM debian:12\nENV V=1.7\n{dockerfile}", **others}
    root = write(tmp_path, {**files, "app/setup/tools.sh": script})
    return [row for row in rows(root) if row.startswith("app/setup")]


@pytest.mark.parametrize(
    "dockerfile",
    [
        "COPY setup/tools.sh /tmp/tools.sh\nRUN /tmp/tools.sh\n",
        "COPY setup/tools.sh /tmp/\nRUN chmod +x /tmp/tools.sh && /tmp/tools.sh\n",
        "COPY setup /tmp/setup\nRUN bash -e /tmp/setup/tools.sh arg\n",
        "WORKDIR /srv\nCOPY . .\nRUN ./setup/tools.sh\n",
        "WORKDIR /srv\nCOPY setup/tools.sh ./\nRUN sh tools.sh\n",
        "COPY setup/tools.sh /usr/bin/tools\nRUN . /usr/bin/tools\n",
        'ADD ["setup/tools.sh", "/x"]\nRUN ["/x"]\n',
        "ARG D=/opt\nCOPY setup/ $D/\nRUN $D/tools.sh && $D/tools.sh\n",
    ],
)
def test_that_a_script_is_read_where_it_is_run(tmp_path, dockerfile):
    assert seen(tmp_path, dockerfile) == SEEN
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    "dockerfile",
    [
        "COPY setup/tools.sh /tmp/tools.sh\n",
        "COPY setup/tools.sh /tmp/tools.sh\nCMD /tmp/tools.sh\n",
        "COPY --from=other setup/tools.sh /tmp/\nRUN /tmp/tools.sh\n",
        "RUN /tmp/tools.sh\n",
        "COPY ../../outside.sh /tmp/tools.sh\nRUN /tmp/tools.sh\n",
        "COPY setup/tools.sh /tmp/\nRUN cat /tmp/tools.sh\n",
        "COPY setup/tools.sh\nRUN /tmp/tools.sh\n",
    ],
)
def test_that_a_script_that_is_not_run_says_nothing(tmp_path, dockerfile):
    assert seen(tmp_path, dockerfile) == []


@pytest.mark.parametrize("first", ["#!/usr/bin/env python3", "#!/usr/bin/perl"])
def test_that_a_script_in_another_language_is_not_read_as_shell(tmp_path, first):
    script = f"{first}\napt-get install -y jq\n"
    assert seen(tmp_path, "COPY setup/tools.sh /t\nRUN /t\n", script) == []


def test_that_the_context_that_compose_names_counts(tmp_path):
    text = "COPY app/setup/tools.sh /t.sh\nRUN /t.sh\n"
    compose = "services:\n  a:\n    build: {context: ., dockerfile: app/Dockerfile}\n"
    assert seen(tmp_path, text, **{"compose.yaml": compose}) == SEEN
