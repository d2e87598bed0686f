import pytest

from kg.extract.model import Reading, SlotReading
from kg.extract.snap import snap
from kg.extract.windows import sentences


@pytest.mark.parametrize(
    ("text", "trigger", "found", "meant"),
    [
        ("イスラエル軍がハマスを攻撃した。", "攻撃", "ハ", "ハマス"),
        ("各勢力が首都で衝突した。", "衝突", "勢", "各勢力"),
        ("護衛艦が出港した。", "出港", "護", "護衛艦"),
        ("米軍撤退が始まった。", "撤退", "米軍", "米軍"),
        ("第3海兵師団が沖縄を離れた。", "離れ", "海兵師団", "第3海兵師団"),
        ("部隊は沖縄とグアムに移った。", "移っ", "グアム", "グアム"),
    ],
)
def test_roles_end_where_names_and_words_end(text, trigger, found, meant):
    at, start = text.index(found), text.index(trigger)
    slot = SlotReading("agent", at, at + len(found), 0.9)
    reading = Reading("Attack", start, start + len(trigger), 0.9, (slot,), (1.0, 0.0, 0.0, 0.0))
    ((snapped,)) = snap(text, [reading], sentences(text))
    assert [text[s.start : s.end] for s in snapped.slots] == [meant]


def test_trigger_is_a_whole_word():
    text = "軍がクーデターを起こした。"
    reading = Reading("Unrest", 2, 5, 0.9, (), (1.0, 0.0, 0.0, 0.0))
    assert [text[r.start : r.end] for r in snap(text, [reading], sentences(text))] == ["クーデター"]
