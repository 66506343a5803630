import pytest

from sanxin.graph import read_graph


@pytest.mark.parametrize("form", ["graphml", "gexf", "json", "jsonld", "csv"])
def test_a_graph_is_written(command, speech_file, tmp_path, form) -> None:
    run = command("graph", speech_file, "-o", tmp_path / f"graph.{form}")
    graph = read_graph(tmp_path / f"graph.{form}")
    assert (run.code, run.out) == (0, "")
    assert run.err == [f"sanxin: 1 document read, {len(graph)} nodes and {graph.number_of_edges()} edges, 0 set aside"]
    assert len(graph.of_kind("document")) == 1


def test_several_documents_are_one_graph(command, speech_file, tmp_path) -> None:
    (tmp_path / "b.txt").write_text("新建学校3个。", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    run = command("graph", tmp_path, "-o", tmp_path / "graph.json")
    assert run.code == 1
    assert len(read_graph(tmp_path / "graph.json").of_kind("document")) == 2


def test_options_reach_the_analysis(command, speech_file, tmp_path) -> None:
    command("graph", speech_file, "--date", "2029-05", "-o", tmp_path / "graph.json")
    assert '"year": 2029' in (tmp_path / "graph.json").read_text(encoding="utf-8")


def test_only_a_part(command, speech_file, tmp_path) -> None:
    run = command("graph", speech_file, "--year", "1999", "-o", tmp_path / "graph.json")
    assert (run.code, len(read_graph(tmp_path / "graph.json"))) == (0, 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gone.txt", "-o", "graph.json"], "gone.txt"),
        (["empty", "-o", "graph.csv"], "the folder holds no readable file"),
        (["empty", "-o", "graph.txt"], "the name must say the form by its ending"),
        (["empty"], "Missing option '--output'"),
    ],
    ids=["gone", "empty", "form", "nowhere"],
)
def test_nothing_is_written(command, tmp_path, monkeypatch, arguments, message) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    run = command("graph", *arguments)
    assert (run.code, len(run.err)) == (2, 1)
    assert message in run.err[0]
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_no_place_to_write(command, speech_file, tmp_path) -> None:
    run = command("graph", speech_file, "-o", tmp_path / "gone" / "graph.json")
    assert (run.code, len(run.err)) == (2, 1)
    assert "choose a place" in run.err[0]
