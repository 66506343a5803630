"""The characters of a text as numbers: ids of stretches, the folded form, where its characters stand."""

import numpy as np
import pytest

from sanxin.slogans import rules
from sanxin.slogans.characters import character_table, ids_of, looked_up, places_in
from sanxin.slogans.letters import Letters
from sanxin.slogans.words import Words

TEXT = "云湖“亮码 入园”，\n再说'亮码入园'；𠮷。"


def array(*numbers):
    return np.array(numbers, dtype=np.intp)


def test_a_stretch_has_the_id_of_its_folded_form_wherever_it_stands():
    letters = Letters(TEXT * 500)
    starts = [at for at in range(len(letters.text)) if letters.text.startswith("亮码", at)]
    place = letters.place[array(*starts)]
    assert set(letters.told.ids(place, place + 4).tolist()) == set(ids_of(["亮码入园"]).tolist())


@pytest.mark.parametrize("text", [TEXT, "", "“”", "Ａ,B；c＋", "\ud83d x"])
def test_told_is_the_folded_form(text):
    letters = Letters(text)
    assert "".join(map(chr, letters.told.codes)) == rules.folded(text).replace("𠮷", "\uffff")
    assert [text[at] for at in letters.at[:-1]] == [c for c in text if rules.folded(c)]


def test_ids_tell_order_and_are_looked_up():
    table = np.sort(ids_of(["强城争优", "争优强城", "一"]))
    assert len(set(table.tolist())) == 3
    assert places_in(table, ids_of(["争优强城", "二"])).tolist() == [table.tolist().index(ids_of(["争优强城"])[0]), -1]


def test_edges_without_blanks():
    text = " 强产业 、 优环境\n"
    edges = Letters(text).solid
    assert edges.later(array(0, 5)).tolist() == [1, 7 - 2]
    assert edges.earlier(array(5, len(text))).tolist() == [4, 10]


def test_table_of_characters():
    table = character_table([("、", 1), ("，", 2)])
    assert looked_up(table, array(ord("，"), ord("、"), ord("云"))).tolist() == [2, 1, 0]


def test_words_of_a_text_and_of_its_doc_are_the_same():
    from sanxin.pipeline import assemble, layers_of

    text = "着力打造“三带”，\n提升GDP 3.5%。"
    doc = assemble(("sanxin_structure",))(text)
    one, two = Words.of_text(text), Words.of_tagged(text, layers_of(doc).words)
    for name in Words.__slots__:
        assert getattr(one, name).tolist() == getattr(two, name).tolist()
