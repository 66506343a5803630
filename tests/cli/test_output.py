import os
import stat
from pathlib import Path

import pytest

from sanxin.cli.output import folder, text_stream, whole_file
from sanxin.errors import OutputError


def test_a_file_appears_when_it_is_complete(tmp_path) -> None:
    path = tmp_path / "a.txt"
    with whole_file(path) as temporary:
        temporary.write_text("甲", encoding="utf-8")
        assert not path.exists()
        assert temporary.parent == path.parent
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_a_new_file_has_the_rights_of_any_new_file(tmp_path) -> None:
    (tmp_path / "plain").write_text("", encoding="utf-8")
    with whole_file(tmp_path / "a.txt"):
        pass
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_replaced_file_keeps_its_rights(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    with whole_file(path) as temporary:
        temporary.write_text("new", encoding="utf-8")
    assert (path.read_text(encoding="utf-8"), stat.S_IMODE(path.stat().st_mode)) == ("new", 0o640)


def test_a_link_stays_a_link(tmp_path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link.txt").symlink_to(tmp_path / "real" / "a.txt")
    with whole_file(tmp_path / "link.txt") as temporary:
        temporary.write_text("甲", encoding="utf-8")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real" / "a.txt").read_text(encoding="utf-8") == "甲"


def test_a_device_is_written_as_it_is() -> None:
    device = Path(os.devnull)
    with text_stream(device) as stream:
        stream.write("甲")
    assert stat.S_ISCHR(device.stat().st_mode)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_write_protected_file_is_not_replaced(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o444)
    with pytest.raises(OutputError, match="write-protected"), whole_file(path):
        pass
    assert path.read_text(encoding="utf-8") == "old"


def test_names_longer_than_a_temporary_name_may_be(tmp_path) -> None:
    path = tmp_path / ("报" * 80 + ".csv")
    with text_stream(path) as stream:
        stream.write("甲")
    assert path.read_text(encoding="utf-8") == "甲"


def test_a_full_disk_is_an_output_error_and_leaves_nothing(tmp_path) -> None:
    path = tmp_path / "a.txt"
    with pytest.raises(OutputError, match="No space left on device"), whole_file(path):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_stays(tmp_path) -> None:
    with folder(tmp_path):
        pass
    with folder(tmp_path / "new" / "deep"):
        pass
    assert tmp_path.is_dir()
    assert not (tmp_path / "new" / "deep").exists()
