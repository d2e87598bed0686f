import pytest

from kg.extract.tidy import tidy
from kg.extract.windows import sentences
from kg.records import Argument, Claim, Span

TEXT = "米軍は撤退を完了し、基地を去った。米軍は撤退した。"


def claim(word, after=0, args=("米軍",), type="Withdrawal", factuality="actual"):
    def span(words, start=0):
        at = TEXT.index(words, start)
        return Span(at, at + len(words), words)

    found = tuple(Argument("agent" if a == "米軍" else "origin", span(a)) for a in args)
    return Claim("a", type, span(word, after), factuality, found)


@pytest.mark.parametrize(
    ("claims", "kept"),
    [
        ([claim("撤退"), claim("去っ", args=("米軍", "基地"))], ["去っ"]),
        ([claim("撤退", args=("米軍", "基地")), claim("去っ", args=("基地",))], ["撤退"]),
        ([claim("撤退"), claim("撤退", 17)], ["撤退", "撤退"]),
        ([claim("撤退"), claim("去っ", factuality="planned")], ["撤退", "去っ"]),
        ([claim("撤退"), claim("去っ", type="Deployment")], ["撤退", "去っ"]),
        ([claim("撤退"), claim("去っ", args=("基地",))], ["撤退", "去っ"]),
        ([claim("撤退", args=())], []),
    ],
)
def test_one_claim_an_event_and_sentence(claims, kept):
    assert [c.trigger.text for c in tidy(claims, sentences(TEXT))] == kept
