"""What an abbreviation stands for, as the document says it."""

import re

import pytest
from test_find import slogans

from sanxin import data
from sanxin.records import Decoding, Span
from sanxin.slogans.lists import split_list
from sanxin.slogans.units import units_of


def members(text, name):
    found = {slogan.canonical: slogan.members for slogan in slogans(text)}
    return found[name]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        pytest.param("办好群众“三台”（站台、柜台、灶台）小事。", "三台", "站台 柜台 灶台", id="bracket"),
        pytest.param(
            "健全“三包五定（包任务、包进度、包质量）”办法。", "三包五定", "包任务 包进度 包质量", id="bracket inside"
        ),
        pytest.param(
            "建好“四座高地”，即打造产业高地、人才高地、生态高地、文化高地。",
            "四座高地",
            "产业高地 人才高地 生态高地 文化高地",
            id="即 with a leading verb",
        ),
        pytest.param(
            "推行“三横”水网。\n附：名词解释\n1.“三横”水网：指三条干渠，包括东渠、西渠和云渠3个工程。",
            "三横",
            "东渠 西渠 云渠",
            id="glossary",
        ),
        pytest.param(
            "推广“334”模式。\n附：名词解释\n1.“334”模式：石桥县探索的办法，其中，农户占30%，企业占30%，合作社占40%。",
            "334",
            "农户占30% 企业占30% 合作社占40%",
            id="code in a glossary",
        ),
        pytest.param("健全省市县“三级网络”。", "三级网络", "省 市 县", id="levels run together"),
        pytest.param("推进耕地林地园地“三地”合一。", "三地", "耕地 林地 园地", id="words run together"),
        pytest.param(
            "启动“三大通道”。畅通“联络通道”，常听意见。畅通“服务通道”，常解难题。畅通“反映通道”，常办实事。",
            "三大通道",
            "联络通道 服务通道 反映通道",
            id="one a sentence",
        ),
        pytest.param("突出“两端”：指田头和灶头。", "两端", "田头 灶头", id="colon and 指"),
        pytest.param("推动路长、河长、林长“三长”协同。", "三长", "路长 河长 林长", id="list before"),
        pytest.param("推进“水路、陆路、空路、网路”四路联通。", "四路", "水路 陆路 空路 网路", id="quoted list before"),
        pytest.param("启动稻香振兴、茶山焕新、古镇复兴等三大计划。", "三大计划", "稻香振兴 茶山焕新 古镇复兴", id="等"),
        pytest.param("坚持扩内需稳外需和兴产业优服务“双结合”。", "双结合", "扩内需稳外需 兴产业优服务", id="two by 和"),
        pytest.param(
            "县级、乡镇（街道、园区）、村组构成的“三级网络”。", "三级网络", "县级 乡镇（街道、园区） 村组", id="构成的"
        ),
        pytest.param("用好国内国外“两个市场”。", "两个市场", "国内 国外", id="opposites"),
        pytest.param(
            "实现“三个转变”：一是从快到好；二是从大到强；三是从管到服。",
            "三个转变",
            "从快到好 从大到强 从管到服",
            id="一是 二是",
        ),
        pytest.param(
            "突出抓好以下三点。\n第一，稳住底盘。还有许多话。\n第二，做优增量。\n第三，守牢底线。",
            "三点",
            "稳住底盘 做优增量 守牢底线",
            id="第一 第二 with paragraphs between",
        ),
        pytest.param(
            "健全“三个体系”：\n1．目标体系。要明。\n2．责任体系。要实。\n3．考核体系。要严。",
            "三个体系",
            "目标体系 责任体系 考核体系",
            id="numbered headings",
        ),
        pytest.param(
            "重点做好三方面工作：\n（一）兴产业。好。\n（二）优环境。好。\n（三）强基层。好。",
            "三方面工作",
            "兴产业 优环境 强基层",
            id="headings over sections",
        ),
        pytest.param(
            "聚焦“三富”目标。归结起来就是富县立业、富镇兴商、富村增收。",
            "三富",
            "富县立业 富镇兴商 富村增收",
            id="a list that shares the head",
        ),
        pytest.param(
            "走好“两新”路。所谓“养新苗”，就是抓项目。所谓“耕新田”，就是抓改革。",
            "两新",
            None,
            id="a formulation everyone knows otherwise",
        ),
        pytest.param(
            "“三沃”是路径。所谓“养沃土”，就是抓项目。所谓“引沃水”，就是抓改革。所谓“聚沃野”，就是抓治理。",
            "三沃",
            "养沃土 引沃水 聚沃野",
            id="所谓 one by one",
        ),
        pytest.param(
            "打造“三带”，提升产业带、做强文旅带、优化生态带。", "三带", "产业带 文旅带 生态带", id="verbs taken off"
        ),
        pytest.param("“五转五促”见效。“五转”是路，“五促”是果。", "五转五促", "五转 五促", id="nested"),
        pytest.param(
            "综合实力“升九进五”。“升九”方面有差距，“进五”方面有底气。",
            "升九进五",
            "升九 进五",
            id="nested without numeral first",
        ),
        pytest.param(
            "启动“十百千”工程，就是建设10个新村、培育100名能人、带动1000户农家。",
            "十百千",
            "建设10个新村 培育100名能人 带动1000户农家",
            id="numerals alone",
        ),
        pytest.param(
            "抓好“3515”工程，即打造3个园区、培育5家企业、扶持15家新秀。",
            "3515",
            "打造3个园区 培育5家企业 扶持15家新秀",
            id="digits",
        ),
        pytest.param("围绕“2+1”（茶叶、竹笋、药材）抓招引。", "2+1", "茶叶 竹笋 药材", id="sum"),
        pytest.param(
            "围绕“一主两特”（茶叶为主，竹笋、药材为特）抓招引。", "一主两特", "茶叶 竹笋 药材", id="parts said behind"
        ),
        pytest.param(
            "推进“三改两提”，就是改厨、改厕、改院，提产业、提颜值。",
            "三改两提",
            "改厨 改厕 改院 提产业 提颜值",
            id="groups of one list",
        ),
        pytest.param(
            "开展招商“春季突击”、项目“夏季攻坚”、环境“秋季净美”三大行动。",
            "三大行动",
            "春季突击 夏季攻坚 秋季净美",
            id="the quoted part of each",
        ),
        pytest.param(
            "落实“五大战略”。\n一是坚定实施茶旅战略，开局良好。做了许多。\n二是坚定实施绿竹战略，亮点不少。\n"
            "三是坚定实施数字战略，步子很稳。\n四是坚定实施人才战略，后劲十足。\n五是坚定实施开放战略，朋友更多。\n",
            "五大战略",
            "茶旅战略 绿竹战略 数字战略 人才战略 开放战略",
            id="numbered lines that end with the head",
        ),
        pytest.param(
            "建设“三个区”。\n（一）聚力打造沿江开放先行区，走在前。\n（二）聚力打造全面改革试验区，闯新路。\n"
            "（三）聚力打造云湖生态示范区，添绿意。\n（四）加强自身建设。\n",
            "三个区",
            "沿江开放先行区 全面改革试验区 云湖生态示范区",
            id="most of the headings",
        ),
        pytest.param(
            "“四大片区”共同发展，东部片区产值过百亿元，西部片区路网成形，南部片区客流翻番，北部片区林果飘香。",
            "四大片区",
            "东部片区 西部片区 南部片区 北部片区",
            id="what begins the clauses",
        ),
        pytest.param(
            "守护“一江两山”，云江水质持续变好，青山绿化、石屏山防火林带全面建成。",
            "一江两山",
            "云江 青山 石屏山",
            id="what begins the phrases, for each numeral",
        ),
        pytest.param(
            "全书分为三大板块。第一板块为总论，讲形势。第二板块为分论，讲任务。第三板块为附录，讲数据。",
            "三大板块",
            "总论 分论 附录",
            id="ordinals with the head",
        ),
        pytest.param(
            "乡村集市是富民的重要渠道，是聚人的重要平台，是传艺的重要课堂。这“三个重要”要记牢。",
            "三个重要",
            "富民的重要渠道 聚人的重要平台 传艺的重要课堂",
            id="clauses in a row",
        ),
        pytest.param(
            "清理“久拖未办”事项。\n盘活“久办未结”资产。\n盯紧“两久”。",
            "两久",
            "久拖未办 久办未结",
            id="quotations alike",
        ),
        pytest.param(
            "项目年年有，谋划储备、洽谈落地、投产达效一批项目。让“三个一批”滚动起来。",
            "三个一批",
            "谋划储备 洽谈落地 投产达效",
            id="the head at the end of the list only",
        ),
        pytest.param(
            "实施“三千行动”。实施千家店铺焕新行动。店更亮。实施千名工匠培育行动。人更强。实施千里绿道贯通行动。",
            "三千行动",
            "千家店铺焕新行动 千名工匠培育行动 千里绿道贯通行动",
            id="a thousand of each",
        ),
        pytest.param(
            "产值达到105亿元、税收达到12亿元，首次实现“双突破”。", "双突破", "产值 税收", id="what rose, before"
        ),
        pytest.param(
            "“一圈一带两区”加快成形。云湖都市圈提质扩容。沿江经济带串点成线。东岭先导区起势见效。北坡绿色区保护有力。",
            "一圈一带两区",
            "云湖都市圈 沿江经济带 东岭先导区 北坡绿色区",
            id="sentences in turn, for each numeral",
        ),
        pytest.param(
            "三大攻坚战开局良好。防范化解重大风险有力有序。脱贫攻坚成效明显。污染防治持续用力。",
            "三大攻坚战",
            "防范化解重大风险 脱贫攻坚 污染防治",
            id="known members, clause by clause",
        ),
        pytest.param(
            "查处“四类人员”（赌、毒、骗、盗人员）。", "四类人员", "赌 毒 骗 盗", id="the head behind the last only"
        ),
        pytest.param("入园率和就业率双提升。", "双提升", "入园率 就业率", id="unquoted pair"),
        pytest.param("做好老年居民视力筛查和妇女“两筛”服务。", "两筛", None, id="no pair: far too uneven"),
        pytest.param("提高城镇低保、孤儿津贴和残疾人“两项补贴”标准。", "两项补贴", None, id="no pair: three"),
        pytest.param(
            "打造四张“名片”，唱响“音乐名片”，跑出“赛马名片”，绣好“刺绣名片”，留住“茶香名片”。",
            "四张名片",
            "音乐名片 赛马名片 刺绣名片 茶香名片",
            id="a number of a quoted noun",
        ),
        pytest.param(
            "要树立以下四个观念，一步一步做。\n一是树立质量第一的观念。好。\n二是树立服务为先的观念。好。\n"
            "三是树立人才为本的观念。好。\n四是树立守正创新的观念。好。",
            "四个观念",
            "质量第一的观念 服务为先的观念 人才为本的观念 守正创新的观念",
            id="以下 and numbered lines",
        ),
        pytest.param(
            "实施“双千”计划。\n附：名词解释\n1.“双千”计划：面向全省实施千项合作项目、开展千名青年交流。",
            "双千",
            "千项合作项目 千名青年交流",
            id="a thousand each",
        ),
        pytest.param(
            "构建“1+2”体系。\n附：名词解释\n1.“1+2”体系：“1”即组建文旅集团；“2”即茶业公司、竹业公司。",
            "1+2",
            "组建文旅集团 茶业公司 竹业公司",
            id="a code explained part by part",
        ),
        pytest.param(
            "推行“三下沉”。\n附：名词解释\n1.“三下沉”：云山县形成的工作方法和制度，具体指干部下沉、资源下沉、服务下沉。",
            "三下沉",
            "干部下沉 资源下沉 服务下沉",
            id="what 具体指 announces",
        ),
        pytest.param(
            "管好“三河”。\n附：名词解释\n1.“三河”：指青河、白河、云河三河流域。",
            "三河",
            "青河 白河 云河",
            id="a list that the name ends",
        ),
        pytest.param(
            "落实“三稳”。\n全力稳就业，岗位多起来。全力稳企业，订单多起来。全力稳预期，信心足起来。",
            "三稳",
            "稳就业 稳企业 稳预期",
            id="short clauses that begin with the head",
        ),
        pytest.param(
            "坚持两个倾斜（向基层一线倾斜、向偏远乡村倾斜）。",
            "两个倾斜",
            "向基层一线倾斜 向偏远乡村倾斜",
            id="unquoted with a bracket",
        ),
        pytest.param(
            "实施“三大工程”：\n（一）实施强师工程，走在前列。好。\n（二）实施强校工程，亮点纷呈。好。\n（三）实施强基工程，步子很稳。好。",
            "三大工程",
            "强师工程 强校工程 强基工程",
            id="the clause of each heading that ends with the head",
        ),
        pytest.param("深化文化“两创”。", "两创", None, id="a verb and its object are no two"),
        pytest.param(
            "实施“三大战略”。\n附：名词解释\n1.“三大战略”：强心战略，支持主城扩容；兴链战略，打造产业链；润民战略，办好实事。",
            "三大战略",
            "强心战略 兴链战略 润民战略",
            id="each named, then explained",
        ),
        pytest.param(
            "抓好“三新”工作。一年来形势很好。今年要推动科技创新、产业焕新、城市更新协同发力。",
            "三新",
            "科技创新 产业焕新 城市更新",
            id="a list far away whose items have one form",
        ),
        pytest.param("茶业事业产业文化“三位一体”发展。", "三位一体", "事业 产业 文化", id="run together as one body"),
        pytest.param("关心老年居民视力、听力、心理“三健康”。", "三健康", "视力 听力 心理", id="as long as the others"),
        pytest.param(
            "坚决防止拍脑袋上马、拍胸脯打保票、拍屁股走人“三拍”。",
            "三拍",
            "拍脑袋上马 拍胸脯打保票 拍屁股走人",
            id="begin alike",
        ),
        pytest.param(
            "有“三个亮点”：一是古镇开街，游人不断；二是茶市开秤，价格看好；三是新桥通车。",
            "三个亮点",
            "古镇开街 茶市开秤 新桥通车",
            id="first clauses of one sentence",
        ),
        pytest.param(
            "我讲三句话。\n第一句话：家底要盘清。\n第一点，看账。\n第二点，看人。\n第二句话：路子要走对。\n第三句话：干劲要鼓足。",
            "三句话",
            "家底要盘清 路子要走对 干劲要鼓足",
            id="ordinals of one kind",
        ),
        pytest.param(
            "办好两件实事：\n　　１．建路。\n　　２．修渠。", "两件实事", "建路 修渠", id="full-width ordinals"
        ),
        pytest.param("坚持“四个自信”，做到“两个维护”，推进“五转”。", "五转", None, id="not said"),
        pytest.param("捍卫“两个确立”、做到“两个维护”。", "两个维护", None, id="neighbours are no members"),
        pytest.param(
            "提升东海、共建“一带一路”国家合作。", "一带一路", None, id="chance list before what everyone knows"
        ),
        pytest.param("谈农业、谈农村、谈农民，“三农”是根。", "三农", None, id="another clause"),
        pytest.param("重视农业、农村、农民“三农”问题。", "三农", "农业 农村 农民", id="known members"),
        pytest.param(
            "建强“三级三岗”队伍。\n附：名词解释\n1.“三级三岗”队伍：“三级”即省、市、县，“三岗”即教员、学员、组员。",
            "三级",
            "省 市 县",
            id="即 inside another entry",
        ),
        pytest.param(
            "推广“523”模式。\n附：名词解释\n1.“523”模式：形成以农户占50%、村社占20%、企业占30%的办法。",
            "523",
            "农户占50% 村社占20% 企业占30%",
            id="the preposition before a list",
        ),
        pytest.param(
            "赋予改革“三个意义”。\n附：名词解释\n1.“三个意义”：赋予改革以增进团结的意义，以维护安宁、反对争斗的意义，以改善民生、凝聚人心的意义，让石桥更好。",
            "三个意义",
            "增进团结的意义 维护安宁、反对争斗的意义 改善民生、凝聚人心的意义",
            id="items that hold lists",
        ),
        pytest.param(
            "用好“631”叫应机制。\n附：名词解释\n1.“631”叫应机制：云山气象站提前6小时通报，提前3小时预警，提前1小时叫应。",
            "631",
            "提前6小时通报 提前3小时预警 提前1小时叫应",
            id="whose the first item is",
        ),
        pytest.param(
            "共建“8+6”园区。\n附：名词解释\n1.“8+6”园区共建：东岸8个乡与西岸6个镇通过飞地等方式共建园区。",
            "8+6",
            "东岸8个乡 西岸6个镇",
            id="parts of a sum that do something",
        ),
        pytest.param(
            "落实“三个一律”。\n附：名词解释\n1.“三个一律”：对租用田地的、借用水面的、流转山林的，一律签订合同。",
            "三个一律",
            "租用田地的 借用水面的 流转山林的",
            id="一 behind a classifier is no count",
        ),
        pytest.param(
            "要强化以下“三种意识”：\n一要进一步强化规范意识。好。\n二要进一步强化质量意识。好。\n三要进一步强化全局意识。好。",
            "三种意识",
            "规范意识 质量意识 全局意识",
            id="the adverb and verb that headings share",
        ),
        pytest.param(
            "建立“三级两类”规划。\n附：名词解释\n1.“三级两类”：建立覆盖省、市（州）、县（市、区），包含总体方案和专项方案的规划体系。",
            "三级两类",
            "省 市（州） 县（市、区） 总体方案 专项方案",
            id="one list for each numeral",
        ),
        pytest.param("推进“三企”联动。加快落实与央企民企外企协议。", "三企", "央企 民企 外企", id="words in a row"),
        pytest.param(
            "实施“三大攻坚行动”。实施提升路网攻坚行动。好。实施水网改造攻坚行动。好。实施片区更新攻坚行动。好。",
            "三大攻坚行动",
            "提升路网攻坚行动 水网改造攻坚行动 片区更新攻坚行动",
            id="a name that begins with a verb",
        ),
        pytest.param(
            "几年来我们先后进行了土地普查、水权登记、山林确权“三大改革”。",
            "三大改革",
            "土地普查 水权登记 山林确权",
            id="words before the list",
        ),
        pytest.param(
            "协作和共享仍然是当前“两大主题”。", "两大主题", "协作 共享", id="what is said of the list behind it"
        ),
        pytest.param("要不立山头、不拉圈子、不搞小团体“三不”。", "三不", "不立山头 不拉圈子 不搞小团体", id="own word"),
        pytest.param(
            "分别采取指令性安排、指导性安排和市场化安排“三种办法”。",
            "三种办法",
            "指令性安排 指导性安排 市场化安排",
            id="no verb inside a word",
        ),
        pytest.param("努力形成投资需求和消费需求“双拉动”格局。", "双拉动", "投资需求 消费需求", id="they end alike"),
        pytest.param("统筹推进水源地环境保护、城乡噪声防控和工业“三废”治理。", "三废", None, id="whose it is, no item"),
        pytest.param(
            "今年办好十二件民生实事。一是体检。二是参保。三是筛查。四是招募。五是公园。六是旱厕。七是托位。八是小区。"
            "九是充电桩。十是护理。十一是道路。十二是供水。",
            "十二件民生实事",
            "体检 参保 筛查 招募 公园 旱厕 托位 小区 充电桩 护理 道路 供水",
            id="more than ten ordinals",
        ),
        pytest.param(
            "我们以“三抓”推进工作：\n一抓组织。班子上阵。\n二抓学习。全员参加。\n三抓整改。逐项销号。",
            "三抓",
            "抓组织 抓学习 抓整改",
            id="an ordinal before the verb",
        ),
        pytest.param("要统筹国内国际两个大局，办好大事。", "两个大局", "国内 国际", id="opposites side by side"),
        pytest.param(
            "实现规上企业无研发机构、无研发活动“双清零”。", "双清零", "无研发机构 无研发活动", id="two begin alike"
        ),
    ],
)
def test_members(text, name, expected):
    assert members(text, name) == (tuple(expected.split(" ")) if expected else None)


