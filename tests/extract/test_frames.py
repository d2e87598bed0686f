import pytest

from kg.extract.frames import factuality, hints, read_frames
from kg.extract.language import parse

TABLE = [
    ("米軍がイラクから撤退した。", "Withdrawal 撤退 agent:米軍 origin:イラク"),
    ("ロシアによるシリアへの派遣が始まった。", "Deployment 派遣 agent:ロシア destination:シリア"),
    ("反政府勢力が首都で政府軍を攻撃した。", "Attack 攻撃 agent:反政府勢力 target:政府軍 place:首都"),
    ("自衛隊は韓国軍と日本海で共同訓練を行った。", "Exercise 共同訓練 agent:自衛隊 agent:韓国軍 place:日本海"),
    ("フランスはマリに部隊を派遣した。", "Deployment 派遣 agent:フランス destination:マリ force:部隊"),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_frames_find(text, expected):
    (doc,) = parse([text])
    found = [
        {r.type, text[r.start : r.end], *(f"{s.slot}:{text[s.start : s.end]}" for s in r.slots)}
        for r in read_frames(doc)
    ]
    assert any(set(expected.split()) <= reading for reading in found), found


@pytest.mark.parametrize(
    "text",
    ["派遣会社が倒産した。", "攻撃機が並んでいる。", "彼は本を読んだ。", "撤退。"],
)
def test_frames_leave_alone(text):
    (doc,) = parse([text])
    assert not list(read_frames(doc))


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("米軍は撤退した。", "撤退", "actual"),
        ("米軍は来年撤退する予定だ。", "撤退", "planned"),
        ("米軍が撤退する可能性がある。", "撤退", "possible"),
        ("米軍は撤退しなかった。", "撤退", "denied"),
    ],
)
def test_factuality_by_what_follows(text, word, expected):
    (doc,) = parse([text])
    assert factuality(doc, next(t for t in doc if t.text == word)) == expected


def test_cheap_test_before_parsing():
    assert hints("部隊を送り込んだ") and not hints("雨が降った")
