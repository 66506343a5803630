"""Framework files: those that ship, the faults of others, and the way there and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from sanxin import pipeline
from sanxin.errors import DataError, OptionError
from sanxin.frameworks import check_framework, load_framework, shipped, to_toml
from sanxin.roles import PATHWAYS

FOLDER = Path(__file__).resolve().parent.parent / "models" / "frameworks"
FILES = sorted(FOLDER.glob("*.toml"))

SOUND = """name = "两翼"
source = "云汀县2031年讲话"
[[goals]]
id = "rich"
name = "富民"
[[pathways]]
id = "tea"
name = "茶业"
goals = ["rich"]
seed_words = ["茶园"]
[[pathways]]
id = "tour"
name = "旅游"
seed_words = ["游客"]
"""


@pytest.fixture
def file(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


# --- those that ship ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_files_are_sound(path):
    assert check_framework(path) == []
    assert load_framework(path).name == path.stem


def test_the_default_comes_first():
    assert next(iter(shipped())) == "sanxin"
    assert len(shipped()) == len(FILES)


def test_names_and_aliases_are_of_one_framework():
    names = [name for framework in shipped().values() for name in (framework.name, *framework.aliases)]
    assert len(names) == len(set(names))


def test_the_default_is_the_frame_of_the_annotation_guide():
    framework = load_framework()
    assert [(pathway.id, pathway.name) for pathway in framework.pathways] == [
        ("industry", "构建新产业"),
        ("environment", "打造新环境"),
        ("governance", "推进新治理"),
    ]
    assert [goal.name for goal in framework.goals] == ["强产争先", "强城争优", "强村争效"]
    assert framework.keystone is not None
    assert framework.keystone.name == "压舱石"


def test_the_default_has_the_pathways_that_are_judged():
    assert (*(pathway.id for pathway in load_framework().pathways), "none") == PATHWAYS


# --- by name and by path --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sanxin", "三新三强", "三新"])
def test_by_name_or_alias(name):
    assert load_framework(name).name == "sanxin"


def test_unknown_name():
    with pytest.raises(OptionError, match=r"'nosuch' is no framework; there is 'sanxin', .*\.toml"):
        load_framework("nosuch")


def test_missing_file(tmp_path):
    with pytest.raises(OptionError, match="No such file"):
        load_framework(tmp_path / "gone.toml")


def test_a_broken_file_names_all_its_faults(file):
    with pytest.raises(DataError) as caught:
        load_framework(file("name = 3\n"))
    assert len(caught.value.faults) == 3


def test_there_and_back(file):
    framework = load_framework(file(SOUND))
    assert load_framework(file(to_toml(framework))) == framework


@pytest.mark.parametrize("framework", shipped().values(), ids=lambda framework: framework.name)
def test_shipped_there_and_back(framework, file):
    assert load_framework(file(to_toml(framework))) == framework


def test_what_toml_must_escape(file):
    odd = SOUND.replace("云汀县2031年讲话", 'a \\"b\\" \\\\ c')
    framework = load_framework(file(odd))
    assert framework.source == 'a "b" \\ c'
    assert load_framework(file(to_toml(framework))) == framework


# --- faults ---------------------------------------------------------------------------------------------------------

PASSAGE = '\n[[pathways.passages]]\nstart = 3\nend = 9\ntext = "茶园"\n'

FAULTS = [
    ("sound", SOUND, []),
    ("no-toml", "name = ", ["TOML: "]),
    ("unknown-key", SOUND.replace("source", "sauce"), ["sauce: is no key of a framework", "source: is missing"]),
    ("empty-file", "", ["name: is missing", "source: is missing", "pathways: is missing"]),
    ("number", SOUND.replace('"两翼"', "2"), ["name: a number instead of a text"]),
    ("empty-text", SOUND.replace('"两翼"', '""'), ["name: is empty"]),
    ("blank-edge", SOUND.replace('"富民"', '"富民 "'), ["goals[0].name: '富民 ' has a blank at its edge"]),
    ("no-list", SOUND.replace('["游客"]', '"游客"'), ["pathways[1].seed_words: a text instead of a list"]),
    ("word-twice", SOUND.replace('["游客"]', '["游客", "游客"]'), ["pathways[1].seed_words: '游客' stands 2 times"]),
    ("word-no-text", SOUND.replace('["游客"]', '["游客", 3]'), ["pathways[1].seed_words[1]: a number"]),
    ("id-missing", SOUND.replace('id = "tour"\n', ""), ["pathways[1].id: is missing; add it"]),
    ("id-twice", SOUND.replace('"tour"', '"tea"'), ["pathways[1].id: 'tea' is the id of pathways[0] too"]),
    ("id-blank", SOUND.replace('"tour"', '"to ur"'), ["pathways[1].id: 'to ur' is no id"]),
    ("id-none", SOUND.replace('"tour"', '"none"'), ["pathways[1].id: 'none' means that no pathway fits"]),
    ("goal-unknown", SOUND.replace('["rich"]', '["poor"]'), ["pathways[0].goals[0]: 'poor' is no id of a goal"]),
    ("seed-shared", SOUND.replace("游客", "茶园"), ["pathways[1].seed_words: '茶园' stands in pathways[0].seed_words"]),
    ("name-shared", SOUND.replace('"旅游"', '"茶业"'), ["pathways[1].name: '茶业' stands in pathways[0].name too"]),
    ("no-tables", SOUND + "keystone = 3\n", ["pathways[1].keystone: is no key"]),
    ("keystone", "keystone = 3\n" + SOUND, ["keystone: a number instead of a table"]),
    ("offsets", SOUND + PASSAGE, ["pathways[1].passages[0].end: 9 is not start + the 2 characters of text; write 5"]),
    ("negative", SOUND + PASSAGE.replace("3", "-1"), ["pathways[1].passages[0].start: -1 is no offset"]),
    (
        "one-pathway",
        SOUND[: SOUND.rindex("[[pathways]]")],
        ["pathways: 1 of them; write at least 2 [[pathways]]"],
    ),
    ("pathways-a-list", 'name = "a"\nsource = "b"\npathways = ["茶", "旅"]\n', ["pathways: a list instead of tables"]),
]


@pytest.mark.parametrize(("text", "faults"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_faults(file, text, faults):
    found = check_framework(file(text))
    assert [any(line.startswith(fault) for line in found) for fault in faults] == [True] * len(faults)
    assert bool(found) == bool(faults)
    assert all("; " in line for line in found), "each says what to do"


def test_all_faults_at_once(file):
    broken = SOUND.replace("source", "sauce").replace('"tour"', '"tea"').replace('["rich"]', '["poor"]')
    assert len(check_framework(file(broken))) == 4


def test_no_utf8(tmp_path):
    path = tmp_path / "own.toml"
    path.write_bytes('name = "两翼"'.encode("gb18030"))
    assert check_framework(path) == ["byte 8: is not UTF-8; save the file as UTF-8"]


def test_nested_deeply(file):
    (fault,) = check_framework(file("a = " + "[" * 100_000))
    assert fault.startswith("TOML: ")


# --- which counts for a speech --------------------------------------------------------------------------------------

OWN = """在云汀县“两翼”行动动员会上的讲话
所谓“茶业兴”，就是把茶园管好，茶企做强。所谓“旅游旺”，就是把游客留住，民宿做优。
“两翼”即茶业兴、旅游旺，是我们的总抓手。
"""


@pytest.mark.parametrize(
    ("framework", "text", "name"),
    [
        ("sanxin", OWN, "sanxin"),
        ("三新", OWN, "sanxin"),
        ("auto", OWN, "两翼"),
        ("auto", "今年新建学校3所。", "sanxin"),
        ("wuwei_yiti", OWN, "wuwei_yiti"),
    ],
    ids=["default", "alias", "own", "none-of-its-own", "named"],
)
def test_the_record_says_which(framework, text, name):
    doc = pipeline.load(framework)(text)
    assert doc._.speech.framework == name
    assert doc._.framework.name == name


def test_from_a_file(file):
    assert pipeline.load(file(SOUND))("今年新建学校3所。")._.speech.framework == "两翼"


@pytest.mark.parametrize("component", pipeline.FINDERS)
def test_without_the_component_it_is_the_default(component):
    doc = pipeline.assemble(pipeline.FINDERS)("今年新建学校3所。")
    assert component in pipeline.COMPONENTS
    assert doc._.speech.framework == "sanxin"
