"""Which words of a passage are slogans, and of which kind."""

import pytest

from sanxin.records import Furniture, Slogan, SloganKind, Span
from sanxin.slogans import find_slogans

KINDS = {"a": SloganKind.ABBREVIATION, "c": SloganKind.CAMPAIGN, "p": SloganKind.PARALLEL, "m": SloganKind.METAPHOR}


def parted(text: str, marks: str) -> list[Span]:
    """Split at marks outside curly quotation marks and brackets, as the structure stage does."""
    spans, start, depth = [], 0, 0
    for at, character in enumerate(text):
        depth += (character in "“（(") - (character in "”）)")
        if character in marks and depth == 0:
            spans.append(Span(start, at))
            start = at + 1
    spans.append(Span(start, len(text)))
    return [span for span in spans if span.of(text).strip()]


def slogans(text: str, furniture: tuple[Furniture, ...] = ()) -> list[Slogan]:
    return find_slogans(text, parted(text, "。！？\n"), parted(text, "，。！？；：,;!?:\n"), furniture)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("开展“五转五促”大比拼。", ["a五转五促"], id="numerals and heads"),
        pytest.param("落实“一园一码”，建好“1+3+N”体系。", ["c一园一码", "a1+3+N"], id="each its own, code"),
        pytest.param("实施“3698”行动计划。", ["a3698"], id="digits"),
        pytest.param("守好三农基本盘，推进双拥共建。", ["a三农", "a双拥"], id="conventional without quotes"),
        pytest.param("要当好“店小二”，拧成“一股绳”。", ["m店小二", "m一股绳"], id="images"),
        pytest.param(
            "抓好“菜篮子”工程，丰富市民“菜篮子”。", ["c菜篮子", "m菜篮子"], id="an image that names a project"
        ),
        pytest.param("坚持“周周碰头、月月晾晒”。", ["p周周碰头、月月晾晒"], id="quoted phrases"),
        pytest.param("着力强产业、优环境、聚人才，加快崛起。", ["p强产业、优环境、聚人才"], id="unquoted phrases"),
        pytest.param("坚持以水兴城、以城护水，走出新路。", ["p以水兴城、以城护水"], id="crossed phrases"),
        pytest.param("建设产业旺、生态美、乡风和的新云山。", ["p产业旺、生态美、乡风和"], id="states before a noun"),
        pytest.param(
            "深入实施庭院焕新专项行动，落实好链长制。", ["c庭院焕新专项行动", "c链长制"], id="unquoted campaigns"
        ),
        pytest.param("启动稻香工程等六大计划。", ["a六大计划"], id="own list"),
        pytest.param(
            "茶叶、竹笋、药材三大产业壮大，环保、安全这两条红线守牢。", ["a三大产业", "a两条红线"], id="counted lists"
        ),
        pytest.param(
            "启动“十百千”工程，编好“3826”规划，一体推进“学、讲、干”。", ["a十百千", "a3826", "a学、讲、干"], id="codes"
        ),
        pytest.param(
            "实行一周一碰头、一月一晾晒，三分部署、七分落实。",
            ["p一周一碰头、一月一晾晒", "p三分部署、七分落实"],
            id="by the calendar",
        ),
        pytest.param(
            "坚持工业强县、生态立县、旅游活县。", ["p工业强县、生态立县、旅游活县"], id="a verb in third place"
        ),
        pytest.param("推广“揭榜挂帅”“以田换地”，叫好。", ["c揭榜挂帅", "c以田换地"], id="in good company"),
        pytest.param("“五转”攻坚动员大会开得好。", ["a五转"], id="a campaign's own meeting"),
        pytest.param("推动路长、河长、林长三长协同。", ["a三长"], id="explained by the list before it"),
        pytest.param("建成七大购物中心，完成15项工程。", [], id="things that can be counted"),
        pytest.param("今年是“十四五”收官之年，要在“快”字上下功夫。", [], id="plan period, single character"),
        pytest.param("有的干部自甘“歇脚”，存在“推一推动一动”问题。", [], id="criticism"),
        pytest.param("做强“云湖白茶”“石桥米酒”等特色品牌。", [], id="brands"),
        pytest.param("村民说：“路修好了，日子也好了。”", [], id="speech"),
        pytest.param("印发《“五转五促”实施方案》。", [], id="titles"),
        pytest.param("办好“一带一路”农产品交流大会。", [], id="meeting"),
        pytest.param("发展新材料、新能源、新医药，支持重点企业、重点项目。", [], id="lists of things"),
        pytest.param("各县、乡、村，一季度、二季度、三季度。", [], id="counts in a row"),
    ],
)
def test_slogans_of_a_passage(text, expected):
    assert [(slogan.kind, slogan.text) for slogan in slogans(text)] == [(KINDS[e[0]], e[1:]) for e in expected]


