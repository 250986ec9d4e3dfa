import pytest

from workbench.results.functional.durations import Durations


@pytest.mark.parametrize(
    ("file", "written", "seconds"),
    [
        (["0.5"], "0.5", 0.5),
        (["1,234.5", "1,002"], "1,002", 1002.0),
        (["1,234,567.8"], "1,234,567.8", 1234567.8),
        (["0,25", "1,234"], "1,234", 1.234),
        (["12,5"], "12,5", 12.5),
        (["1,234"], "1,234", None),
        (["0,25", "0.25", "1,234"], "1,234", None),
        (["1e-3"], "1e-3", 0.001),
        (["-1"], "-1", None),
        (["NaN"], "NaN", None),
        (["1e999"], "1e999", None),
        ([""], "", None),
        (["soon"], "soon", None),
    ],
)
def test_that_a_comma_means_what_the_rest_of_the_file_shows(file, written, seconds):
    assert Durations(file).seconds(written) == seconds
