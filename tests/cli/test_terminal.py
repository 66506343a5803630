import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from speeches import bare, span, target, yunxiu

from sanxin.cli.terminal import View
from sanxin.records import Facts

KINDS = ("targets", "quantities", "slogans", "actions")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def draw(speech, kinds=("targets",), stream=None, monkeypatch=None, **environment) -> str:
    stream = stream or io.StringIO()
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    View(stream, kinds).show(speech)
    return stream.getvalue()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch) -> None:
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)


def test_targets_stand_under_their_document() -> None:
    title, about, head, *found = draw(yunxiu()).rstrip().split("\n")
    assert title.rstrip() == "■ 云岫区2031年“双轮三进”攻坚动员会上的讲话"
    assert about.strip() == "2031-02 · 云岫区 · 4 targets · yunxiu.txt"
    assert head.split() == ["value", "indicator", "deadline", "modality", "sentence"]
    assert found[0].split()[:6] == ["≥", "6%", "地区生产总值", "↑", "2031-12-31", "soft"]
    assert found[2].split()[:2] == ["≥", "300亿元"]


def test_unsure_labels_show_their_score() -> None:
    assert "hard ?0.55" in draw(yunxiu())
    assert draw(yunxiu()).count("?") == 1
    assert "commitment ?0.55" in draw(yunxiu(), ["quantities"])


@pytest.mark.parametrize("width", ["50", "80", "120", "200"])
@pytest.mark.parametrize("kind", KINDS)
def test_lines_fit_and_columns_are_aligned(monkeypatch, width, kind) -> None:
    lines = draw(yunxiu(), [kind], monkeypatch=monkeypatch, COLUMNS=width).rstrip("\n").split("\n")
    assert max(map(cell_len, lines)) <= int(width)
    # Every line of a table is filled up, so all have the same width in cells.
    assert len({cell_len(line) for line in lines if line.startswith(("value", "≥", "≈", "slogan", "clause"))}) == 1


@pytest.mark.parametrize(("width", "excerpt"), [("80", False), ("140", True)])
def test_an_excerpt_stands_where_it_fits(monkeypatch, width, excerpt) -> None:
    assert ("sentence" in draw(yunxiu(), monkeypatch=monkeypatch, COLUMNS=width)) is excerpt


def test_a_long_indicator_is_wrapped_and_whole(monkeypatch) -> None:
    name = "规模以上高技术制造业企业研发经费内部支出占营业收入的比重"
    text = f"{name}达到80个。"
    found = target(text, "80个", 80, "个", indicator=span(text, name))
    speech = replace(bare(text, facts=Facts()), quantities=(found,))
    drawn = draw(speech, monkeypatch=monkeypatch, COLUMNS="80")
    assert name not in drawn
    column = "".join(line[line.find("  ") :] for line in drawn.split("\n")[3:])
    assert [character for character in name if character not in column] == []


def test_a_speech_without_targets_says_so() -> None:
    assert "no targets" in draw(bare("坚定信心。"))


def test_a_document_without_a_title_goes_by_its_id() -> None:
    drawn = draw(bare("坚定信心。", facts=Facts()))
    assert drawn.split("\n")[0].rstrip() == "■ yunxiu.txt"
    assert drawn.count("yunxiu.txt") == 1


def test_colour_only_on_a_terminal(monkeypatch) -> None:
    assert "\x1b[" in draw(yunxiu(), stream=Terminal(), monkeypatch=monkeypatch, TERM="xterm-256color")
    assert "\x1b[" not in draw(yunxiu(), monkeypatch=monkeypatch, FORCE_COLOR="1", TERM="xterm-256color")


def test_no_color_is_respected(monkeypatch) -> None:
    drawn = draw(yunxiu(), stream=Terminal(), monkeypatch=monkeypatch, TERM="xterm-256color", NO_COLOR="1")
    assert "\x1b[3" not in drawn


def test_a_text_cannot_steer_the_terminal() -> None:
    text = "今年\x1b[2J\x9b31m\u202e新建\r80个\x07学校。"
    speech = replace(bare(text, facts=Facts(title="题\x1b]0;x\x07")), quantities=(target(text, "80个", 80, "个"),))
    drawn = draw(speech)
    assert not any(character in drawn for character in "\x1b\x9b\x07\r\u202e")


def test_markup_in_a_text_is_text() -> None:
    text = "今年[bold]新建[/red]80个:smile:学校。"
    speech = replace(bare(text), quantities=(target(text, "80个", 80, "个"),))
    assert "[bold]新建[/red]80个:smile:学校。" in draw(speech)


def test_all_kinds_stand_one_after_another() -> None:
    heads = [
        line.split()[0] for line in draw(yunxiu(), KINDS).split("\n") if line.startswith(("value", "slogan", "cla"))
    ]
    assert heads == ["value", "value", "slogan", "clause"]
