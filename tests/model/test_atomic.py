"""Files that are written whole."""

import os
import sys
import threading

import pytest

from workbench.model.atomic import write_atomically
from workbench.model.errors import WorkbenchError


def test_that_a_link_stays_and_the_file_it_means_is_written(tmp_path):
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link", "real"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
def test_that_a_pipe_is_written_to_and_stays(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_atomically(pipe, b"said")
    reader.join(10)
    assert read == [b"said"]
    assert pipe.is_fifo()


def test_that_a_folder_is_no_place(tmp_path):
    with pytest.raises(WorkbenchError, match="choose a place"):
        write_atomically(tmp_path, b"")
