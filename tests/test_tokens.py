"""Words and tags: the two engines cut alike, the Doc is the text, and dictionaries are not shared."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.vocab import Vocab

from sanxin import segment
from sanxin.errors import OptionError
from sanxin.segment import Segmenter
from sanxin.tokens import JiebaTokenizer, make_tokenizer

if TYPE_CHECKING:
    from spacy.language import Language

ARCHIVE = Path(__file__).resolve().parents[2] / "shared" / "archive" / "text"

ENGINES = ("rjieba", "jieba")

#: Invented, in the genre: what stands in it that engines might cut apart differently.
SENTENCES = {
    "plain": "加快推进云澜新城产业园建设，力争全年完成投资120亿元。",
    "range": "全区生产总值增长6%-6.5%，新建托育点2-3个，规划期为2031-2035年。",
    "latin": "布局5G-A基站，PM2.5浓度下降，PM_2.5达标，推广C++课程，R&D经费占比3.1%。",
    "address": "详见www.yunlan.example.cn/news_1.html，邮箱a-b@yunlan.cn。",
    "versions": "CLI.12.46380号文、第1.2.3条、13.EFlops算力、T-1线、#3楼。",
    "blanks": "　　二、 2014 年\t工作安排\r\n\r\n（一） 项 目",
    "full width": "完成１２．５万平方米，增长３％，覆盖Ａ类村。",
    "signs": "——坚持实干……“双招双引”、《云澜规划》【附件】①②～",
    "dots": "目录....1　序言…………2--3----4",
    "coined": "当好“领航员”，推行镇长+园长+厂长，做强茶主型企业，让荒山变茶山。",
    "unknown": "澜峄镇翊坤湖畔，犇骉农庄提质扩绿。",
    "no han": "GDP 3.5% up, 1,200 km; v2.0-beta_3.",
    "empty": "",
    "blank only": " \n\u3000\n",
}


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Segmenter:
    return Segmenter(request.param)


@pytest.fixture(scope="module")
def both() -> tuple[Segmenter, Segmenter]:
    return Segmenter("rjieba"), Segmenter("jieba")


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES.keys())
def test_the_engines_cut_alike(both: tuple[Segmenter, Segmenter], text: str) -> None:
    words, expected = (segmenter.cut(text) for segmenter in both)
    assert words == expected
    assert "".join(words) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推进园区建设", [("推进", "v"), ("园区", "n"), ("建设", "vn")]),
        ("增长3.5%，", [("增长", "v"), ("3.5%", "m"), ("，", "x")]),
        ("5G-A", [("5G", "eng"), ("-", "x"), ("A", "eng")]),
        ("2-3岁", [("2", "m"), ("-", "x"), ("3", "m"), ("岁", "m")]),
        ("PM_2.5", [("PM", "eng"), ("_", "x"), ("2.5", "m")]),
        ("C++课程", [("C++", "nz"), ("课程", "n")]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_tags(engine: Segmenter, text: str, expected: list[tuple[str, str]]) -> None:
    assert engine.tag(text) == expected


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES.keys())
def test_cut_and_tag_see_the_same_words(engine: Segmenter, text: str) -> None:
    assert [word for word, _ in engine.tag(text)] == engine.cut(text)


@given(
    st.text(
        alphabet=st.one_of(
            st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5),
            st.sampled_from("一二三四五六七八九十百千万亿的了是在和年月日"),
            st.sampled_from("0123456789０１９．％"),
            st.sampled_from("，。！？；：、“”‘’（）《》—…·,.!?;:-_+#&%/()[]<>@~*=|\\'\"$^`{}"),
            st.sampled_from("abcxyzABCXYZ \t\n\r\u3000\xa0\u200b〇○①"),
        ),
        max_size=40,
    )
)
@example("1.2.3-4_5.a")
@example("a.b.c--d__e..")
@settings(max_examples=400, deadline=None)
def test_the_engines_cut_random_strings_alike(both: tuple[Segmenter, Segmenter], text: str) -> None:
    words, expected = (segmenter.cut(text) for segmenter in both)
    assert words == expected
    assert "".join(words) == text


@pytest.mark.parametrize("block", ["\u3400", "\u9fd6", "\uf900", "\U00020000", "\U0002a700", "\U0002f800"], ids=ascii)
def test_known_difference_outside_the_range_of_jieba(both: tuple[Segmenter, Segmenter], block: str) -> None:
    words, expected = (segmenter.cut(f"中{block * 2}国") for segmenter in both)
    assert expected == ["中", block, block, "国"]
    assert words != expected


@pytest.mark.skipif(not ARCHIVE.is_dir(), reason="the archive of real speeches is not beside this checkout")
def test_the_engines_cut_the_archive_alike(both: tuple[Segmenter, Segmenter]) -> None:
    differing = []
    for file in sorted(ARCHIVE.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        words, expected = (segmenter.cut(text) for segmenter in both)
        if words != expected or "".join(words) != text:
            differing.append(file.name)
    assert differing == []


def test_an_added_word_stays_whole(engine: Segmenter) -> None:
    mine = Segmenter(engine.backend, ["云澜新材"])
    mine.add_words(["峄山2-A线", "荒山变茶山"])
    words = mine.tag("云澜新材让荒山变茶山")
    assert words == [("云澜新材", "n"), ("让", "v"), ("荒山变茶山", "n")]
    assert "云澜新材" not in engine.cut("云澜新材让荒山变茶山")
    assert "云澜新材" not in segment.cut("云澜新材让荒山变茶山")


def test_a_pickled_segmenter_keeps_its_words() -> None:
    mine = Segmenter(words=["云澜新材"])
    mine.cut("先用一次")
    assert pickle.loads(pickle.dumps(mine)).cut("推进云澜新材") == ["推进", "云澜新材"]  # noqa: S301


def test_lone_surrogates_come_back_as_they_were(engine: Segmenter) -> None:
    text = "园区\ud800建设\udfff"
    assert "".join(engine.cut(text)) == text
    assert "".join(word for word, _ in engine.tag(text)) == text


def test_the_common_segmenter_falls_back_to_jieba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment, "find_spec", lambda name: None)
    segmenter = Segmenter("auto")
    assert segmenter.cut("推进园区建设") == ["推进", "园区", "建设"]
    assert type(segmenter._engine).__name__ == "_Jieba"
    with pytest.raises(OptionError, match="not installed"):
        Segmenter("rjieba").cut("推进园区建设")


def test_jieba_keeps_its_cache_private(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert Segmenter("jieba").cut("园区") == ["园区"]
    folder = tmp_path / "sanxin"
    assert (folder / "jieba.cache").is_file()
    if sys.platform != "win32":
        assert folder.stat().st_mode & 0o777 == 0o700
    assert capsys.readouterr().err == ""


def test_a_home_that_cannot_be_written_gives_a_temporary_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert segment._private_cache().is_dir()


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(OptionError, match="auto, rjieba, jieba"):
        Segmenter("pkuseg")


def test_plain_functions() -> None:
    assert segment.cut("推进园区建设") == ["推进", "园区", "建设"]
    assert segment.tag("推进") == [("推进", "v")]


@pytest.mark.parametrize("tags", [True, False], ids=["tags", "no tags"])
@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES.keys())
def test_the_doc_is_the_text(text: str, tags: bool) -> None:
    doc = JiebaTokenizer(Vocab(), tags=tags)(text)
    assert doc.text == text
    assert [token.text for token in doc] == segment.cut(text)
    assert [token.tag_ for token in doc] == [tag if tags else "" for _, tag in segment.tag(text)]
    assert not any(token.whitespace_ for token in doc)


def test_a_doc_with_a_lone_surrogate_keeps_its_offsets() -> None:
    doc = JiebaTokenizer(Vocab())("园区\ud800建设")
    assert doc.text == "园区\ufffd建设"


def test_two_tokenizers_do_not_share_words() -> None:
    one, other = JiebaTokenizer(Vocab()), JiebaTokenizer(Vocab())
    one.add_words(["云澜新材"])
    assert [token.text for token in one("云澜新材")] == ["云澜新材"]
    assert len(other("云澜新材")) > 1


def test_settings_survive_bytes_and_disk(tmp_path: Path) -> None:
    one = JiebaTokenizer(Vocab(), "jieba", tags=False, words=["云澜新材"])
    one.to_disk(tmp_path / "tokenizer")
    copies = (
        JiebaTokenizer(Vocab()).from_bytes(one.to_bytes()),
        JiebaTokenizer(Vocab()).from_disk(tmp_path / "tokenizer"),
    )
    for copy in copies:
        assert (copy.segmenter.backend, copy.tags, copy.segmenter.words) == ("jieba", False, ("云澜新材",))


@pytest.fixture
def nlp() -> Language:
    pytest.importorskip("sanxin.pipeline", reason="spaCy loads every factory that is registered")
    import spacy

    return spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "sanxin.jieba.v1", "words": ["云澜新材"]}}})


def test_registered_with_spacy(nlp: Language) -> None:
    assert isinstance(nlp.tokenizer, JiebaTokenizer)
    assert isinstance(make_tokenizer()(nlp), JiebaTokenizer)


def test_a_pipeline_survives_pickle_disk_and_bytes(nlp: Language, tmp_path: Path) -> None:
    import spacy

    nlp("先用一次")
    nlp.to_disk(tmp_path)
    copies = (
        pickle.loads(pickle.dumps(nlp)),  # noqa: S301
        spacy.load(tmp_path),
        spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "sanxin.jieba.v1"}}}).from_bytes(nlp.to_bytes()),
    )
    for copy in copies:
        assert [token.text for token in copy("推进云澜新材")] == ["推进", "云澜新材"]


@pytest.mark.parametrize("processes", [1, 2])
def test_pipe(nlp: Language, processes: int) -> None:
    texts = ["推进云澜新材", "", "　园区\n建设"]
    assert [doc.text for doc in nlp.pipe(texts, n_process=processes)] == texts
