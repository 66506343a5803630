"""Title, date, region, level, speaker, occasion of invented documents about fictional places."""

import pytest

from sanxin.reading import find_furniture, read_facts
from sanxin.reading.page import Hints
from sanxin.records import DocumentDate, Facts

BODY = "现在，我代表县人民政府向大会作报告，请各位审议，也请列席的同志多提意见，全县上下共同努力。"


def facts(text: str, name: str = "", hints: Hints | None = None) -> Facts:
    return read_facts(text, name, find_furniture(text), hints or Hints())


DOCUMENTS = {
    "county report": (
        "政 府 工 作 报 告\n\n----2012年2月29日在云河县第三届人大第六次会议上\n\n"
        f"云河县人民政府县长　　李天山\n各位代表：\n{BODY}",
        Facts(
            "政府工作报告",
            DocumentDate(2012, 2, 29),
            "云河县",
            "county",
            "李天山",
            "云河县第三届人大第六次会议",
        ),
    ),
    "district of a city": (
        "云河市清水区政府工作报告\n（2024年1月10日在清水区第五届人民代表大会第四次会议上）\n"
        f"代区长 赵 云\n各位代表：\n{BODY}",
        Facts(
            "云河市清水区政府工作报告",
            DocumentDate(2024, 1, 10),
            "清水区",
            "county",
            "赵云",
            "清水区第五届人民代表大会第四次会议",
        ),
    ),
    "provincial report": (
        "2016年河南省农业工作报告\n――2016年1月7日在河南省第二届人大第四次会议上\n"
        f"来源：云河日报\n时间：2016-02-03\n省长 李山\n各位代表：\n{BODY}",
        Facts(
            "2016年河南省农业工作报告",
            DocumentDate(2016, 1, 7),
            "河南省",
            "provincial",
            "李山",
            "河南省第二届人大第四次会议",
        ),
    ),
    "national report": (
        f"2006年预算报告\n——2006年3月6日在第七届全国人民代表大会第六次会议上\n国务院总理李山河\n各位代表：\n{BODY}",
        Facts(
            "2006年预算报告",
            DocumentDate(2006, 3, 6),
            "中国",
            "national",
            "李山河",
            "第七届全国人民代表大会第六次会议",
        ),
    ),
    "autonomous region, minority name": (
        "2015年新疆政府工作报告\n2015年2月3日在新疆维吾尔自治区第二届人大第三次会议上\n"
        f"自治区主席 艾山·吐尼\n各位代表：\n{BODY}",
        Facts(
            "2015年新疆政府工作报告",
            DocumentDate(2015, 2, 3),
            "新疆维吾尔自治区",
            "provincial",
            "艾山·吐尼",
            "新疆维吾尔自治区第二届人大第三次会议",
        ),
    ),
    "mobilisation speech": (
        f"在X区2024年“三比三看”动员部署大会上的讲话\n同志们：\n{BODY}",
        Facts(
            "在X区2024年“三比三看”动员部署大会上的讲话",
            DocumentDate(2024),
            "X区",
            "county",
            None,
            "X区2024年“三比三看”动员部署大会",
        ),
    ),
    "town, title over two lines": (
        "在清水镇2025年“三改五提”行动暨乡村振兴\n“十百千”工程启动大会上的讲话\n（2025年2月20日）\n"
        f"镇党委书记　鲁　岩\n同志们：\n{BODY}",
        Facts(
            "在清水镇2025年“三改五提”行动暨乡村振兴“十百千”工程启动大会上的讲话",
            DocumentDate(2025, 2, 20),
            "清水镇",
            "township",
            "鲁岩",
            "清水镇2025年“三改五提”行动暨乡村振兴“十百千”工程启动大会",
        ),
    ),
    "notice": (
        "云河市人民政府办公室关于印发考评办法的通知\n云府办发〔2022〕43号\n各县（市、区）人民政府：\n"
        f"{BODY}\n云河市人民政府办公室\n2022年4月14日\n考评办法",
        Facts(
            "云河市人民政府办公室关于印发考评办法的通知", DocumentDate(2022, 4, 14), "云河市", "prefecture", None, None
        ),
    ),
    "plan with its adoption": (
        "云河省农业和农村发展第十个五年计划纲要\n(2 0 0 2年3月1 7日云河省第二届人大第四次会议通过)\n"
        "目录序言\n第一篇指导思想",
        Facts("云河省农业和农村发展第十个五年计划纲要", DocumentDate(2002, 3, 17), "云河省", "provincial", None, None),
    ),
    "all in one line": (
        f"在全县总结大会上的讲话（2018年6月9日）李山同志们：{BODY}我县要行动。",
        Facts("在全县总结大会上的讲话", DocumentDate(2018, 6, 9), None, "county", "李山", "全县总结大会"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_document(text: str, expected: Facts) -> None:
    assert facts(text) == expected


DATES = {
    "review heading": (f"各位代表：\n{BODY}\n一、2014年工作回顾\n{BODY}", "", "2015"),
    "plan heading": (f"各位代表：\n{BODY}\n二、2019年重点工作\n{BODY}", "", "2019"),
    "plan heading before review": (f"各位代表：\n一、2018年工作回顾\n{BODY}\n二、2019年工作安排\n{BODY}", "", "2019"),
    "full-width digits": (f"——１９８８年４月２６日在云河县第六届人大第五次会议上\n{BODY}", "", "1988-04-26"),
    "Chinese numerals": (f"——二〇二四年一月十八日在云河县第九届人大第四次会议上\n{BODY}", "", "2024-01-18"),
    "two days": (f"——1961年7月8日至9日在云河县第四届人大第二次会议上\n{BODY}", "", "1961-07-08"),
    "subtitle before publication": (
        f"工作报告\n——2026年1月27日在云河县人民代表大会第四次会议上\n发布时间：2026-02-09 08:00\n{BODY}",
        "",
        "2026-01-27",
    ),
    "publication alone": (f"发布时间：2022-02-21 08:00\n同志们：\n{BODY}", "", "2022-02-21"),
    "title before publication": (f"云河县2023年工作要点\n发布时间：2024-01-05 08:00\n{BODY}", "", "2023"),
    "two years in the title": (f"关于2023年计划执行情况与2024年计划草案的报告\n{BODY}", "", "2024"),
    "far year in the title": (f"云河县第十四个五年规划和2035年愿景\n{BODY}", "", "2021"),
    "period in the title": (f"云河县数字化转型方案（2021—2025年）\n{BODY}", "", "2021"),
    "period below the title": (f"教育改革和发展规划纲要\n(2010-2020年)\n{BODY}", "", "2010"),
    "congress": (f"同志们：\n我们党召开了第十二次全国代表大会。\n{BODY}", "", "1982"),
    "footnote": (f"{BODY}　　※这是李山同志2022年10月23日在县委全会上的讲话。", "", "2022-10-23"),
    "newspaper and dateline": (
        f"{BODY}（新华社云河7月21日电）《 云河日报 》（ 2020年07月22日 02 版）",
        "",
        "2020-07-21",
    ),
    "over new year": (f"{BODY}（新华社云河12月31日电）《 云河日报 》（ 2021年01月01日 01 版）", "", "2020-12-31"),
    "year in the name": (BODY, "云河市2003.txt", "2003"),
    "day in the name": (BODY, "folder/speech_20200908.txt", "2020-09-08"),
    "period in the name": (BODY, "云河县2021-2025年规划.docx", "2021"),
    "text before name": (f"云河县2023年工作要点\n{BODY}", "云河2021.txt", "2023"),
    "name before publication": (f"发布时间：2022-02-21 08:00\n同志们：\n{BODY}", "讲话2021.txt", "2021"),
    "digits that are no year": (BODY, "000_019269771721435d.txt", None),
    "nothing": (BODY, "讲话.txt", None),
    "a date inside the speech is not the speech's": (f"同志们：\n2019年3月1日，我们召开了会议。{BODY}", "", None),
    "a day that the month has not": (f"（2023年2月30日）\n同志们：\n{BODY}", "", "2023-02"),
}


@pytest.mark.parametrize(("text", "name", "date"), DATES.values(), ids=DATES)
def test_date(text: str, name: str, date: str | None) -> None:
    found = facts(text, name).date
    assert (str(found) if found else None) == date


REGIONS = {
    "name of a file": (BODY, "2015年河南省水利工作报告.docx", "河南省", "provincial"),
    "short name in a file": (BODY, "云南2013.txt", "云南省", "provincial"),
    "Latin name": (BODY, "report_henan_2026.txt", "河南省", "provincial"),
    "national by name": (BODY, "national_china_2015.txt", "中国", "national"),
    "prefecture that is known": (f"绍兴市2024年政府工作报告\n{BODY}", "", "绍兴市", "prefecture"),
    "city of counties": (f"云河市2024年政府工作报告\n{BODY}各县（市、区）要行动起来。", "", "云河市", "prefecture"),
    "city without counties": (f"云河市2024年政府工作报告\n{BODY}", "", "云河市", "county"),
    "city whose name ends like a suffix": (
        f"云州市人民政府关于印发方案的通知\n各县（市、区）：\n{BODY}",
        "",
        "云州市",
        "prefecture",
    ),
    "party committee": (f"在三级干部大会上的讲话\n中共云河县委书记 李山\n同志们：\n{BODY}", "", "云河县", "county"),
    "bureau": (f"在教育工作会议上的讲话\n云河县教育局局长 李山\n同志们：\n{BODY}", "", "云河县", "county"),
    "own words only": ("同志们：\n我们乡要发展，全乡上下要行动，我乡基础好，乡党委有决心。" * 3, "", None, "township"),
    "school": (
        f"在开学典礼上的讲话\n校长 李山\n同学们：\n{'我校发展迈上新台阶，全校师生要努力。' * 3}",
        "",
        None,
        "unit",
    ),
    "central document": (f"中共中央 国务院关于做好农村工作的意见\n（2025年1月1日）\n{BODY}", "", "中国", "national"),
    "no place": ("同志们：\n今天讲三点意见。", "讲话.txt", None, None),
}


@pytest.mark.parametrize(("text", "name", "region", "level"), REGIONS.values(), ids=REGIONS)
def test_region_and_level(text: str, name: str, region: str | None, level: str | None) -> None:
    found = facts(text, name)
    assert (found.region, found.level) == (region, level)


TITLES = {
    "broken by a link": (f"政府工作报\n告\n各位代表：\n{BODY}", "政府工作报告"),
    "in book marks": (f"《云河县2024年工作要点》\n{BODY}", "云河县2024年工作要点"),
    "headline of two lines": (
        f"不忘初心担使命 踔厉奋发谱新篇\n奋力开创云河发展新局面\n——在全县大会上的讲话\n同志们：\n{BODY}",
        "不忘初心担使命 踔厉奋发谱新篇 奋力开创云河发展新局面",
    ),
    "none": (f"各位代表：\n{BODY}", None),
}


@pytest.mark.parametrize(("text", "title"), TITLES.values(), ids=TITLES)
def test_title(text: str, title: str | None) -> None:
    assert facts(text).title == title


def test_title_from_the_name() -> None:
    assert facts(f"各位代表：\n{BODY}", "云河县2024年政府工作报告.txt").title == "云河县2024年政府工作报告"


def test_row_gives_what_the_text_does_not() -> None:
    hints = Hints(title="在全县大会上的讲话", date=DocumentDate(2024, 3, 5), region="云河县", speaker="李山")
    found = facts(f"同志们：\n{BODY}", hints=hints)
    assert found == Facts("在全县大会上的讲话", DocumentDate(2024, 3, 5), "云河县", "county", "李山", "全县大会")


def test_delivery_in_the_text_wins_over_the_row() -> None:
    text = f"工作报告\n——2026年1月27日在云河县第四届人大第五次会议上\n各位代表：\n{BODY}"
    found = facts(text, hints=Hints(date=DocumentDate(2026), published=DocumentDate(2026, 2, 9), region="河南"))
    assert (found.date, found.region, found.level) == (DocumentDate(2026, 1, 27), "云河县", "county")


def test_row_of_a_province() -> None:
    found = facts(f"各位代表：\n{BODY}", hints=Hints(region="河南", level="provincial"))
    assert (found.region, found.level) == ("河南省", "provincial")


NO_FACTS = "各位代表：现在，我代表政府向大会作报告，请各位审议，也请列席的同志多提意见。"
FILE_NAMES = {
    "place and year": ("北京市2003.txt", "北京市", "2003", "provincial"),
    "year and title": ("2025年河南省政府工作报告.docx", "河南省", "2025", "provincial"),
    "county in a city": ("2024年郑州市金水区政府工作报告.pdf", "金水区", "2024", "county"),
    "short name": ("2012杭州.txt", "杭州市", "2012", "prefecture"),
    "pinyin": ("gwr_henan_2025.txt", "河南省", "2025", "provincial"),
    "year in characters": ("二〇一〇年云河县政府工作报告.txt", "云河县", "2010", "county"),
    "number and code before": ("4_110000_北京市_2003.txt", "北京市", "2003", "provincial"),
    "copy": ("北京市2003 (1).txt", "北京市", "2003", "provincial"),
    "the nation": ("2015年国务院政府工作报告.docx", "中国", "2015", "national"),
    "folders of places": ("河南省/郑州市/2024.txt", "郑州市", "2024", "prefecture"),
    "folder of a year": ("2018/宁夏.txt", "宁夏回族自治区", "2018", "provincial"),
    "archive of a year": ("2018年.zip/报告/宁夏.txt", "宁夏回族自治区", "2018", "provincial"),
    "the file before its folder": ("2019年汇编/云河县2018.txt", "云河县", "2018", "county"),
}


@pytest.mark.parametrize(("name", "region", "date", "level"), FILE_NAMES.values(), ids=FILE_NAMES)
def test_file_names_state_facts(name: str, region: str, date: str, level: str) -> None:
    facts = read_facts(NO_FACTS, name)
    assert (facts.region, str(facts.date), facts.level) == (region, date, level)
