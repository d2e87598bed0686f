"""Garbled filler: runs of Chinese-like characters or of broken encoding before a good sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.read.clutter.words import words
from kg.records import Skip

_KANA = re.compile("[ぁ-んァ-ヴ]")
_HAN = re.compile("[㐀-鿿豈-﫿ㄅ-ㄯ]")


def garbled(text: str, start: int, end: int) -> Iterator[Skip]:
    """The garbled runs of a line, each up to the good sentence after it.

    >>> list(garbled("这样的话,但是这样的话。 2003年の戦争後、", 0, 23))
    [Skip(start=0, end=13, reason='garbled')]
    """
    open_skip: Skip | None = None
    for first, last in _clusters(text, start, end):
        skip = Skip(_back(text, start, first), _on(text, last, end), "garbled")
        if open_skip and skip.start <= open_skip.end:
            open_skip = Skip(open_skip.start, max(open_skip.end, skip.end), "garbled")
            continue
        if open_skip:
            yield open_skip
        open_skip = skip
    if open_skip:
        yield open_skip


@lru_cache(maxsize=8192)
def _weight(character: str) -> int:
    """2 for what Japanese text does not write at all, 1 for kanji of the rare half of JIS, 0 for everything else."""
    if not (_HAN.match(character) or character in "€□\ufffd" or "\ue000" <= character <= "\uf8ff"):
        return 0
    try:
        character.encode("cp932")
        return 0 if 0xB0 <= character.encode("euc_jp")[0] <= 0xCF else 1
    except UnicodeEncodeError:
        return 2


def _clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """First and last garbled character of each run: enough of them, close together, hardly a kana between."""
    marks = [i for i in range(start, end) if _weight(text[i])]
    run: list[int] = []
    for mark in marks:
        if run and (mark - run[-1] > words().garbled_gap or len(_KANA.findall(text, run[-1], mark)) > 1):
            if _is_garbled(text, run):
                yield run[0], run[-1] + 1
            run = []
        run.append(mark)
    if _is_garbled(text, run):
        yield run[0], run[-1] + 1


def _is_garbled(text: str, run: list[int]) -> bool:
    w = words()
    strong = sum(_weight(text[i]) == 2 for i in run)
    dense = bool(run) and len(run) >= w.garbled_share * (run[-1] + 1 - run[0])
    return (
        strong >= w.garbled_strong
        or (len(run) >= w.garbled_weak and dense)
        or (strong > 1 and _is_sentence_without_kana(text, run))
    )


def _is_sentence_without_kana(text: str, run: list[int]) -> bool:
    """Whether the run stands in a sentence of its own that no Japanese would write: 这样的事情,但是。"""
    begin = max(text.rfind(mark, 0, run[0]) for mark in "。」\n") + 1
    end = text.find("。", run[-1])
    return end >= 0 and end - begin >= 2 * words().garbled_weak and not _KANA.search(text, begin, end)


def _back(text: str, start: int, first: int) -> int:
    """Back to where the sentence of the run begins, if no kana stands between."""
    begin = max(start, text.rfind("。", start, first) + 1, text.rfind("」", start, first) + 1)
    return first if _KANA.search(text, begin, first) else begin


def _on(text: str, last: int, end: int) -> int:
    """On to the end of the run's sentence or to a space, if no kana stands between; else to its last garbled character."""
    at = last
    for i in range(last, end):
        if _KANA.match(text[i]):
            return at
        if text[i] in "。 　":
            at = i + 1
            if i + 1 < end and text[i + 1] not in "。 　":
                return at
    return end if not _KANA.search(text, last, end) else at
