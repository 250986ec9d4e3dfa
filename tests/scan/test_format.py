"""Which files a format wants, by name."""

import pytest

from workbench.scan.format import named_like


@pytest.mark.parametrize(
    ("path", "patterns", "wanted"),
    [
        ("a/b/pom.xml", ("pom.xml",), True),
        ("a/b/pom.xml.bak", ("pom.xml",), False),
        ("a/Dockerfile.dev", ("Dockerfile", "Dockerfile.*"), True),
        ("a/dockerfile", ("Dockerfile", "Dockerfile.*"), False),
        ("shop/charts/web.yaml", ("*/charts/*.yaml",), True),
        ("charts/web.yaml", ("*/charts/*.yaml",), False),
        ("requirements-dev.txt", ("requirements*.txt", "setup.py"), True),
        ("a[1].txt", ("a[[]1].txt",), True),
        ("a", (), False),
        ("a/b", ("*",), True),
        ("a/web.Dockerfile", ("*.Dockerfile",), True),
        ("a/web.Dockerfile", ("a.*",), False),
        ("a/docker-compose.prod.yaml", ("docker-compose*.y*ml",), True),
    ],
)
def test_that_globs_are_on_the_name_or_with_a_slash_on_the_path(path, patterns, wanted):
    assert named_like(path, patterns) is wanted
