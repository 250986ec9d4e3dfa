import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.knowledge.constraints import admits_none_older, admits_only_older
from workbench.knowledge.versions import is_older, is_version, numbers

ECOSYSTEMS = [
    "apk",
    "cargo",
    "composer",
    "deb",
    "docker",
    "gem",
    "generic",
    "golang",
    "maven",
    "npm",
    "nuget",
    "pypi",
    "rpm",
]


@pytest.mark.parametrize(
    ("ecosystem", "older", "newer"),
    [
        ("maven", "4.1.40.Final", "4.1.50"),
        ("maven", "1.0-rc1", "1.0"),
        ("pypi", "1.0rc1", "1.0"),
        ("pypi", "1.9", "1.10"),
        ("npm", "1.0.0-beta.2", "1.0.0"),
        ("golang", "v0.0.2", "0.0.3"),
        ("golang", "v0.0.0-20190101000000-abcdefabcdef", "v0.1.0"),
        ("gem", "1.9", "1.10"),
        ("nuget", "2.9.0", "2.10.0"),
        ("deb", "1.2-1", "1.10-1"),
        ("rpm", "1.2-1", "1.10-1"),
        ("apk", "1.2.9-r0", "1.2.10-r0"),
        ("docker", "3.9-slim-bullseye", "3.10"),
        ("docker", "v1.7", "1.27.0-alpine"),
        ("docker", "RELEASE.2019-10-12T01-39-57Z", "2020.06.12"),
    ],
)
def test_that_versions_follow_the_order_of_their_ecosystem(ecosystem, older, newer):
    assert is_older(ecosystem, older, newer) is True
    assert is_older(ecosystem, newer, older) is not True


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("3.9-slim-bullseye", (3, 9)),
        ("v1.7", (1, 7)),
        ("1.27.0-alpine", (1, 27, 0)),
        ("8u332-b09-jdk", (8,)),
        ("17.0.5_8-jdk", (17, 0, 5)),
        ("7", (7,)),
        ("latest", ()),
        ("stable", ()),
        ("bookworm", ()),
        ("20231010", ()),
        ("2023-10-10", ()),
        ("4f2a9c1", ()),
        ("sha-1234567", ()),
        ("sha256:" + "0" * 64, ()),
        ("", ()),
    ],
)
def test_that_a_tag_gives_its_leading_numbers_or_nothing(tag, found):
    assert numbers(tag) == found


def test_that_a_partial_tag_is_the_newest_of_its_line():
    assert is_older("docker", "3.7", "3.7.5", line=True) is False
    assert is_older("docker", "3", "3.7.5", line=True) is False
    assert is_older("docker", "3.6", "3.7.5", line=True) is True
    assert is_older("generic", "3.7", "3.7.5") is True


@pytest.mark.parametrize(
    ("ecosystem", "text"),
    [
        ("pypi", "not-a-version"),
        ("npm", "workspace:*"),
        ("npm", "1.x"),
        ("maven", "${revision}"),
        ("golang", "main"),
        ("gem", "1.a..b c"),
        ("nuget", "$(Version)"),
        ("composer", "dev-master"),
        ("docker", "latest"),
        ("pypi", "1" * 200),
    ],
)
def test_that_what_is_no_version_has_no_order(ecosystem, text):
    assert is_older(ecosystem, text, "1.0.0") is None
    assert not is_version(ecosystem, text)


@given(st.sampled_from(ECOSYSTEMS), st.text(max_size=40), st.text(max_size=40), st.booleans())
def test_that_no_text_raises(ecosystem, version, than, line):
    assert is_older(ecosystem, version, than, line=line) in (True, False, None)
    assert admits_only_older(ecosystem, version, than) in (True, False, None)
    assert admits_none_older(ecosystem, version, than) in (True, False)


release = st.lists(st.integers(0, 30), min_size=1, max_size=3).map(
    lambda parts: ".".join(map(str, parts))
)


