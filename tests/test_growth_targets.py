"""The growth target of each annual report, as a person reads it, against what the toolkit extracts.

The facts are from reading the reports; the reports themselves are not in the repository (../shared), so these tests
skip without them. They agree if what is promised for 地区生产总值 by the end of the year is that value and comparator,
and no other.
"""

from functools import cache
from pathlib import Path

import pytest

import sanxin
from sanxin.records import Direction, DocumentDate

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "archive" / "text"

#: document, low, high (%), comparator, and the name where it is not 地区生产总值; the year is that of the document.
KEY = """
provincial_chongqing_2025 6 6 approx
provincial_chongqing_2026 5 5 ge
provincial_henan_2025 5.5 5.5 approx
provincial_henan_2026 5 5 approx
provincial_jilin_2025 5.5 5.5 approx
provincial_jilin_2026 5 5 approx
provincial_liaoning_2025 5 5 ge
provincial_liaoning_2026 4.5 4.5 approx
provincial_ningxia_2025 5.5 5.5 approx
provincial_ningxia_2026 5 5 approx
provincial_qinghai_2025 4.5 4.5 approx
provincial_qinghai_2026 4.5 4.5 approx
provincial_shaanxi_2025 5 5 approx
provincial_shaanxi_2026 5 5 approx
provincial_shandong_2025 5 5 ge
provincial_shandong_2026 5 5 ge
provincial_shanghai_2025 5 5 approx
provincial_shanghai_2026 5 5 approx
provincial_shanxi_2025 5 5 approx
provincial_shanxi_2026 4.5 5 range
provincial_sichuan_2025 5.5 5.5 ge
provincial_sichuan_2026 5.5 5.5 approx
provincial_tianjin_2025 5 5 approx
provincial_tianjin_2026 4.5 4.5 eq
provincial_xinjiang_2025 6 6 approx
provincial_xinjiang_2026 5.5 6 range
provincial_xizang_2025 7 7 ge
provincial_xizang_2026 7 7 ge
provincial_yunnan_2025 5 5 approx
provincial_yunnan_2026 4.5 4.5 approx
national_china_1991 4.5 4.5 eq 国民生产总值
national_china_1993 8 8 eq 国民生产总值
national_china_1995 8 9 range
national_china_1997 8 8 eq
national_china_1999 7 7 approx
national_china_2003 7 7 approx
national_china_2005 8 8 approx
national_china_2007 8 8 approx
national_china_2009 8 8 approx
national_china_2011 8 8 approx
national_china_2013 7.5 7.5 approx
national_china_2015 7 7 approx
national_china_2017 6.5 6.5 approx
national_china_2019 6 6.5 range
national_china_2021 6 6 ge
national_china_2023 5 5 approx
national_china_2025 5 5 approx
"""


def rows():
    for line in KEY.split("\n"):
        if not line or line.startswith("#"):
            continue
        document, low, high, comparator, *name = line.split()
        target = (float(low), float(high), comparator)
        yield pytest.param(document, target, *(name or ["地区生产总值"]), id=document)


@cache
def pipeline():
    return sanxin.load()


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the reports are not here")
@pytest.mark.parametrize(("document", "target", "name"), list(rows()))
def test_growth_target(document, target, name):
    year = int(document.rpartition("_")[2])
    (read,) = sanxin.read(str(TEXTS / f"{document}.txt"))
    speech = sanxin.analyse(pipeline(), read, date=DocumentDate(year))
    found = {
        (quantity.low, quantity.high, quantity.comparator.value)
        for quantity in speech.targets
        if quantity.indicator_name == name
        and quantity.dimension == "percent"
        and quantity.direction is Direction.INCREASE
        and quantity.deadline is not None
        and (quantity.deadline.year, quantity.deadline.month) == (year, 12)
    }
    assert found == {target}