def test_members_are_the_same_at_every_mention():
    text = "推进“三台”（站台、柜台、灶台）建设。“三台”虽小，事关民生。"
    assert {slogan.members for slogan in slogans(text)} == {("站台", "柜台", "灶台")}


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        pytest.param("五转五促", [(5, "转"), (5, "促")], id="two"),
        pytest.param("六个宜居片区", [(6, "宜居片区")], id="classifier"),
        pytest.param("双引擎", [(2, "引擎")], id="双"),
        pytest.param("十二项举措", [(12, "举措")], id="over ten"),
        pytest.param("升九进五", [], id="verb first"),
        pytest.param("人工智能+", [], id="none"),
    ],
)
def test_units(surface, expected):
    assert [(unit.number, unit.head) for unit in units_of(surface)] == expected


@pytest.mark.parametrize(
    ("words", "number", "expected"),
    [
        pytest.param("甲田、乙田和丙田", 3, ["甲田", "乙田", "丙田"], id="mixed"),
        pytest.param("甲田（东、西）、乙田", 2, ["甲田（东、西）", "乙田"], id="bracket"),
        pytest.param("参与和平发展与共同进步", 2, ["参与和平发展", "共同进步"], id="words that hold 和"),
        pytest.param("甲田、乙田", 3, None, id="another count"),
        pytest.param("甲田，很好、乙田", 4, None, id="neither alone nor in groups"),
    ],
)
def test_split_list(words, number, expected):
    assert split_list(words, number) == expected


def test_the_record_says_who_decodes():
    told, known = slogans("办好“三台”（站台、柜台、灶台）小事。做好“三农”工作。")
    assert (told.decoded, told.meaning) == (Decoding.DOCUMENT, None)
    assert told.evidence == Span(3, 15)
    assert (known.decoded, known.members, known.evidence) == (Decoding.LEXICON, None, None)
    assert known.meaning == ("农业", "农村", "农民")


def test_conventional_abbreviations_are_sourced_and_in_order():
    rows = data.lexicon("slogan_abbreviations")
    assert len(rows) >= 150
    assert [row["term"] for row in rows] == sorted({row["term"] for row in rows})
    assert {row["source"] for row in rows} <= {"central", "ministry", "army", "province", "city", "folk"}
    assert all(re.fullmatch(r"(?:19|20)\d\d(?:-(?:(?:19|20)\d\d)?)?", row["period"]) for row in rows)
    assert all(row["members"].count("|") for row in rows)
