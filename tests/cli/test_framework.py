import json

import pytest

SPEECH = """在云汀县“两翼”行动动员会上的讲话
“两翼”即茶业兴、旅游旺，是我们的总抓手。
所谓“茶业兴”，就是把茶园管好，茶企做强。所谓“旅游旺”，就是把游客留住，民宿做优。
"""


@pytest.fixture
def own_speech(tmp_path):
    file = tmp_path / "云汀.txt"
    file.write_text(SPEECH, encoding="utf-8")
    return file


def test_the_shipped_are_listed(command) -> None:
    run = command("framework", "show")
    assert (run.code, run.err) == (0, [])
    assert run.out.splitlines()[0] == "sanxin (三新三强, 三新): 构建新产业, 打造新环境, 推进新治理"


def test_one_is_shown(command) -> None:
    out = command("framework", "show", "sanxin").out
    assert "keystone  压舱石\n" in out
    assert "pathway  industry  构建新产业\n  also: 新产业\n  serves: 强产争先" in out


def test_as_json(command) -> None:
    shown = json.loads(command("framework", "show", "sanxin", "--format", "json").out)
    assert [pathway["id"] for pathway in shown["pathways"]] == ["industry", "environment", "governance"]
    listed = json.loads(command("framework", "show", "--format", "json").out)
    assert listed[0] == shown


def test_a_draft_passes_the_check(command, own_speech, tmp_path) -> None:
    file = tmp_path / "own.toml"
    run = command("framework", "induce", own_speech, "-o", file)
    assert (run.code, run.out, run.err) == (0, "", [])
    run = command("framework", "check", file)
    assert (run.code, run.err) == (0, [])
    assert run.out == f"{file}: no faults; 两翼: 茶业兴, 旅游旺\n"
    assert "set out at" in command("framework", "show", file).out


def test_a_draft_goes_to_a_pipe(command, own_speech) -> None:
    assert command("framework", "induce", own_speech).out.startswith('name = "两翼"\n')


def test_nothing_to_draft(command, speech_file, tmp_path) -> None:
    run = command("framework", "induce", speech_file, "-o", tmp_path / "own.toml")
    assert (run.code, run.out) == (1, "")
    warning = f"sanxin: warning: {speech_file}: sets up no framework of its own, nothing drafted; choose one with "
    assert run.err == [warning + "--framework NAME"]
    assert not (tmp_path / "own.toml").exists()


def test_faults_stand_one_a_line(command, tmp_path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('name = "a"\nsauce = "b"\n', encoding="utf-8")
    run = command("framework", "check", file)
    assert (run.code, run.out) == (2, "")
    assert [line.split(": ")[3] for line in run.err] == ["sauce", "source", "pathways"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "gone.toml"], "gone.toml: No such file or directory"),
        (["show", "nosuch"], "'nosuch' is no framework; there is 'sanxin'"),
        (["induce", "gone.txt"], "gone.txt"),
        (["induce", "empty"], "empty: the folder holds no readable file"),
        (["induce", "."], ".: holds several documents"),
        ([], "Missing command"),
    ],
    ids=["no-file", "no-name", "no-speech", "no-document", "several", "no-command"],
)
def test_what_cannot_be(command, tmp_path, monkeypatch, arguments, message) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text("新建学校3所。", encoding="utf-8")
    (tmp_path / "b.txt").write_text("新建学校4所。", encoding="utf-8")
    run = command("framework", *arguments)
    assert (run.code, run.out, len(run.err)) == (2, "", 1)
    assert message in run.err[0]
