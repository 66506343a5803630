"""SQL over a store reads the store and nothing else."""

from __future__ import annotations

import pytest

from sanxin.archive.store import open_store
from sanxin.errors import OptionError


def test_tables_and_the_view_of_targets(filled) -> None:
    answer = open_store(filled).sql("SELECT doc_id, low FROM targets JOIN documents USING (doc_id) ORDER BY low DESC")
    assert answer.to_pylist()[0] == {"doc_id": "桐溪镇2031.txt", "low": 30}


def test_a_query_may_begin_in_other_ways(filled) -> None:
    store = open_store(filled)
    assert store.sql("WITH a AS (FROM documents) SELECT count(*) AS n FROM a").to_pylist() == [{"n": 7}]
    assert "targets" in store.sql("SHOW TABLES").column("name").to_pylist()


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT * FROM speeches", "the tables are documents, "),
        ("SELEC 1", "syntax error"),
        ("", "a query is one SELECT"),
        ("SELECT 1; SELECT 2", "a query is one SELECT"),
        ("COPY documents TO '{store}/documents.parquet'", "a query is one SELECT"),
        ("EXPLAIN ANALYZE COPY documents TO '{store}/x.csv'", "a query is one SELECT"),
        ("CREATE TABLE mine AS SELECT 1", "a query is one SELECT"),
        ("ATTACH '{store}/x.db'", "a query is one SELECT"),
        ("SET enable_external_access = true", "a query is one SELECT"),
        ("INSTALL httpfs", "a query is one SELECT"),
        ("SELECT * FROM read_text('/etc/hostname')", "Cannot access file"),
        ("SELECT * FROM read_csv('{store}/store.json')", "Cannot access file"),
        ("SELECT * FROM glob('{store}/*')", "Cannot access file"),
        ("SELECT * FROM '{store}/store.json'", "Cannot access file"),
    ],
)
def test_what_a_query_may_not(filled, contents, sql, message) -> None:
    before = contents(filled)
    with pytest.raises(OptionError, match=message) as caught:
        open_store(filled).sql(sql.format(store=filled))
    assert "\n" not in str(caught.value)
    assert contents(filled) == before
