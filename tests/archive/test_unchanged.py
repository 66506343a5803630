"""What has not changed, said without a number."""

from __future__ import annotations

import pytest

from sanxin.archive.unchanged import find_unchanged


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("居民消费价格指数持平。", [("居民消费价格", "eq")]),
        ("就业稳定，居民消费价格与上年基本持平，物价平稳。", [("居民消费价格", "approx")]),
        ("全县一般公共预算收入同比持平", [("一般公共预算收入", "eq")]),
        ("国际收支保持平衡，支持平台企业创新，坚持平等互利。", []),
        ("水塘数量与上年持平。", []),
    ],
)
def test_find(text, expected) -> None:
    found = list(find_unchanged(text))
    assert [(each.indicator, each.comparator.value) for each in found] == expected
    assert all(text[each.start : each.end] == "持平" for each in found)
