"""A researcher's own words of hard and soft promises, put over the built-in ones."""

import pytest

import sanxin
from sanxin.cli import main
from sanxin.codebook import codebook, read_changes
from sanxin.errors import DataError, OptionError
from sanxin.records import Document, DocumentDate, Modality

TEXT = "二、2031年工作安排\n今年要做好以下工作。力争引进项目30个；新建公路约80公里；铁心拿下订单20亿元。"


@pytest.fixture
def table(tmp_path):
    def write(*lines):
        file = tmp_path / "own.tsv"
        file.write_text("\n".join(lines), encoding="utf-8")
        return file

    return write


def words(nlp):
    found = sanxin.analyse(nlp, Document("t", "t", TEXT), date=DocumentDate(2031)).targets
    return [(str(target.modality), target.modality_words) for target in found]


def test_two_pipelines_with_two_codebooks(table):
    file = table("word\tmodality\tplace", "力争\thard\t", "约\tsoft\tbound", "铁心\tstretch\tadverb")
    own, usual = sanxin.load(modality=file), sanxin.load()
    assert words(own) == [("hard", ("力争",)), ("soft", ("约",)), ("stretch", ("铁心",))]
    assert words(usual) == [("soft", ("力争",)), ("plain", ()), ("plain", ())]


def test_the_settings_are_kept_in_the_pipeline(table):
    nlp = sanxin.load(modality=table("word\tmodality", "力争\thard"))
    assert nlp.config["components"]["sanxin_targets"]["modality"] == [{"word": "力争", "modality": "hard"}]


def test_plain_silences_a_word(table):
    nlp = sanxin.load(modality=table("word\tmodality", "力争\tplain"))
    assert words(nlp)[0] == ("plain", ())


def test_a_changed_word_keeps_its_place_and_exceptions():
    changed, usual = codebook([{"word": "争取", "modality": "hard"}]).tones["争取"], codebook().tones["争取"]
    assert changed.modality is Modality.HARD
    assert (changed.place, changed.unless_before) == (usual.place, usual.unless_before)


def test_comments_blank_lines_and_the_mark_of_excel(table):
    file = table("\ufeff# ours", "word\tmodality\tplace", "", "铁心\thard\tadverb", "力争\thard")
    assert [row["word"] for row in read_changes(file)] == ["铁心", "力争"]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param(
            ["word\tmodality\tplace", "# ours", "力争\tfirm\t"],
            "own.tsv: line 3: 力争 has modality 'firm'; it must be one of stretch, soft, hard, plain",
            id="unknown modality",
        ),
        pytest.param(
            ["word\tmodality\tplace", "力争\thard\tfront"],
            "own.tsv: line 2: 力争 has place 'front'; it must be one of adverb, verb, bound, label",
            id="unknown place",
        ),
        pytest.param(
            ["word\tmodality", "铁心\thard"],
            "own.tsv: line 2: 铁心 is a new word and needs a place: one of adverb, verb, bound, label",
            id="new word without a place",
        ),
        pytest.param(
            ["word\tmodality", "力争\thard", "力争\tsoft"], "own.tsv: line 3: 力争 stands twice; keep one", id="twice"
        ),
        pytest.param(["word\tmodality", "\thard"], "own.tsv: line 2: the word is empty; write one", id="no word"),
        pytest.param(
            ["word\tmodality", "力争\thard\tadverb"],
            "own.tsv: line 2 has 3 cells and the header 2; put one tab between two cells",
            id="a cell too many",
        ),
        pytest.param(
            ["term\ttone", "力争\thard"],
            "own.tsv: the first line must name the columns word, modality, place; it names term, tone",
            id="other columns",
        ),
        pytest.param(
            [], "own.tsv: the first line must name the columns word, modality, place; it names nothing", id="empty"
        ),
        pytest.param(
            ["word\tmodality", "力争\tfirm", "铁心\thard"],
            "own.tsv: line 2: 力争 has modality 'firm'; it must be one of stretch, soft, hard, plain; "
            "line 3: 铁心 is a new word and needs a place: one of adverb, verb, bound, label",
            id="all faults at once",
        ),
    ],
)
def test_faults(table, lines, message):
    with pytest.raises(DataError) as raised:
        read_changes(table(*lines))
    assert str(raised.value).endswith(message)


def test_no_such_file(tmp_path):
    with pytest.raises(OptionError, match="cannot be read"):
        read_changes(tmp_path / "none.tsv")


def test_not_utf8(tmp_path):
    file = tmp_path / "own.tsv"
    file.write_bytes("word\tmodality\n力争\thard\n".encode("gb18030"))
    with pytest.raises(OptionError, match="is not UTF-8; save it as UTF-8 text"):
        read_changes(file)


def test_option_of_the_command(table, tmp_path, capsys):
    file = table("word\tmodality", "力争\thard")
    speech = tmp_path / "speech.txt"
    speech.write_text(TEXT, encoding="utf-8")
    assert main(["extract", str(speech), "--format", "csv", "--quiet", "--modality", str(file)]) == 0
    assert ",hard,力争," in capsys.readouterr().out


def test_option_with_a_faulty_file(table, tmp_path, capsys):
    file = table("word\tmodality", "力争\tfirm")
    speech = tmp_path / "speech.txt"
    speech.write_text(TEXT, encoding="utf-8")
    assert main(["extract", str(speech), "--modality", str(file)]) == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    assert streams.err.count("\n") == 1
    assert "own.tsv: line 2: 力争 has modality 'firm'" in streams.err
