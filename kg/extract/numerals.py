"""Japanese numerals as they stand in news: half and full width, kanji by place or by unit, mixed with 万."""

from __future__ import annotations

import re
from functools import lru_cache

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
_FRACTION = re.compile(r"(\d+[.．]\d+)([万億兆])")
_WIDE = str.maketrans("０１２３４５６７８９．", "0123456789.")

KANJI = "〇零○一二三四五六七八九十百千"
DIGIT = "0-9０-９"


@lru_cache(maxsize=4096)
def number(text: str) -> int | None:
    """The value of a whole numeral, or ``None`` where it is none.

    >>> [number(n) for n in ("2,500", "１万2000", "三千", "百五十", "二〇二六", "十七", "1.5万", "3.5")]
    [2500, 12000, 3000, 150, 2026, 17, 15000, None]
    """
    plain = re.sub(r"(?<=\d)[,，](?=\d{3})", "", text.translate(_WIDE))
    fraction = _FRACTION.fullmatch(plain)
    if fraction:
        value = float(fraction[1]) * _LARGE[fraction[2]]
        return int(value) if value.is_integer() else None
    total = 0
    for large, value in sorted(_LARGE.items(), key=lambda pair: -pair[1]):
        if large in plain:
            head, plain = plain.split(large, 1)
            part = _below_ten_thousand(head) if head else 1
            if part is None:
                return None
            total += part * value
            if not plain:
                return total
    rest = _below_ten_thousand(plain)
    return None if rest is None else total + rest


def _below_ten_thousand(text: str) -> int | None:
    if text.isascii() and text.isdigit():
        return int(text)
    if text and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    return _by_units(text)


def _by_units(text: str) -> int | None:
    total, digits = 0, ""
    for c in text:
        if c in _SMALL:
            total += (int(digits) if digits else 1) * _SMALL[c]
            digits = ""
        elif c in _DIGITS or (c.isascii() and c.isdigit()):
            digits += str(_DIGITS.get(c, c))
        else:
            return None
    return total + int(digits) if digits else (total or None)
