import pytest
import spacy

import sanxin
from sanxin import analysis, pipeline
from sanxin.errors import OptionError
from sanxin.records import Document, DocumentDate

TEXT = (
    "在栖原县2031年“三联共进”动员大会上的讲话\n"
    "今年，力争完成工业投资95亿元，新建农村公路80公里，启动12个城市更新项目。\n"
    "要推行“一企一策”，让群众办事更方便。"
)


@pytest.fixture(scope="module")
def nlp():
    return sanxin.load()


def test_components_are_found_by_their_names_alone():
    blank = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "sanxin.jieba.v1"}}})
    for name in pipeline.COMPONENTS:
        blank.add_pipe(name)
    assert blank.pipe_names == list(pipeline.COMPONENTS)


def test_each_component_gets_what_it_needs(nlp):
    assert nlp.analyze_pipes()["problems"] == {name: [] for name in pipeline.COMPONENTS}


def test_doc_holds_records_and_spans(nlp):
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert [quantity.text for quantity in doc._.quantities] == ["95亿元", "80公里", "12个"]
    assert [span.text for span in doc.spans["quantities"]] == ["95亿元", "80公里", "12个"]
    assert doc._.targets == tuple(q for q in doc._.quantities if q.status == "commitment")
    assert all(TEXT[r.start : r.end] == r.text for r in (*doc._.quantities, *doc._.slogans, *doc._.actions))


def test_quantities_belong_to_their_clause(nlp):
    doc = nlp(TEXT)
    by_id = {quantity.id: quantity for quantity in doc._.quantities}
    for action in doc._.actions:
        for name in action.quantities:
            assert action.start <= by_id[name].start < action.end


@pytest.mark.parametrize("text", [TEXT, "", "要加快X區建設。", "力爭「三新三強」覆蓋12個縣區。\n"], ids=repr)
def test_speech_is_the_same_without_spacy(nlp, text):
    document = Document("d", "d", text)
    assert analysis.analyse(analysis.load(), document) == sanxin.analyse(nlp, document)


def test_pipe_gives_what_single_calls_give(nlp):
    texts = [TEXT, "", "去年新建公厕20座。"]
    assert [doc._.quantities for doc in nlp.pipe(texts)] == [nlp(text)._.quantities for text in texts]


def test_saved_pipeline_comes_back(nlp, tmp_path):
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert again(TEXT)._.quantities == nlp(TEXT)._.quantities


def test_date_of_the_caller_wins(nlp):
    document = Document("d", "d", "力争年内新建公厕20座。")
    speech = sanxin.analyse(nlp, document, date=DocumentDate(2029))
    assert str(speech.quantities[0].deadline) == "2029-12-31"


def test_unknown_framework_lists_the_known():
    with pytest.raises(OptionError, match="'sanxin'"):
        sanxin.load("nonsense")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "。", "“", "1", "\u200b", "A" * 100, "\ud800力争3个"])
def test_odd_texts_pass(nlp, text):
    assert sanxin.analyse(nlp, Document("x", "x", text)).document.text == text
