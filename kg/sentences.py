"""Where the sentence around a place in a text starts and ends."""

from __future__ import annotations

from kg.records import Span

_ENDS = "。！？!?"
_OPENING = dict(zip("「『（(", "」』）)", strict=True))


def sentence_at(text: str, offset: int) -> Span:
    """The sentence that holds the character at ``offset``, without the white space around it.

    A line end always ends it; a full stop inside quotation marks or brackets does not.

    >>> sentence_at("演習が始まった。「撤退した。任務は終わった」と述べた。", 12).text
    '「撤退した。任務は終わった」と述べた。'
    """
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    ends = [at for at in (text.find("\n", offset), text.find("\r", offset)) if at >= 0]
    line = text[start : min(ends, default=len(text))]
    first, last = next((a, b) for a, b in _sentences(line) if start + b > offset or b == len(line))
    found = line[first:last]
    lead = len(found) - len(found.lstrip())
    return Span(start + first + lead, start + first + lead + len(found.strip()), found.strip())


def _sentences(line: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of one line."""
    cuts, closers = [0], ""
    for at, char in enumerate(line):
        if char in _OPENING and _OPENING[char] in line[at:]:
            closers += _OPENING[char]
        elif char in closers:
            closers = closers[: closers.rindex(char)]
        elif char in _ENDS and not closers and line[at + 1 : at + 2] not in (*_ENDS, *_OPENING.values()):
            cuts.append(at + 1)
    return list(zip(cuts, [*cuts[1:], len(line)], strict=True))
