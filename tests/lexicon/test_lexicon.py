"""The lexicon's files, its checks, and the matcher."""

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import resources
from kg.errors import DataError
from kg.lexicon import key, load_lexicon, read_lexicon
from kg.lexicon.normalise import key_map

FOUND = [
    ("米軍はイラクから撤退した", ["米軍=United States Armed Forces", "イラク=Iraq"]),
    ("日米両政府は合意した", ["日=Japan", "米=United States"]),
    ("米英仏の艦艇", ["米=United States", "英=United Kingdom", "仏=France"]),
    ("米、撤退へ", ["米=United States"]),
    ("エスパー米国防長官は述べた", ["エスパー米国防長官=Mark Esper"]),
    ("ヤララー大将が指揮した", ["ヤララー大将=ヤララー"]),
    ("シリア北東部で戦闘", ["シリア北東部=Northeastern Syria"]),
    ("第３海兵師団の一部", ["第３海兵師団=3rd Marine Division"]),
    ("第9歩兵師団を送る", ["第9歩兵師団=第9歩兵師団"]),
    ("ウォロンジュ空軍基地が完成", ["ウォロンジュ空軍基地=ウォロンジュ空軍基地"]),
    ("ラーマンダ島に上陸", ["ラーマンダ島=ラーマンダ島"]),
    ("2019年合意に基づき", ["2019年合意=2019年合意"]),
    ("空母「ロナルド・レーガン」が寄港", ["空母「ロナルド・レーガン」=USS Ronald Reagan (CVN-76)"]),
    ("国防総省は20日", ["国防総省=United States Department of Defense"]),
    ("イスラエル国防相のカッツ氏", ["イスラエル国防相=Minister of Defence (Israel)", "カッツ氏=Israel Katz"]),
]
NOT_FOUND = [
    "米を作る農家", "英語の本", "中心の町", "参加国の代表", "部隊と兵士と市民", "武装集団", "反政府勢力と同盟国", "日が昇る", "単独で動く",
    "タイプライター", "マリンスポーツ", "チリソース", "ローマ字", "ロシア語", "各基地の兵士", "同基地", "ミサイル基地", "空軍基地の滑走路",
    "露店が並ぶ", "印象に残る", "報道官は語った", "首相は述べた",
]  # fmt: skip


def names(text: str) -> list[str]:
    return [f"{span.text}={entities[0].name}" for span, entities in load_lexicon().names_in(text)]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize("text", NOT_FOUND)
def test_not_found(text: str) -> None:
    assert names(text) == []


@given(st.text(alphabet="米日英仏軍イラクア・サード空基地第3海兵師団大統領トン がはの。\n「」ＮATO(", max_size=60))
@settings(max_examples=80, deadline=None)
def test_spans_are_the_text(text: str) -> None:
    last = 0
    for span, entities in load_lexicon().names_in(text):
        assert text[span.start : span.end] == span.text
        assert span.start >= last
        assert entities
        last = span.end


@given(st.text(max_size=40))
@settings(max_examples=80)
def test_key_and_key_map_agree(text: str) -> None:
    normal, places = key_map(text)
    assert normal == key(text)
    assert len(places) == len(normal)
    assert places == sorted(places)


def test_breadth() -> None:
    lexicon = load_lexicon()
    kinds = Counter(e.kind for e in lexicon.entities.values())
    assert kinds["base"] >= 350
    assert kinds["agreement"] >= 60
    assert kinds["state"] >= 190
    located = [e for e in lexicon.entities.values() if e.kind in ("state", "place", "base") and e.lat is not None]
    assert len(located) >= 3000


def test_wholes() -> None:
    lexicon = load_lexicon()
    division, base = lexicon.get("3rd-marine-division"), lexicon.get("al-tanf-garrison")
    assert {"united-states-marine-corps", "united-states-armed-forces", "united-states"} <= {
        e.id for e in lexicon.ancestors(division)
    }
    assert "syria" in {e.id for e in lexicon.ancestors(base)}
    assert [e.id for e in map(lexicon.country, (division, base)) if e] == ["united-states", "syria"]


def test_capital_is_city_and_state() -> None:
    assert [e.name for e in load_lexicon().find("ワシントン")] == ["Washington, D.C.", "United States"]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "bases.yaml",
            "ja: バラド空軍基地",
            "jaa: バラド空軍基地",
            r"lexicon/bases.yaml, entry \d+: unknown key 'jaa' \(allowed: ",
        ),
        (
            "bases.yaml",
            "{name: Camp Taji,",
            "{name: Camp Taji, kind: castle,",
            r"bases.yaml, entry \d+ \(Camp Taji\): unknown kind 'castle'",
        ),
        (
            "bases.yaml",
            "{name: Camp Taji,",
            "{name: Camp Taji, id: kadena-air-base,",
            r"id 'kadena-air-base' is already that of",
        ),
        ("bases.yaml", "also: [タージ基地,", "also: [嘉手納基地,", r"the name '嘉手納基地' is also one of"),
        (
            "bases.yaml",
            "{name: Camp Bucca,",
            "{name: Camp Bucca, lat: 35.0, lon: 139.0,",
            r"35.0, 139.0 lies outside iraq",
        ),
        (
            "bases.yaml",
            "{name: Camp Bucca,",
            "{name: Camp Bucca, part_of: [nowhere],",
            r"'nowhere' is no id of the lexicon",
        ),
        (
            "bases.yaml",
            "ja: キャンプ・ブッカ, also: [ブッカ収容所], country: IQ",
            "ja: キャンプ・ブッカ, country: NO",
            r"unknown country False",
        ),
        (
            "states.yaml",
            "AD: {name: Andorra,",
            "AD: {name: Andorra, capitol: x,",
            r"lexicon/states.yaml, AD: unknown key 'capitol'",
        ),
        (
            "patterns.yaml",
            "  - {kind: base, regex",
            "  - {kind: base, pattern: x, regex",
            r"patterns.yaml, pattern \d+: unknown key 'pattern'",
        ),
    ],
)
def test_checks(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    folder = tmp_path / "lexicon"
    shutil.copytree(resources.data("lexicon"), folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_lexicon(folder)


def test_a_user_adds_entities(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "kind: base\nentities:\n- {name: Camp Nowhere, ja: キャンプ・ナイナイ, country: IQ}\n", encoding="utf-8"
    )
    lexicon = load_lexicon(own)
    assert [e.id for e in lexicon.find("キャンプ・ナイナイ")] == ["camp-nowhere"]


@pytest.mark.slow
def test_loads_fast() -> None:
    code = "import time; t = time.process_time(); from kg.lexicon import load_lexicon; load_lexicon(); print(time.process_time() - t)"
    took = min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    )
    assert took < 1.0


def test_every_country_is_a_state():
    lexicon = load_lexicon()
    wrong = [
        e.id for e in lexicon.entities.values() if e.country is not None and lexicon.get(e.country).kind != "state"
    ]
    assert wrong == []
    assert lexicon.get("andersen-air-force-base").country == lexicon.get("guam").country
