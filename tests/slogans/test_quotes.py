"""Quotation marks of every style, nested, wrapped over a line, mixed, and without a partner."""

import pytest

from sanxin.slogans.quotes import read_quotations


def inner(text):
    return [quotation.inner.of(text) for quotation in read_quotations(text, 90).quoted]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("推进“五转”工作", ["五转"], id="curly"),
        pytest.param('推进"五转"和"五促"', ["五转", "五促"], id="straight"),
        pytest.param("推进‘五转’工作", ["五转"], id="single"),
        pytest.param("推进'五转'工作", ["五转"], id="straight single"),
        pytest.param("推进「五转」與『五促』", ["五转", "五促"], id="corner"),
        pytest.param('推进“五转"工作', ["五转"], id="typed with two keyboards"),
        pytest.param('推进" 五转 "工作', ["五转"], id="blanks inside"),
        pytest.param("打造“‘楼上’连‘楼下’”格局", ["‘楼上’连‘楼下’"], id="nested"),
        pytest.param("推进“山海\n互济”工作", ["山海\n互济"], id="wrapped over a line"),
        pytest.param("健全“三包五定（包任务、包进度、包质量）”办法", ["三包五定"], id="explaining bracket"),
        pytest.param("他说：“云山", [], id="no partner"),
        pytest.param("第一段“云山\n\n第二段湖水”完", [], id="over paragraphs"),
        pytest.param("“”与“五转”", ["五转"], id="empty"),
        pytest.param("don't和isn't", [], id="apostrophes"),
    ],
)
def test_quoted_words(text, expected):
    assert inner(text) == expected


def test_titles_are_not_quotations():
    text = "印发《云山县“五转”方案》和“五促”"
    quotations = read_quotations(text, 90)
    assert [title.of(text) for title in quotations.titles] == ["《云山县“五转”方案》"]
    assert [quotation.inner.of(text) for quotation in quotations.quoted] == ["五转", "五促"]


def test_neighbours_make_a_run():
    text = "做强“云茶”“云菌”、“云药”等品牌，当好“管家”"
    runs = {(q.run_start, q.run_end) for q in read_quotations(text, 90).quoted}
    assert [text[start:end] for start, end in sorted(runs)] == ["“云茶”“云菌”、“云药”", "“管家”"]


def test_a_long_quotation_is_left_alone():
    assert inner("他说“" + "云" * 200 + "”。") == []
