"""Keys under which spellings of one name meet: width, case, middle dots, long vowels, doubled consonants and ヴ make no difference."""

from __future__ import annotations

import re
import unicodedata

_SMALL = dict(zip("ァィゥェォャュョヮヵヶ", "アイウエオヤユヨワカケ", strict=True))
_VU = {"ァ": "バ", "ィ": "ビ", "ェ": "ベ", "ォ": "ボ", "ュ": "ビユ", "ャ": "ビヤ", "ョ": "ビヨ"}
_SILENT = frozenset("ーッ・·･.,'’`ʻ‐‑–—―-=＝゠ 　\"“”")  # differ from spelling to spelling of one name
_KANJI = dict(zip("國澤廣邊邉齋齊濱關縣圓實澁髙﨑", "国沢広辺辺斎斎浜関県円実渋高崎", strict=True))
_SLUG = re.compile(r"[^a-z0-9]+")


class _Table(dict[int, str]):
    """Character to key, filled as characters come up; ``str.translate`` reads it."""

    def __missing__(self, char: int) -> str:
        self[char] = _char(chr(char))
        return self[char]


_TABLE = _Table()


def _char(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).casefold()
    if folded in _SILENT or (folded and all(c in _SILENT for c in folded)):
        return ""
    if ord(char) < 0x250:
        folded = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return "".join(_SMALL.get(c, _KANJI.get(c, c)) for c in folded)


def key(name: str) -> str:
    """The key of a name: equal for spellings that differ as news spellings do.

    >>> key("アイン・アサード空軍基地") == key("アイン・アサド空軍基地"), key("ヴィリニュス") == key("ビリニュス")
    (True, True)
    >>> key("オーストリア") == key("オーストラリア"), key("ＰＡＣ３") == key("PAC-3")
    (False, True)
    """
    if "ヴ" in name:
        for vowel, folded in _VU.items():
            name = name.replace("ヴ" + vowel, folded)
        name = name.replace("ヴ", "ブ")
    return name.translate(_TABLE)


def key_map(text: str) -> tuple[str, list[int]]:
    """The key of a text, and for each of its characters the place it has in the text."""
    out: list[str] = []
    places: list[int] = []
    skip = False
    for at, char in enumerate(text):
        if skip:
            skip = False
            continue
        if char == "ヴ":
            ahead = text[at + 1 : at + 2]
            folded, skip = _VU.get(ahead, "ブ"), ahead in _VU
        else:
            folded = _TABLE[ord(char)]
        for c in folded:
            out.append(c)
            places.append(at)
    return "".join(out), places


def slug(name: str) -> str:
    """A readable id made of an English name.

    >>> slug("Ministry of Defence (Iraq)"), slug("São Tomé and Príncipe"), slug("Mihail Kogălniceanu Air Base")
    ('ministry-of-defence-iraq', 'sao-tome-and-principe', 'mihail-kogalniceanu-air-base')
    """
    decomposed = unicodedata.normalize("NFD", name.replace("'", "").replace("’", "")).casefold()
    plain = (
        "".join(c for c in decomposed if not unicodedata.combining(c))
        .replace("ł", "l")
        .replace("ø", "o")
        .replace("ı", "i")
    )
    return _SLUG.sub("-", plain).strip("-")