def test_the_longest_formulation_wins():
    text = "推进“五转五促”。“五转”是路径，“五促”是目标。"
    assert [slogan.text for slogan in slogans(text)] == ["五转五促", "五转", "五促"]


def test_a_name_with_quotation_marks_inside_is_one_span():
    text = "开展大比拼、共筑全县“聚宝盆”行动，推进共筑全县“聚宝盆”行动见效。全县“聚宝盆”不断做大。"
    found = slogans(text)
    assert [slogan.text for slogan in found] == ["共筑全县“聚宝盆”行动"] * 2 + ["聚宝盆"]
    assert found[0].canonical == "共筑全县聚宝盆行动"
    assert [slogan.kind for slogan in found] == [SloganKind.CAMPAIGN] * 2 + [SloganKind.METAPHOR]


def test_quoted_once_counts_everywhere():
    text = "推行“亮码进企”改革。各地亮码进企见到实效。"
    assert [slogan.text for slogan in slogans(text)] == ["亮码进企"] * 2


def test_members_that_are_names():
    text = "今年突出“三进”，即茶业进园、居民进城、服务进村。\n（一）茶业进园，做大茶产业。"
    found = slogans(text)
    assert [(slogan.text, slogan.kind) for slogan in found] == [
        ("三进", SloganKind.ABBREVIATION),
        ("茶业进园、居民进城、服务进村", SloganKind.PARALLEL),
        ("茶业进园", SloganKind.CAMPAIGN),
    ]


def test_members_that_are_only_listed():
    text = "突出“三改”，即改厨房、改厕所、改院落。"
    assert [slogan.text for slogan in slogans(text)] == ["三改"]


def test_a_number_and_its_partner():
    text = "各部门要推进“一站”变“三站”。"
    assert {slogan.kind for slogan in slogans(text)} == {SloganKind.ABBREVIATION}


def test_variants_share_a_canonical_form():
    text = '推进“山海 互济”改革，深化"山海互济"改革。'
    assert {slogan.canonical for slogan in slogans(text)} == {"山海互济"}


def test_the_page_holds_no_slogans_but_a_glossary_does():
    text = "关注“云山之窗”领“五转”范文。\n深入推进“三率”提升。\n名词解释\n“三率”：指就业率、入学率、参保率。"
    page = Furniture(0, text.index("\n"), "ad")
    glossary = Furniture(text.index("名词"), len(text), "glossary")
    found = slogans(text, (page, glossary))
    assert [(slogan.text, slogan.members) for slogan in found] == [("三率", ("就业率", "入学率", "参保率"))] * 2


def test_records_number_themselves_in_order():
    found = slogans("落实“五转”“五促”，当好“店小二”。")
    assert [slogan.id for slogan in found] == ["s1", "s2", "s3"]
    assert all(0 < slogan.score <= 1 for slogan in found)


@pytest.mark.parametrize(
    "text", ["", "\n", "“", "”“", "、、、、", "三", "所谓“", "三新（一", "一企一", "（" * 50 + "、"]
)
def test_scraps_raise_nothing(text):
    assert slogans(text) == []
