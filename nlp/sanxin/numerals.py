"""Numerals as written (1,100万 · １２．５ · 三百二十 · 百分之三点五 · 贰拾 · 廿) and their exact values."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    **{"○": 0, "两": 2, "俩": 2, "貳": 2, "參": 3, "陸": 6, "兩": 2, "弌": 1, "弍": 2, "弎": 3, "幺": 1},
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30, "卌": 40}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_POINTS = ".．点點·"
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％＋－", "0123456789.,%+-")

#: Longer than any numeral a person writes; longer runs are refused so that untrusted input stays cheap.
MAX_NUMERAL = 40


def parse_numeral(text: str) -> Decimal | None:
    """Return the value of a numeral, or None if `text` is none.

    `1,100万` → 11000000, `１２．５` → 12.5, `三百二十` → 320, `两万五` → 25000, `一点二亿` → 120000000,
    `贰拾` → 20, `二〇二五` → 2025, `1 9 9 3` → 1993. A fraction (三分之二) or 百分之… is not a numeral but two.
    """
    text = "".join(text.translate(_FULL_WIDTH).split())
    if not text or len(text) > MAX_NUMERAL:
        return None
    if text[0].isascii():
        return _arabic(text)
    return _han(text)


def _arabic(text: str) -> Decimal | None:
    """Digits with an optional tail of multipliers: `3000`, `1.2万`, `3.7万亿`."""
    end = len(text)
    factor = 1
    while end and (scale := _TENS.get(text[end - 1]) or _MYRIADS.get(text[end - 1])):
        factor *= scale
        end -= 1
    digits = text[:end].replace(",", "").replace("·", ".")
    if not digits.replace(".", "", 1).isdecimal():
        return None
    try:
        return Decimal(digits) * factor
    except InvalidOperation:
        return None


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
        scale = _TENS.get(character) or _MYRIADS.get(character)
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
    total = section = 0  # of whole myriads, and below the next one
    digit: int | None = None
    last_scale = 0
    for character in text:
        if character in _DIGITS:
            if digit:  # two digits in a row mean two numbers (三五个), or a slip
                return None
            digit = _DIGITS[character]
        elif character in _TENS:
            last_scale = _TENS[character]
            # 廿 and 卅 carry their own digit; 百 and 千 may open a numeral (百万)
            section += last_scale if last_scale in (20, 30, 40) else (digit or 1) * last_scale
            digit = None
        elif character in _MYRIADS:
            last_scale = _MYRIADS[character]
            total = _at_myriad(total, section + (digit or 0), last_scale)
            section, digit = 0, None
        else:
            return None
    if digit:
        # 两万五 means 25,000; 两万零五 and 十五 mean what they say
        short = last_scale >= 100 and text[-2] not in "零〇○"
        section += digit * (last_scale // 10 if short else 1)
    return Decimal(total + section)


def _at_myriad(total: int, value: int, scale: int) -> int:
    """Return the whole read so far when 万 or 亿 follows `value`."""
    if total and scale > 10**4 and (not value or total < scale):
        return (total + value) * scale  # 三万亿, 三万五千亿
    return total + (value or 1) * scale