@given(st.sampled_from(ECOSYSTEMS), release, release, release)
def test_that_releases_are_in_one_total_order(ecosystem, a, b, c):
    for left, right in ((a, b), (b, c), (a, c)):
        assert is_older(ecosystem, left, right) is not None
        assert not (is_older(ecosystem, left, right) and is_older(ecosystem, right, left))
    if is_older(ecosystem, a, b) and is_older(ecosystem, b, c):
        assert is_older(ecosystem, a, c)


@pytest.mark.parametrize(
    ("ecosystem", "constraint", "than", "only_older"),
    [
        ("pypi", "<1.19", "1.19", True),
        ("pypi", "<=1.19", "1.19", False),
        ("pypi", ">=1.0,<1.5", "1.5", True),
        ("pypi", ">=1.0,!=1.2", "9", False),
        ("pypi", "~=1.18.0", "1.19", True),
        ("pypi", "~=1.18", "1.19", False),
        ("pypi", "==1.18.*", "1.19", True),
        ("pypi", "", "1.19", False),
        ("pypi", "^1.2", "2.0", True),
        ("pypi", "~1.2", "1.3", True),
        ("npm", "^5.0.0", "6.0.0", True),
        ("npm", "^5.0.0 || ^6.0.0", "6.0.0", False),
        ("npm", "~0.2", "0.3.0", True),
        ("npm", "^0.2.3", "0.3.0", True),
        ("npm", "1.x", "2.0.0", True),
        ("npm", "1.2 - 1.9", "2.0.0", True),
        ("npm", "*", "2.0.0", False),
        ("maven", "[1.0,1.2)", "1.2", True),
        ("maven", "[1.0,1.2]", "1.2", False),
        ("maven", "(,1.0],[1.2,)", "1.2", False),
        ("maven", "[1.0]", "1.2", True),
        ("maven", "1.+", "2.0", True),
        ("gem", "~> 1.10.0", "1.14", True),
        ("gem", "~> 1.10", "1.14", False),
        ("cargo", "1.2", "2.0.0", True),
        ("nuget", "1.0", "2.0", False),
        ("nuget", "[1.0,2.0)", "2.0", True),
        ("composer", "~1.2", "2.0", True),
        ("npm", "git+https://example.org/x.git", "1.0.0", None),
    ],
)
def test_that_ranges_end_where_their_notation_says(ecosystem, constraint, than, only_older):
    assert admits_only_older(ecosystem, constraint, than) is only_older


@pytest.mark.parametrize(
    ("ecosystem", "constraint", "than", "none_older"),
    [
        ("pypi", ">=49.0.0", "3.1", True),
        ("pypi", ">=3.12,<3.13", "3.7.5", True),
        ("pypi", ">=1.0,>=3.0", "2.0", True),
        ("pypi", "~=7.14", "6.0", True),
        ("pypi", ">=3.0", "3.1", False),
        ("pypi", "<4", "3.1", False),
        ("pypi", "!=9", "3.1", False),
        ("pypi", "3.*", "3.7.5", False),
        ("pypi", "", "3.1", False),
        ("npm", "^5.0.0 || ^6.0.0", "5.0.0", True),
        ("npm", "^4.0.0 || ^6.0.0", "5.0.0", False),
        ("npm", "5.1 - 9", "5.0.0", True),
        ("npm", "*", "5.0.0", False),
        ("npm", "git+https://example.org/x.git", "1.0.0", False),
        ("maven", "[1.2,2.0)", "1.2", True),
        ("maven", "(,1.0],[1.2,)", "1.2", False),
        ("maven", "(,2.0)", "1.2", False),
        ("gem", "~> 1.14", "1.14", True),
        ("nuget", "1.0", "2.0", False),
    ],
)
def test_that_ranges_begin_where_their_notation_says(ecosystem, constraint, than, none_older):
    assert admits_none_older(ecosystem, constraint, than) is none_older
