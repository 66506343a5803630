"""What a speech sets up itself, and what it does not. The places are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from sanxin import read
from sanxin.frameworks import check_framework, induce_framework, load_framework, to_toml
from sanxin.records import Document, Facts

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def speech(text, title=None):
    return Document("t", "云汀讲话.txt", text, Facts(title=title))


SO_CALLED = """在云汀县“三转三优”行动、当好全市“金扁担”动员大会上的讲话
同志们：
二、怎么看“三转三优”
（一）“三优”是目标。所谓“产业优”，就是让老行当换新颜、新行当站稳脚，税收多起来。所谓“城乡优”，就是让县城有模样、村庄有人气，出门见绿。所谓“民生优”，就是让群众看病不跑远路、孩子上学不挤大班。
（二）“三转”是路径。所谓“转链条”，就是盯住竹木、茶叶两条链，新引项目20个，老厂技改30家。所谓“转面貌”，就是改造小区15个，修好断头路6条，清淤河道12公里。所谓“转作风”，就是干部下沉一线，网格全覆盖，信访件件有着落。
（三）当好“金扁担”是担当。全市一半的税收要靠云汀挑，这根“金扁担”不能折。
三、怎么干“三转三优”
（一）挂图作战。任务到人。
（二）督查问效。“金扁担”挑得怎样，月月晒账。
"""

HEADINGS = """在云汀市“四进”攻坚动员会上的讲话
二、“四进”攻坚怎么干
今年要开展“四进”攻坚行动，即产业进阶、城乡进容、治理进格、民生进档。
（一）产业进阶，挺起脊梁
引进项目30个，新建厂房5万平方米，培育小巨人企业4家。
（二）城乡进容，扮靓家园
改造小区20个，打通断头路3条，建成公园6个。
（三）治理进格，守好平安
划分网格800个，化解积案100件，安装探头300处。
（四）民生进档，温暖人心
新建学校2所，养老床位增加500张。
三、拼作风
“四进”攻坚，关键在干部。
"""

STRATEGIES = """政府工作报告
二、今后五年
今后五年，要深入实施“强心、壮链、活乡”三大战略，加快建设“一城两地”。“一城两地”，即山水名城、先进制造高地、康养旅游胜地。
三、今年工作
（一）实施强心战略，提升中心城区
建设新区，改造老城，新增停车位3000个。
（二）实施壮链战略，做强工业
培育链主企业5家，工业投资增长12%。
（三）实施活乡战略，振兴乡村
建设和美乡村20个，村集体收入超20万元。
"""

MEANS = """在青槐街道“五微”治理推进会上的讲话
什么是“五微”？就是微网格、微阵地、微实事、微协商、微服务。
微网格，就是把触角伸到楼道。全街道划分网格300个，配齐楼栋长。
微阵地，就是让居民下楼有去处。建成小站12个。
微实事，就是件件小事有着落。设立基金200万元。
微协商，就是大家的事大家商量。每季度议事一次。
微服务，就是把方便送上门。招募志愿者500名。
"""

SERIES = """在云汀区工业大会上的讲话
二、路子怎么走
所谓“强链”，就是把上下游串起来，新引配套企业20家。所谓“扩园”，就是把园区做大，新建厂房10万平方米。所谓“育企”，就是把小苗养成大树，新增规上企业30家。
三、保障怎么抓
“强链”“扩园”“育企”都要有专班。
"""

UNQUOTED = """在云汀县委全会上的讲话
二、把握“四个之路”的内涵
县委确定了强工之路、兴农之路、活旅之路、惠民之路“四条路径”，这是今后五年的总抓手。
所谓强工之路，就是把工业摆在首位。规上工业产值突破200亿元。
所谓兴农之路，是指把粮袋子扛在肩上，建成高标准农田8万亩。
所谓活旅之路，就是让游客留得住，民宿达到300家。
所谓惠民之路，就是把实事办到心坎上，新增托位800个。
"""

LISTED = """在云汀镇“三改四提”行动启动大会上的讲话
同志们：
什么是“三改四提”？就是改厕、改水、改路，提产业、提颜值、提治理、提收入。
今年改造户厕300座，铺供水管网12公里。“三改四提”是硬任务。
"""

LIST = """在禾川市委全会上的讲话
二、今后五年的总体思路
要坚定不移实施“东进、西拓、南融”发展战略。
（一）东进，对接沿海
建设东部新城，引进项目30个。
（二）西拓，开发山区
发展林下经济5万亩，修路80公里。
（三）南融，融入都市圈
开通城际公交6条，互认事项100项。
"""

YEARS = """在禾川镇大会上的讲话
全镇上下要大抓“四个年”建设。
——项目攻坚年。新开工项目12个，总投资8亿元。
——环境提升年。拆除违建2万平方米。
——乡村振兴年。村集体收入全部超过20万元。
——作风建设年。干部驻村每月不少于10天。
“四个年”是硬任务。
"""

WITH_VERBS = """在禾川县教育大会上的讲话
要以“三大工程”为总抓手，推动教育强县。
（一）实施强师工程。培训教师2000人次，引进名师10名。
（二）实施强校工程。新建学校3所。
（三）实施强体工程。学生体质优良率达到60%。
"""

CORES = """在禾川区委会议上的讲话
所谓“三大跨越”，即产业跨越、城市跨越、民生跨越。
“产业跨越”，核心是做大总量，工业产值突破500亿元；“城市跨越”，关键是提升能级，建成区扩大3平方公里；“民生跨越”，重点是补齐短板，新增学位2000个。
"""

DEFINED = [
    pytest.param(SO_CALLED, "三转三优", ["转链条", "转面貌", "转作风"], id="so-called"),
    pytest.param(HEADINGS, "四进", ["产业进阶", "城乡进容", "治理进格", "民生进档"], id="headings"),
    pytest.param(STRATEGIES, "三大战略", ["强心", "壮链", "活乡"], id="strategies"),
    pytest.param(MEANS, "五微", ["微网格", "微阵地", "微实事", "微协商", "微服务"], id="means"),
    pytest.param(SERIES, "强链扩园育企", ["强链", "扩园", "育企"], id="series"),
    pytest.param(UNQUOTED, "四条路径", ["强工之路", "兴农之路", "活旅之路", "惠民之路"], id="unquoted"),
    pytest.param(LIST, "东进西拓南融", ["东进", "西拓", "南融"], id="quoted-list"),
    pytest.param(YEARS, "四个年", ["项目攻坚年", "环境提升年", "乡村振兴年", "作风建设年"], id="headings-decode"),
    pytest.param(WITH_VERBS, "三大工程", ["强师工程", "强校工程", "强体工程"], id="verbs-left-out"),
    pytest.param(CORES, "三大跨越", ["产业跨越", "城市跨越", "民生跨越"], id="cores"),
    pytest.param(
        LISTED, "三改四提", ["改厕", "改水", "改路", "提产业", "提颜值", "提治理", "提收入"], id="listed-in-the-title"
    ),
]


def titled(text):
    first = text.split("\n", 1)[0]
    return speech(text, first if first.startswith("在") else None)


@pytest.mark.parametrize(("text", "name", "pathways"), DEFINED)
def test_pathways(text, name, pathways):
    found = induce_framework(titled(text))
    assert found is not None
    assert (found.name, [pathway.name for pathway in found.pathways]) == (name, pathways)


@pytest.mark.parametrize(("text", "name", "pathways"), DEFINED)
def test_passages_are_places_of_the_text(text, name, pathways):
    found = induce_framework(titled(text))
    assert found is not None
    for part in (*found.pathways, *found.goals):
        for passage in part.passages:
            assert text[passage.start : passage.end] == passage.text
            assert part.name in passage.text


@pytest.mark.parametrize(("text", "name", "pathways"), DEFINED)
def test_a_draft_is_a_sound_file(text, name, pathways, tmp_path):
    found = induce_framework(titled(text))
    assert found is not None
    (tmp_path / "own.toml").write_text(to_toml(found), encoding="utf-8")
    assert check_framework(tmp_path / "own.toml") == []
    assert load_framework(tmp_path / "own.toml") == found


def test_goals_and_keystone():
    found = induce_framework(titled(SO_CALLED))
    assert found is not None
    assert [goal.name for goal in found.goals] == ["产业优", "城乡优", "民生优"]
    assert all(pathway.goals == ("产业优", "城乡优", "民生优") for pathway in found.pathways)
    assert found.keystone is not None
    assert found.keystone.name == "金扁担"
    assert [passage.text[:10] for passage in found.keystone.passages] == ["（三）当好“金扁担”"]


def test_a_goal_beside_the_pathways():
    found = induce_framework(titled(STRATEGIES))
    assert found is not None
    assert [goal.name for goal in found.goals] == ["山水名城", "先进制造高地", "康养旅游胜地"]
    assert found.keystone is None


def test_definitions_end_before_the_next():
    found = induce_framework(titled(SO_CALLED))
    assert found is not None
    texts = [passage.text for pathway in found.pathways for passage in pathway.passages]
    assert [text[:8] for text in texts] == ["所谓“转链条”，", "所谓“转面貌”，", "所谓“转作风”，"]
    assert [text[-4:] for text in texts] == ["30家。", "2公里。", "有着落。"]


def test_distinctive_words():
    found = induce_framework(titled(HEADINGS))
    assert found is not None
    words = {pathway.name: pathway.definition_words for pathway in found.pathways}
    assert {"项目", "厂房"} <= set(words["产业进阶"])
    assert {"小区", "公园"} <= set(words["城乡进容"])
    every = [word for own in words.values() for word in own]
    assert len(every) == len(set(every))


def test_short_forms_are_aliases():
    found = induce_framework(titled(UNQUOTED))
    assert found is not None
    assert [pathway.aliases for pathway in found.pathways] == [("强工",), ("兴农",), ("活旅",), ("惠民",)]


TASKS = """政府工作报告
三、今年重点做好五个方面工作
（一）做强工业经济。新引项目20个。
（二）振兴乡村。建成高标准农田2万亩。
（三）提升城市品质。改造小区8个。
（四）保障民生。新建学校2所。
（五）守牢安全底线。排查隐患3000处。
"""

PRODUCTS = """在全市招商会上的讲话
围绕新能源、新材料、绿色食品三大产业招商。新能源，要盯紧电池和电控，引进企业3家。新材料，要做好嫁接，技改投资增长20%。绿色食品，要用好原料，新增基地2万亩。三大产业都要有专班。
"""

LOOKING_BACK = """2031年工作总结
一、2030年工作回顾
过去一年，我们扎实推进“三大行动”，即治水行动、护林行动、清河行动，成效明显。
（一）治水行动成效明显。完成治理河段12公里，水质达标率提高3个百分点。
（二）护林行动扎实有力。完成造林3万亩，火灾下降了两成。
（三）清河行动有序推进。清理垃圾800吨，拆除违建60处。
二、2031年工作安排
今年要稳住增长，抓好项目，办好实事。
"""

ABBREVIATIONS = """在云汀县春训班上的讲话
各级干部要下足功夫，落实“四个不摘”，即不摘责任、不摘政策、不摘帮扶、不摘监管。推进“三资”（资金、资产、资源）清理。
推动事故起数、死亡人数“双下降”。
"""


FARMING = """在全县“三农”工作会议上的讲话
“三农”即农业、农村、农民。今年粮食面积稳定在30万亩，村集体收入增长一成。
"""


@pytest.mark.parametrize(
    "text",
    ["", "今年新建学校3所。", TASKS, PRODUCTS, LOOKING_BACK, ABBREVIATIONS, FARMING],
    ids=["empty", "no-abbreviation", "tasks", "products", "review", "abbreviations", "known-by-all"],
)
def test_nothing_is_drafted(text):
    assert induce_framework(titled(text)) is None


def test_text_of_no_mercy():
    """Names that repeat a thousand times cost no more than their length."""
    text = "所谓“甲甲”，就是甲甲。" * 2000 + "“三甲”，即甲甲、乙甲、丙甲。" * 200
    assert induce_framework(speech(text)) is None


# --- the public texts -----------------------------------------------------------------------------------------------


@pytest.mark.skipif(not SHARED.is_dir(), reason="the public texts are not at hand")
def test_the_district_speech():
    (document,) = read(SHARED / "seed" / "district_speech_2024.txt")
    found = induce_framework(document)
    assert found is not None
    assert [pathway.name for pathway in found.pathways] == ["构建新产业", "打造新环境", "推进新治理"]
    assert [goal.name for goal in found.goals] == ["强产争先", "强城争优", "强村争效"]
    assert found.keystone is not None
    assert found.keystone.name == "压舱石"
    for part in (*found.pathways, *found.goals):
        (passage,) = part.passages
        assert passage.text.startswith(f'所谓"{part.name}"')
        assert document.text[passage.start : passage.end] == passage.text
        assert document.text[passage.end :].lstrip().startswith(("所谓", "(二)", "(三)"))


SETS_UP = {
    "a01_xiuchuan_district_2024.txt": ["筑链兴业", "筑境兴城", "筑基兴治"],
    "a02_jianglin_county_2021.txt": ["工业进阶", "农业进档", "城乡进容", "治理进网"],
    "a08_tinglan_city_2026.docx": ["科创", "实体", "开放", "绿色", "民生"],
    "c02_plan_county_2021.txt": ["生态立县", "工业强县", "文旅活县"],
    "c04_framework_province_2017.txt": ["强链之路", "畅通之路", "绿色之路", "善治之路"],
    "a05_gutang_county_2012.txt": None,
    "b01_yanxi_county_2010.txt": None,
    "b04_tanping_county_2019.txt": None,
    "b06_ningling_province_2021.docx": None,
    "c06_education_bureau_2011.txt": None,
}


@pytest.mark.parametrize(("name", "pathways"), SETS_UP.items(), ids=SETS_UP)
def test_samples(name, pathways):
    (document,) = read(Path(__file__).resolve().parent.parent / "corpus" / "samples" / name)
    found = induce_framework(document)
    assert (None if found is None else [pathway.name for pathway in found.pathways]) == pathways
