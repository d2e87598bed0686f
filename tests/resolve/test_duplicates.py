"""Copies are found, independent articles on one event are not, and a third article changes nothing."""

import itertools
from pathlib import Path

import pytest

from kg.resolve.duplicates import contained, copies, signature

WIRE = (
    "国防省は20日、南部の基地に置いていた部隊およそ300人の引き揚げが済んだと発表した。最後の輸送機は同日未明に滑走路を離れ、"
    "基地の管理は地元の陸軍に渡った。協定は二年前に結ばれ、期限はことしの秋とされていた。報道官は、訓練の支援は今後も国外から続けると述べた。"
)
OTHER = (
    "南部の基地から最後の兵士が去った。国防省が20日に明らかにしたところでは、引き揚げたのは約300人。住民は滑走路の柵ごしに輸送機を見送った。"
    "管理を引き継いだ陸軍は、周辺の警備を強める方針だという。専門家のあいだでは、空白を武装勢力が埋めるとの見方もある。"
)


@pytest.mark.parametrize(
    ("why", "one", "other", "expected"),
    [
        ("the same text", WIRE, WIRE, True),
        ("another headline and menu", "部隊の引き揚げ完了\n" + WIRE, WIRE + "\n関連記事\n写真一覧\n購読のご案内", True),
        ("full-width digits, other line ends", WIRE.replace("20", "２０").replace("。", "。\r\n"), WIRE, True),
        ("cut off by one paper", WIRE[: len(WIRE) * 2 // 3], WIRE, True),
        (
            "one sentence more",
            WIRE,
            WIRE + "隣国の外相は歓迎の意を示し、国境の警備について話し合う用意があると語った。",
            True,
        ),
        ("told independently", WIRE, OTHER, False),
        ("quotes one sentence", OTHER + WIRE.split("。")[0] + "。", WIRE, False),
        ("too short to say", "基地から撤退", "基地から撤退", False),
    ],
)
def test_copies(why: str, one: str, other: str, expected: bool) -> None:
    texts = {"a": one, "b": other}
    assert copies(texts)("a", "b") is expected, why
    assert copies(texts)("b", "a") is expected, why
    assert copies({**texts, "c": WIRE})("a", "b") is expected, why


@pytest.mark.shared
def test_no_two_of_the_written_articles_are_copies() -> None:
    folder = Path(__file__).parents[3] / "shared" / "dev" / "articles"
    if not folder.is_dir():
        pytest.skip("no shared articles beside the checkout")
    signatures = {file.stem: signature(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.txt"))}
    assert max(contained(a, b) for a, b in itertools.combinations(signatures.values(), 2)) < 0.4
