"""HTML: all the words, line by line, with the frame of the page marked."""

import pytest

from sanxin.errors import EmptyError, UnreadableError
from sanxin.reading.page import Options, Page
from sanxin.reading.web import looks_like_html, read_html


def read(html: str | bytes) -> Page:
    data = html if isinstance(html, bytes) else html.encode()
    return next(read_html(data, "页.html", Options()))


PAGES = {
    "paragraphs": ("<p>一</p><p>二</p>", "一\n二"),
    "headings and lists": ("<h1>题</h1><ul><li>甲<li>乙</ul><div>文</div>", "题\n甲\n乙\n文"),
    "line breaks": ("<p>一<br>二<br/><br/>三</p>", "一\n二\n三"),
    "inline tags leave no trace": ("<p>地区<b>生产</b><span>总值</span><a href=x>增长</a>6%</p>", "地区生产总值增长6%"),
    "blanks collapse": ("<p>  GDP \n growth  6% </p>", "GDP growth 6%"),
    "a break between Chinese characters is no blank": (
        "<p>推动高质\n   量发展，\n再上台阶</p>",
        "推动高质量发展，再上台阶",
    ),
    "wide and fixed blanks stay": ("<p>　　各位&nbsp;代表</p>", "　　各位\xa0代表"),
    "signs stay": ("<p>“四比四看”——再出发·㎡ 5&mdash;6 &lt;10%&gt; &amp;</p>", "“四比四看”——再出发·㎡ 5—6 <10%> &"),
    "pre keeps its lines": ("<pre>一、回顾\n二、安排</pre>", "一、回顾\n二、安排"),
    "scripts and hidden machinery": (
        "<script>var a='甲';</script><style>p{}</style><noscript>乙</noscript><select><option>丙</select>"
        "<p>丁</p><!-- 戊 -->",
        "丁",
    ),
    "table": (
        "<table><tr><th>指标</th><th>目标</th></tr><tr><td>GDP</td><td><p>6%</p></td></tr></table>",
        "指标\t目标\nGDP\t6%",
    ),
    "empty cells": ("<table><tr><td>甲</td><td></td><td>丙</td></tr></table>", "甲\t\t丙"),
    "layout table": (
        "<table><tr><td><p>菜单一</p><p>菜单二</p></td><td><p>第一段</p><p>第二段</p></td></tr></table>",
        "菜单一\n菜单二\n第一段\n第二段",
    ),
    "table in a table": ("<table><tr><td>外<table><tr><td>甲<td>乙</table></td></tr></table>", "外\n甲\t乙"),
    "unclosed tags": ("<div><p>一<p>二<td>三<b>四", "一\n二\n三四"),
    "no tags at all": ("各位代表：\n　　第一段。\n\n第二段", "各位代表：\n　　第一段。\n\n第二段"),
}


@pytest.mark.parametrize(("html", "text"), PAGES.values(), ids=PAGES)
def test_text(html: str, text: str) -> None:
    assert read(html).text == text


def test_title_is_kept_once() -> None:
    body = "<body><h1>在全县大会上的讲话</h1><p>同志们：</p></body>"
    same = read(f"<html><head><title>在全县大会上的讲话</title></head>{body}")
    assert same.text == "在全县大会上的讲话\n同志们："
    longer = read(f"<html><head><title>在全县大会上的讲话-云河县政府网</title></head>{body}")
    assert longer.text == "在全县大会上的讲话-云河县政府网\n在全县大会上的讲话\n同志们："
    assert longer.furniture[0].kind == "header"


HINTS = {
    "title before the site's name": ("<title>政府工作报告--要闻-云河县</title>", "政府工作报告", None),
    "title with underscore": ("<title>政府工作报告_云河县人民政府</title>", "政府工作报告", None),
    "article title": ('<title>云河</title><meta name="ArticleTitle" content="工作报告">', "工作报告", None),
    "date": ('<meta name="PubDate" content="2024-03-05 10:20">', None, "2024-03-05"),
}


@pytest.mark.parametrize(("head", "title", "published"), HINTS.values(), ids=HINTS)
def test_head_gives_hints(head: str, title: str | None, published: str | None) -> None:
    hints = read(f"<html><head>{head}</head><body><p>同志们：</p>").hints
    assert hints.title == title
    assert (str(hints.published) if hints.published else None) == published


@pytest.mark.parametrize(
    "html",
    [
        "<nav><a>首页</a> <span>要闻</span></nav><p>正文在此</p>",
        "<ul><li><a>首页</a><li><a>要闻</a><li><a>公开</a></ul><p>正文在此</p>",
        "<p>正文在此</p><footer>电话 0000</footer>",
    ],
    ids=["nav", "links", "footer"],
)
def test_frame_is_marked_and_kept(html: str) -> None:
    page = read(html)
    (span,) = page.furniture
    assert span.kind == "menu"
    outside = page.text[: span.start] + page.text[span.end :]
    assert outside.strip() == "正文在此"


def test_links_inside_the_speech_are_no_menu() -> None:
    page = read("<p>推进<a>四比四看</a>行动</p><p><a>附件</a></p><p>加快<a>重点项目</a>建设</p>")
    assert page.furniture == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encoding_follows_from_the_bytes_not_from_the_meta_tag(encoding: str) -> None:
    html = '<html><head><meta charset="iso-8859-1"></head><body><p>各位代表，现在报告工作——请审议·㎡</p></body></html>'
    assert read(html.encode(encoding)).text == "各位代表，现在报告工作——请审议·㎡"


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>题</title></head><body><img src=x></body>",
        "<script>var a = '各位代表';</script>",
        "<p>&nbsp;</p>",
    ],
    ids=["picture", "script", "blank"],
)
def test_page_without_text_is_empty(html: str) -> None:
    with pytest.raises(EmptyError, match="page without text"):
        read(html)


def test_declared_entities_are_not_followed() -> None:
    html = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname"> <!ENTITY y "哈">]><p>内容&x;&y;</p>'
    text = read(html).text
    assert text.startswith("内容")
    assert "哈" not in text


def test_nesting_too_deep_is_refused_not_cut() -> None:
    with pytest.raises(UnreadableError, match="too deep"):
        read("<div>" * 20_000 + "各位代表" + "</div>" * 20_000)


@pytest.mark.parametrize(
    ("start", "is_html"),
    [
        (b"<!DOCTYPE html><html>", True),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', True),
        (b"<!-- saved --><HTML>", True),
        (b"<p>a", True),
        ("<各位代表>".encode(), False),
        (b"title,text", False),
    ],
)
def test_looks_like_html(start: bytes, is_html: bool) -> None:
    assert looks_like_html(start) is is_html
