import pytest

from kg.extract.counts import find_counts, parse_count
from kg.records import Span

FOUND = [
    ("約250から350名が残る", [(250, 350, "人", "約250から350名")]),
    ("5,000人余りを送る", [(5000, 5000, "人", "5,000人余り")]),
    ("1万2000人が駐留する", [(12000, 12000, "人", "1万2000人")]),
    ("三千人が退く", [(3000, 3000, "人", "三千人")]),
    ("百五十人を乗せた", [(150, 150, "人", "百五十人")]),
    ("100人から200人を増やす", [(100, 200, "人", "100人から200人")]),
    ("少なくとも300人が避難した", [(300, 300, "人", "少なくとも300人")]),
    ("約3万5千人の部隊", [(35000, 35000, "人", "約3万5千人")]),
    ("１万９０００人を数える", [(19000, 19000, "人", "１万９０００人")]),
    ("1.5万人の兵力", [(15000, 15000, "人", "1.5万人")]),
    ("五十一人が帰る", [(51, 51, "人", "五十一人")]),
    ("二、三十人の小隊", [(20, 30, "人", "二、三十人")]),
    ("5、6機が飛んだ", [(5, 6, "機", "5、6機")]),
    ("150～200人を出す", [(150, 200, "人", "150～200人")]),
    ("8000から9000人が働く", [(8000, 9000, "人", "8000から9000人")]),
    ("最大で1,495人を置ける", [(1495, 1495, "人", "最大で1,495人")]),
    ("延べ六十万人が通った", [(600000, 600000, "人", "延べ六十万人")]),
    ("戦車31両と輸送機2機、護衛艦1隻", [(31, 31, "両", "31両"), (2, 2, "機", "2機"), (1, 1, "隻", "1隻")]),
    ("榴弾砲6門、発射機3基、車50台", [(6, 6, "門", "6門"), (3, 3, "基", "3基"), (50, 50, "台", "50台")]),
    ("ミサイル13発を撃った", [(13, 13, "発", "13発")]),
    ("2個大隊を送る", [(2, 2, "個大隊", "2個大隊")]),
    ("三百余両を並べた", [(300, 300, "両", "三百余両")]),
    ("B52四機が着いた", [(4, 4, "機", "四機")]),
    ("F-35B10機を置く", [(10, 10, "機", "10機")]),
    ("六万二千の米兵を入れる", [(62000, 62000, "人", "六万二千")]),
    ("700人前後が去る", [(700, 700, "人", "700人前後")]),
    ("2万人以上が逃れた", [(20000, 20000, "人", "2万人以上")]),
    ("1万1900人減らす", [(11900, 11900, "人", "1万1900人")]),
]  # fmt: skip

NOT_FOUND = [
    "数千人が集まった", "何百人もの兵", "3割を減らす", "兵力を8600人まで減らす", "2500人に削減する",
    "4500人から2500人に減った", "第3機動旅団", "10両国の首脳", "3人目の司令官", "2台湾企業", "1人当たり5ドル",
    "15基地を閉じる", "2026年1月17日", "100万ドルを払う", "5機関が加わる", "20発表", "四人権団体", "3名誉職", "2門戸",
    "ただ一人気を吐いた", "1両日中に", "13両軍の合意",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_counts_are_found_with_their_words(text: str, expected: list[tuple[int, int, str, str]]) -> None:
    found = list(find_counts(text))
    spans = [c.span for c in found if c.span]
    assert all(text[s.start : s.end] == s.text for s in spans)
    assert [(c.min, c.max, c.unit, s.text) for c, s in zip(found, spans, strict=True)] == expected


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_is_no_count(text: str) -> None:
    assert not list(find_counts(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("約六万", (60000, 60000, "人")),
        ("八千人余り", (8000, 8000, "人")),
        ("65人まで", (65, 65, "人")),
        ("三隻", (3, 3, "隻")),
    ],
)
def test_a_given_phrase_is_read(text: str, expected: tuple[int, int, str]) -> None:
    count = parse_count(Span(7, 7 + len(text), text))
    assert count is not None
    assert (count.min, count.max, count.unit) == expected
    assert count.span == Span(7, 7 + len(text), text)


@pytest.mark.parametrize("text", ["数千人", "3割", "大勢", "数百"])
def test_a_phrase_without_a_number_has_no_count(text: str) -> None:
    assert parse_count(Span(0, len(text), text)) is None


def test_only_the_stretch_asked_for_is_read() -> None:
    assert [c.min for c in find_counts("300人と400人", 5)] == [400]
