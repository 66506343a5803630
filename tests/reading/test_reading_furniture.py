"""Whole pages: what is marked, what is left, and that the spans are in order and inside the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin.reading.furniture import find_furniture, merge
from sanxin.records import Furniture

TITLE = "在云河县2024年重点项目推进大会上的讲话"
FIRST = "今天我们召开全县重点项目推进大会，主要任务是总结去年工作，部署今年任务，动员全县上下鼓足干劲、大干快上。"
LAST = "同志们，目标已经明确，关键在于落实。让我们只争朝夕、真抓实干，为建设富强美丽的新云河而努力奋斗，谢谢大家。"


def left(text: str) -> list[str]:
    """Return the lines that are not furniture."""
    kept, position = [], 0
    for span in find_furniture(text):
        kept.append(text[position : span.start])
        position = span.end
    kept.append(text[position:])
    return [line.strip() for line in "".join(kept).split("\n") if line.strip()]


def kinds(text: str) -> set[str]:
    return {span.kind for span in find_furniture(text)}


PAGES = {
    "government page": (
        [
            "首页",
            ">",
            "政务公开",
            ">",
            "领导讲话",
            TITLE,
            "发布时间：",
            "2024-03-05 10:20",
            "来源：",
            "县政府办",
            "【字体：",
            "大",
            "中",
            "小",
            "】",
        ],
        ["责任编辑：", "李山", "扫一扫在手机打开当前页", "【", "打印本页", "】", "【", "关闭窗口", "】"],
    ),
    "school page": (
        [
            f"{TITLE}--要闻-云河一中",
            "今天是",
            "公共文件夹 |",
            "智慧校园 |",
            "登录|注册",
            "首页",
            "新闻中心",
            "百年芳华",
            "推荐阅读",
            "秋日盛会，青春飞扬…[10-20]",
            "当前位置：首页 >",
            "新闻中心>",
            "校内要闻",
            "校内要闻",
            TITLE,
            "文章来源：云河在线 作者：办公室 发布时间：2024年03月05日 点击数：",
            "次",
        ],
        [
            "【打印正文】",
            "上一篇：云河一中举行升旗仪式[ 03-04 ]",
            "下一篇：没有了",
            "网站地图",
            "|",
            "云河一中 版权所有 Copyright © 2024",
        ],
    ),
    "range of essays": (
        [
            "云河范文网 YUNHE.EXAMPLE —— 专注写作范文",
            f"{TITLE}(第2/3页)",
            "编辑部 分享 收藏 共计8800个字,预计阅读时长25分钟。",
        ],
        ["221381", "领取福利", "微信扫码领取福利", "微信扫码分享"],
    ),
    "newspaper's database": (
        [
            "下载",
            "打印",
            "全屏",
            "收藏",
            "【字号：",
            "加大",
            "还原",
            "减小",
            "】",
            TITLE,
            "来源：云河日报",
            "时间：2024-02-03",
        ],
        ["相关报道：", "云河县重点项目集中开工", "图解县委工作会议"],
    ),
    "wiki": (
        [TITLE],
        [
            "本作品是中华人民共和国的",
            "法律",
            "、",
            "法规",
            "，国家机关的决议不适用于著作权法，属于",
            "公有领域",
            "Public domain",
            "false",
        ],
    ),
    "law database": (["【法宝引证码】 CLI.12.9999999", "原文链接：https://www.example.com/a.html", TITLE, TITLE], []),
}


@pytest.mark.parametrize(("head", "tail"), PAGES.values(), ids=PAGES)
def test_page_leaves_title_and_speech(head: list[str], tail: list[str]) -> None:
    text = "\n".join([*head, "同志们：", FIRST, "一、去年工作回顾", FIRST, LAST, *tail])
    assert left(text) == [TITLE, "同志们：", FIRST, "一、去年工作回顾", FIRST, LAST]


SPEECHES = {
    "report": [
        "政府工作报告",
        "——2024年1月9日在云河县第九届人大第四次会议上",
        "县长 李山",
        "各位代表：",
        FIRST,
    ],
    "short headings": [
        "同志们：",
        FIRST,
        "一、打基础",
        "二、抓招商",
        "三、转作风",
        "产业",
        "城建",
        "民生",
        "教育",
        "环保",
        "党建",
        FIRST,
    ],
    "list of names": [FIRST, "李山 县发改局局长", "王河 县财政局局长", "赵川 县住建局局长", "周海 县教育局局长"],
    "short lines broken by links": [FIRST, "乡村振兴", "”实现了良好开局。", "——", "改革开放", "一带一路", FIRST],
    "numbered clauses": [FIRST, "1", "2", "3", "附件：重点任务清单", "1. 完成投资10亿元", "2. 新开工项目5个"],
    "one line": [f"{FIRST}{LAST}"],
    "labels of a task list": [
        "年度目标：新增就业5000人以上。",
        "主办单位：县人社局，各乡镇人民政府",
        "完成时间：2024年12月底",
        FIRST,
    ],
    "only short lines": ["同志们", "干", "干", "干"],
}


@pytest.mark.parametrize("lines", SPEECHES.values(), ids=SPEECHES)
def test_speech_is_left_alone(lines: list[str]) -> None:
    assert find_furniture("\n".join(lines)) == ()


def test_glossary_is_marked_to_its_end_and_no_further() -> None:
    entries = [
        "名词解释",
        "1.“四比四看”：比项目看投资、比招商看落地。",
        "2.“双招",
        "双引",
        "”：招商引资、招才引智。",
        "3．零碳园区：排放趋于平衡的园区。",
    ]
    appendix = ["附件", "2024年10件民生实事", "1.新建学校2所。"]
    text = "\n".join([FIRST, LAST, *entries, *appendix])
    assert left(text) == [FIRST, LAST, *appendix]
    assert kinds(text) == {"glossary"}


@pytest.mark.parametrize(
    "heading", ["名词解释", "附：名词解释", "报告中有关名词解释", "注释：", "《政府工作报告》名词注释"]
)
def test_headings_of_glossaries(heading: str) -> None:
    assert kinds(f"{LAST}\n{heading}\n①甲：乙。\n②丙：丁。") == {"glossary"}


def test_contents_are_marked_where_they_come_again() -> None:
    headings = ["一、去年工作回顾", "二、今年工作安排"]
    text = "\n".join(["目　录", *headings, "同志们：", headings[0], FIRST, headings[1], LAST])
    assert left(text) == ["同志们：", headings[0], FIRST, headings[1], LAST]


def test_contents_with_page_numbers() -> None:
    assert left(f"第一章 发展基础... 2\n第二章 总体要求……………3\n{FIRST}") == [FIRST]


def test_page_numbers_in_order_are_marked_and_others_left() -> None:
    pages = [line for number in (12, 13, 14, 15) for line in (FIRST, LAST, FIRST, LAST, str(number))]
    assert "13" not in left("\n".join(pages))
    assert left("\n".join([FIRST, "12", LAST, FIRST, LAST, FIRST, "5"])).count("12") == 1


INSIDE = {
    "page of a title": (f"{TITLE}(第2/3页)\n{FIRST}", "(第2/3页)", "pagination"),
    "dateline": (f"新华社云河7月21日电{FIRST}", "新华社云河7月21日电", "source"),
    "agency and paper": (
        f"{LAST}（新华社云河7月21日电）《 云河日报 》（ 2024年07月22日 02 版）",
        "（新华社云河7月21日电）",
        "source",
    ),
    "caption between paragraphs": (
        f"{FIRST}　　2024年3月8日，他来到果园察看。 新华社记者 李山/摄　　{LAST}",
        "2024年3月8日，他来到果园察看。 新华社记者 李山/摄",
        "caption",
    ),
    "caption in running text": (
        f"{FIRST}3月8日，大会召开。 本报记者 王河 摄{LAST}",
        "3月8日，大会召开。 本报记者 王河 摄",
        "caption",
    ),
    "caption as a line": (f"县长李山作报告。本报记者王大河摄\n{FIRST}", "县长李山作报告。本报记者王大河摄", "caption"),
}


@pytest.mark.parametrize(("text", "words", "kind"), INSIDE.values(), ids=INSIDE)
def test_inside_a_line(text: str, words: str, kind: str) -> None:
    spans = {(text[span.start : span.end], span.kind) for span in find_furniture(text)}
    assert (words, kind) in spans


def test_newspaper_named_in_the_middle_is_speech() -> None:
    assert find_furniture(f"{FIRST}《云河日报》（2024年7月22日）作了报道。{LAST * 10}") == ()


def test_merge_keeps_the_first_and_cuts_the_overlap() -> None:
    spans = merge(
        [Furniture(5, 9, "menu")], [Furniture(0, 6, "header"), Furniture(7, 8, "qr"), Furniture(12, 13, "ad")]
    )
    assert spans == (Furniture(0, 6, "header"), Furniture(6, 9, "menu"), Furniture(12, 13, "ad"))


@given(
    st.lists(
        st.sampled_from(
            ["首页", ">", "打印", "大", "】", TITLE, FIRST, "目录", "名词解释", "1.甲：乙", "相关报道：", "12", ""]
        )
    )
)
def test_spans_are_in_order_and_inside_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    position = 0
    for span in find_furniture(text):
        assert position <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        position = span.end
