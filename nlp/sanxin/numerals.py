"""Numerals as written (1,100万 · １２．５ · 三百二十 · 5万4千 · 贰拾 · 廿 · 负三 · 三分之一) and their values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

_DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    **{"○": 0, "两": 2, "俩": 2, "貳": 2, "參": 3, "陸": 6, "兩": 2, "弌": 1, "弍": 2, "弎": 3, "幺": 1},
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30, "卌": 40}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_SCALES = _TENS | _MYRIADS
_POINTS = ".．点點·"
_ZEROS = frozenset("零〇○")
_SIGNS = "-−负負"
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％＋－／", "0123456789.,%+-/")
_FRACTION = re.compile(
    "(?:(?P<whole>[^又]+)又)?(?:(?P<over>[^又/]+)分之(?P<part>[^又/]+)|(?P<top>[0-9]+)/(?P<bottom>[0-9]+))"
)
_ARABIC = re.compile("([0-9][0-9,]*)?([.·][0-9]+)?")
#: 5万4千, 2千零30万: what stands between two scales
_MIXED = re.compile("[0-9]+(?:[.][0-9]+)?|[^0-9]")

#: Longer than any numeral a person writes; longer runs are refused so that untrusted input stays cheap.
MAX_NUMERAL = 40


@lru_cache(maxsize=4096)
def parse_numeral(text: str) -> Decimal | None:
    """Return the value of a numeral, or None if `text` is none.

    `1,100万` → 11000000, `１２．５` → 12.5, `三百二十` → 320, `两万五` → 25000, `一点二亿` → 120000000,
    `5万4千6百` → 54600, `贰拾` → 20, `二〇二五` → 2025, `1 9 9 3` → 1993, `负1.1` → -1.1, `五分之一` → 0.2,
    `三又二分之一` → 3.5. A share in hundredths (百分之三) is a percentage elsewhere; as a numeral it is 0.03.
    """
    text = "".join(text.translate(_FULL_WIDTH).split())
    if not text or len(text) > MAX_NUMERAL:
        return None
    if text[0] in _SIGNS:
        value = _unsigned(text[1:])
        return None if value is None else -value
    return _unsigned(text)


def _unsigned(text: str) -> Decimal | None:
    if not text:
        return None
    if "分" in text or "/" in text:
        return _fraction(text)
    if text[0].isascii():
        return _arabic(text)
    return _han(text)


def _fraction(text: str) -> Decimal | None:
    """`三分之二`, `1/3`, `三又二分之一`."""
    match = _FRACTION.fullmatch(text)
    if match is None:
        return None
    whole = _unsigned(match["whole"]) if match["whole"] else Decimal(0)
    part = parse_numeral(match["part"] or match["top"])
    over = _unsigned(match["over"] or match["bottom"])
    if whole is None or part is None or not over:
        return None
    return whole + part / over


def _arabic(text: str) -> Decimal | None:
    """Digits with an optional tail of multipliers: `3000`, `1.2万`, `3.7万亿`, `.5`."""
    end = len(text)
    factor = 1
    while end and (scale := _SCALES.get(text[end - 1])):
        factor *= scale
        end -= 1
    digits = _ARABIC.fullmatch(text, 0, end)
    if digits is None:
        return _mixed(text)
    if not end:
        return None
    return Decimal((digits[1] or "0").replace(",", "") + (digits[2] or "").replace("·", ".")) * factor


def _mixed(text: str) -> Decimal | None:
    """`5万4千6百`, `2千零30万`: digits between scales say what Chinese digits would."""
    if not text[0].isdecimal() or text.count(".") > 1:
        return None
    return _sum([Decimal(token) if token[0].isdecimal() else token for token in _MIXED.findall(text)])


def _han(text: str) -> Decimal | None:
    text = text.replace("、", "")  # 六、○○○ groups by threes like 6,000
    for point in _POINTS:
        whole, found, part = text.partition(point)
        if found:
            return _with_fraction(whole, part)
    return _han_integer(text)


def _with_fraction(whole: str, part: str) -> Decimal | None:
    """`三`, `五亿` of 三点五亿: the digits after the point, then multipliers for the whole."""
    digits = ""
    while part and part[0] in _DIGITS:
        digits += str(_DIGITS[part[0]])
        part = part[1:]
    factor = 1
    for character in part:
        scale = _SCALES.get(character)
        if scale is None:
            return None
        factor *= scale
    integer = _han_integer(whole)
    if integer is None or not digits:
        return None
    return (integer + Decimal(f"0.{digits}")) * factor


def _han_integer(text: str) -> Decimal | None:
    if not text:
        return None
    if all(character in _DIGITS for character in text):
        return Decimal("".join(str(_DIGITS[character]) for character in text))
    scale = len(text.rstrip("".join(_MYRIADS)))
    if 1 < scale < len(text) and all(character in _DIGITS for character in text[:scale]):
        # as set in the 1950s: 二五四万, a place to each digit
        places, scaled = _han_integer(text[:scale]), _sum("一" + text[scale:])
        return places * scaled if places is not None and scaled is not None else None
    return _sum(text)


def _sum(tokens: Sequence[str | Decimal]) -> Decimal | None:
    """Return the value of digits and scales in a row: Chinese characters, or Arabic numbers as Decimals."""
    total = section = Decimal(0)  # of whole myriads, and below the next one
    digit: Decimal | None = None
    last_scale = 0
    for token in tokens:
        if isinstance(token, Decimal) or token in _DIGITS:
            if digit:  # two digits in a row mean two numbers (三五个), or a slip
                return None
            digit = token if isinstance(token, Decimal) else Decimal(_DIGITS[token])
        elif token in _TENS:
            last_scale = _TENS[token]
            # 廿 and 卅 carry their own digit; 百 and 千 may open a numeral (百万)
            section += last_scale if last_scale in (20, 30, 40) else (digit or 1) * last_scale
            digit = None
        elif token in _MYRIADS:
            last_scale = _MYRIADS[token]
            total = _at_myriad(total, section + (digit or 0), last_scale)
            section, digit = Decimal(0), None
        else:
            return None
    if digit:
        # 两万五 means 25,000; 两万零五, 2万3500 and 十五 mean what they say
        short = last_scale >= 100 and tokens[-2] not in _ZEROS and digit < 10
        section += digit * (last_scale // 10 if short else 1)
    return total + section


def _at_myriad(total: Decimal, value: Decimal, scale: int) -> Decimal:
    """Return the whole read so far when 万 or 亿 follows `value`."""
    if total and (not value or (scale > 10**4 and total < scale)):
        return (total + value) * scale  # 四万万, 三万亿, 三万五千亿
    return total + (value or 1) * scale
