import pytest

from kg.extract.frames import speaker_before


@pytest.mark.parametrize(
    ("sentence", "event", "speaker"),
    [
        ("AP通信によると、米軍が撤退した。", "撤退", "AP通信"),
        ("国防相は、部隊を派遣すると述べた。", "派遣", "国防相"),
        ("米軍が撤退した。", "撤退", None),
        ("部隊は国境へ向かい、町を攻撃した。", "攻撃", None),
        ("撤退はロイターによると完了した。", "撤退", None),
    ],
)
def test_speaker_by_the_form_of_the_sentence(sentence, event, speaker):
    found = speaker_before(sentence, sentence.index(event))
    assert (sentence[found[0] : found[1]] if found else None) == speaker
