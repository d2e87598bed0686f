"""Mentions to entities inside an article: names, short forms, anaphors, and what must stay without an entity."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.lexicon import load_lexicon
from kg.records import Argument, Article, Claim, Role, Source, Span
from kg.resolve.naming import entity_for_name, name_claims

# text with the mention in 【】, its role, the names it stands for
CASES: list[tuple[str, Role, list[str]]] = [
    ("米軍はアイン・アサード空軍基地を出た。【同基地】は静かだ。", "base", ["Al Asad Airbase"]),
    ("ウォロンジュ空軍基地が完成した。【基地】には滑走路がある。", "base", ["ウォロンジュ空軍基地"]),
    ("ウォロンジュ空軍基地が完成した。【ウォロンジュ基地】は大きい。", "base", ["ウォロンジュ空軍基地"]),
    ("タリル飛行場に着いた。【ここ】から引き揚げる。", "origin", ["Ali Air Base"]),
    ("ロシアはシリアに兵を送った。ロシア軍は【同国】に残る。", "place", ["Syria"]),
    ("ハイチで騒乱が起きた。部隊は【首都】に入った。", "destination", ["Port-au-Prince"]),
    ("ケニアの議会が決めた。【政府】は要員を送る。", "agent", ["Kenya"]),
    ("ケニアの議会が決めた。【軍】は動かない。", "agent", ["Kenya Defence Forces"]),
    ("ノルウェーは参加しない。【国防省】が発表した。", "agent", ["Ministry of Defence (Norway)"]),
    ("【バグダッド】は要求した。", "agent", ["Iraq"]),
    ("【バグダッド】で爆発があった。", "place", ["Baghdad"]),
    ("【イラク政府】は要求した。", "agent", ["Iraq"]),
    ("【トランプ政権】は決めた。", "agent", ["United States"]),
    ("【アメリカの兵士たち】が着いた。", "agent", ["United States Armed Forces"]),
    ("【ハマスの戦闘部隊】が撃った。", "agent", ["Hamas"]),
    ("【タジクの外務省】は抗議した。", "agent", ["Ministry of Foreign Affairs (Tajikistan)"]),
    ("【ラザロフ国防相】が訪れた。", "agent", ["ラザロフ"]),
    ("セルゲイ・ラザロフ国防相が訪れた。【ラザロフ氏】は語った。", "agent", ["セルゲイ・ラザロフ"]),
    ("佐野健一司令官が着任した。【佐野司令官】は述べた。", "agent", ["佐野健一"]),
    ("ゲルビン大統領が訪れた。【大統領】は署名した。", "agent", ["ゲルビン"]),
    ("ゲルビン大統領が訪れた。【同大統領】は署名した。", "agent", ["ゲルビン"]),
    ("【NATO(北大西洋条約機構)】が決めた。", "agent", ["NATO"]),
    ("シリア民主軍(SDF)が入った。【SDF】は占領した。", "agent", ["Syrian Democratic Forces"]),
    ("ラーマンダ島警備隊(RKG)が入った。", "agent", []),
    ("インドと中国が対立した。【両国】は兵を下げた。", "agent", ["India", "China"]),
    ("イスラエルがハマスと戦った。【双方】が停戦した。", "agent", ["Israel", "Hamas"]),
    ("【日米両政府】が合意した。", "agent", ["Japan", "United States"]),
    ("【米英仏】が攻撃した。", "agent", ["United States", "United Kingdom", "France"]),
    ("【日米の】協議。", "agent", ["Japan", "United States"]),
    ("【イラク国内】で活動した。", "place", ["Iraq"]),
    ("【イラク北部】で活動した。", "place", ["Northern Iraq"]),
    ("ミンスク合意が結ばれた。【合意】は破られた。", "agreement", ["Minsk agreements"]),
    ("【護衛艦「ゆうだち」】が出た。", "force", ["護衛艦「ゆうだち」"]),
    ("【約400人の米兵】が残る。", "force", ["United States Armed Forces"]),
    ("【海兵隊】が米国から着いた。", "agent", ["United States Marine Corps"]),
]
UNSPECIFIC = [
    "部隊", "兵士", "市民", "武装集団", "反政府勢力", "同盟国", "各国", "一部部隊", "隊員", "NATO加盟国", "米国務省の報道官", "関係者",
    "戦車", "3隻", "国境", "約30人の武装集団", "ミサイル部隊", "外国軍", "デモ隊", "トルコ紙",
]  # fmt: skip


def resolved(marked: str, role: Role) -> list[str]:
    start, end = marked.index("【"), marked.index("】") - 1
    text = marked.replace("【", "").replace("】", "")
    claim = Claim(
        "a",
        "Attack",
        Span(len(text) - 1, len(text), "。"),
        "actual",
        (Argument(role, Span(start, end, text[start:end])),),
    )
    named = name_claims(Article("a", text), [claim], load_lexicon())
    return [a.entity.name for a in named[0].args if a.entity]


@pytest.mark.parametrize(("marked", "role", "expected"), [c for c in CASES if "【" in c[0] and c[2]])
def test_named(marked: str, role: Role, expected: list[str]) -> None:
    assert resolved(marked.replace("日米の】", "日米】の"), role) == expected


@pytest.mark.parametrize("mention", UNSPECIFIC)
def test_unspecific(mention: str) -> None:
    assert resolved(f"イラクで【{mention}】が見られた。", "agent") == []


def test_one_name_once_in_an_article() -> None:
    text = "ムジャラ・アル・タウィル村を砲撃。ムジャラ・アル・タウィルは無人。"
    spans = [Span(0, 15, text[:15]), Span(18, 32, text[18:32])]
    claims = [Claim("a", "Attack", Span(16, 18, text[16:18]), "actual", (Argument("target", s),)) for s in spans]
    named = name_claims(Article("a", text), claims, load_lexicon())
    assert len({c.args[0].entity.id for c in named if c.args[0].entity}) == 1


def test_two_given_stay_two() -> None:
    text = "インドと中国が対立した。両国は下げた。"
    both = Argument("agent", Span(12, 14, "両国"))
    claim = Claim("a", "Withdrawal", Span(15, 17, "下げ"), "actual", (both, both))
    (named,) = name_claims(Article("a", text), [claim], load_lexicon())
    assert [a.entity.id for a in named.args if a.entity] == ["india", "china"]


def test_source_is_named() -> None:
    text = "ロイターによると爆発。"
    claim = Claim("a", "Attack", Span(8, 10, "爆発"), "actual", source=Source(Span(0, 4, "ロイター")))
    (named,) = name_claims(Article("a", text), [claim], load_lexicon())
    assert named.source and named.source.entity and named.source.entity.name == "Reuters"


def test_given_names() -> None:
    lexicon = load_lexicon()
    assert entity_for_name("United States Armed Forces", "agent", lexicon).id == "united-states-armed-forces"
    assert entity_for_name("ウォロンジュ村", "place", lexicon).kind == "place"
    assert not entity_for_name("Operation Nothing", "agent", lexicon).in_lexicon


@given(
    st.text(
        alphabet="米日英仏軍イラクア・サード空基地同国両大統領トン がはの。\n「」約0人部隊", min_size=1, max_size=50
    ),
    st.data(),
)
@settings(max_examples=80, deadline=None)
def test_any_mention_of_any_text(text: str, data: st.DataObject) -> None:
    """Naming never fails, keeps every span, and gives the same answer twice."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    role = data.draw(st.sampled_from(["agent", "place", "base", "force", "agreement"]))
    claim = Claim("a", "Attack", Span(0, 1, text[0]), "actual", (Argument(role, Span(start, end, text[start:end])),))
    first, second = (name_claims(Article("a", text), [claim], load_lexicon()) for _ in range(2))
    assert first == second
    assert {a.span for a in first[0].args} == {claim.args[0].span}
