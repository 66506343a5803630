import pytest


def test_a_page_is_written(command, speech_file, tmp_path) -> None:
    run = command("show", speech_file, "-o", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert (run.code, run.out) == (0, "")
    assert run.err == ["sanxin: 1 document read, 2 records, 0 set aside"]
    assert page.startswith("<!DOCTYPE html>")
    assert page.count("30个") >= 2


def test_a_page_goes_to_a_pipe(command, speech_file) -> None:
    assert command("show", speech_file, "-q").out.startswith("<!DOCTYPE html>")


def test_options_reach_the_analysis(command, speech_file) -> None:
    assert "2029-05" in command("show", speech_file, "--date", "2029-05").out


def test_several_documents_are_refused(command, speech_file, tmp_path) -> None:
    (tmp_path / "b.txt").write_text("新建学校3个。", encoding="utf-8")
    run = command("show", tmp_path, "-o", tmp_path / "page.html")
    message = f"sanxin: error: {tmp_path}: holds several documents and a page shows one; name one file"
    assert (run.code, run.err) == (2, [message])
    assert not (tmp_path / "page.html").exists()


@pytest.mark.parametrize("arguments", [["gone.txt"], ["empty.txt"], ["folder"]], ids=" ".join)
def test_nothing_readable(command, tmp_path, monkeypatch, arguments) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    run = command("show", *arguments, "-o", "page.html")
    assert (run.code, len(run.err)) == (2, 1)
    assert not (tmp_path / "page.html").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-o", "gone/page.html"], "gone/page.html: No such file or directory; choose a place"),
        (["--date", "soon"], "'soon' is not a date"),
    ],
    ids=["output", "date"],
)
def test_options_that_cannot_be(command, speech_file, tmp_path, monkeypatch, options, message) -> None:
    monkeypatch.chdir(tmp_path)
    run = command("show", speech_file, *options)
    assert (run.code, run.out, len(run.err)) == (2, "", 1)
    assert message in run.err[0]
