"""Package URLs are those of the specification's own library."""

from hypothesis import given
from hypothesis import strategies as st
from packageurl import PackageURL

from workbench.model.purl import ecosystem, make_purl, without_version

_names = st.from_regex(r"[A-Za-z0-9_.@+-]{1,12}", fullmatch=True)


@given(st.sampled_from(["npm", "pypi", "gem", "cargo", "golang"]), _names, st.just("") | _names)
def test_that_a_purl_is_written_as_the_library_writes_it(type_, name, version):
    expected = PackageURL(type=type_, name=name, version=version or None).to_string()
    made = make_purl(type_, name, version)
    assert made == expected
    assert ecosystem(made) == type_
    assert "@" not in without_version(made).replace("%40", "")


def test_that_names_in_other_encodings_make_different_purls():
    first, other = (make_purl("docker", "x", subpath=f"{c}bad/Dockerfile") for c in "\udcff\udcfe")
    assert first != other
    assert first.isascii()
