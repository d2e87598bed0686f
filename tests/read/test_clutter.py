"""What is running text and what is not: lines, whole pages, garbled filler and lists of references."""

import os
from pathlib import Path

import pytest

from kg.claims_json import read_claims
from kg.read import mark_clutter, read_articles
from kg.records import Entity, Skip

BODY = "米軍は十九日、西部の空軍基地をイラク軍に引き渡し、最後の部隊が撤退した。基地には約二百人が残っていた。"
MORE = "イラク国防省は声明で、同基地の管理を完全に引き継いだと明らかにした。引き渡しは予定より早く終わった。"

# a line of its own between two paragraphs
SKIPPED_WITHIN = [
    ("caption", "[写真]滑走路に並ぶ輸送機(出典:国防省)"),
    ("caption", "写真上：引き渡し式の兵士（2019年、提供：軍）"),
    ("caption", "図1 駐屯地の位置(筆者作成)"),
    ("caption", "＜動画：基地を離れる輸送機＞"),
    ("caption", "国境を越える車列（提供：地元メディア）"),
    ("caption", "検問所(写真:現地通信員)"),
    ("caption", "会見する報道官 © 通信社"),
    ("caption", "出典：U.S. Army photo by Sgt. Doe　訓練する兵士"),
    ("caption", "Photo: Maxar　格納庫"),
    ("caption", "※アイキャッチ画像の出典：国防省"),
    ("credit", "© 通信社 / 配布資料"),
    ("credit", "(c) AFP　道に並ぶ車両"),
    ("share", "https://twitter.com/i/status/1479498681443364869"),
    ("share", "@watcher: 「この動画…」 pic.twitter.com/"),
    ("related", "関連記事：隣国が哨戒機を買う…"),
    ("references", "参考：US hands over base"),
    ("foreign", "Why did the alliance intervene?"),
    ("navigation", "ツイート いいね!128 印刷用ページ"),
    ("heading", "「臨時展開」から「全面引き継ぎ」へ"),
    ("heading", "１．なぜ介入したのか？"),
    ("heading", "■経緯"),
    ("heading", "【結論】"),
    ("heading", "何が決まったのか"),
    ("heading", "■ 4月、別の軍が来る"),
]  # fmt: skip

# a line of its own between two paragraphs that is running text
KEPT_WITHIN = [
    "・英国　850人と戦車を東部へ送った",
    "・豪州：連邦警察の23人が到着した。翌日には兵士43人が続いた",
    "「加盟国は、互いに援助する義務を負う」",
    "Q　兵士も行くの。",
    "Ｑ　何人が動く予定なの？",
    "――外国はどう動いたのか。",
    "第3条　要員は、両国の同意を得て参加させることができる。",
    "撤退は終わった。",
    "問2．いつから駐留しているのですか。",
    "報道官は「出典:不明」という情報を否定した。さらに、部隊は残っていないと繰り返し、撤収の完了を強調している。",
    "写真を公開した国防省は、部隊が全て去ったと説明した。",
]  # fmt: skip

# what stands behind the running text
SKIPPED_AFTER = [
    ("comment", "コメント(2)\n　匿名 2014/07/09 08:12\n　　米軍は撤退したのでしょうか。 ▲5\n　　　Re: 狼 2014/07/09 21:40\n　　　　次は?"),
    ("comment", "読者の声（3件）\n　名無しさん（2010/06/16 22:10）　結局派兵しないのか。"),
    ("comment", "匿名　2024年3月19日 19:22　部隊を送ったばかりなのに　👍 4"),
    ("comment", "コメント 一覧 (31)\n 1. 匿名　2025年2月2日 07:15\n　　返すと言って返さない"),
    ("related", "関連記事\n・「艦隊」から「要塞」へ…\n・米軍が撤退、後任は…"),
    ("related", "▼あわせて読みたい\n「攻撃開始」の誤報はなぜ広まった…"),
    ("related", "前の記事：英海軍の空母、運河を通過 ／ 次の記事：台湾が無人艇の入札を…"),
    ("references", "情報源\n・通信社「英軍、宮殿から撤退」2007年9月3日"),
    ("references", "【参考】\n集団安全保障条約（1992年）"),
    ("author", "この記事を書いた人：管理人"),
    ("author", "（本稿は筆者個人の見解であり、所属機関とは関係ありません）"),
    ("navigation", "前のページ　1 2 3 … 9　次のページ"),
    ("navigation", "▲ページの先頭へ"),
    ("navigation", "PAGE TOP"),
    ("notice", "※この記事は2月2日に公開したものを一部修正しています"),
    ("notice", "[PR] 月額480円で読み放題"),
]  # fmt: skip

GARBLED = [
    ("这样的话,但是这样的话。 2003年の戦争後、米軍が残った。", "这样的话,但是这样的话。 "),
    ("米軍は去った。 在米军的撤退,在米军的国家的武装解除。 長い間、民兵は従わなかった。", " 在米军的撤退,在米军的国家的武装解除。 "),
    ("的一是在不了有和人这中大为上个国我以要他时来 転機は春に来た。", "的一是在不了有和人这中大为上个国我以要他时来 "),
    ("掳茅聳聯氓聨聼莽篓驴モルディブでは撤退が続く。", "掳茅聳聯氓聨聼莽篓驴"),
    ("老时时彩五星走势图带连线彩经网走势　西側は慎重だった。", "老时时彩五星走势图带连线彩经网走势　"),
    ("蹉瑯厓嗣攝　チャド側は期限を示した。", "蹉瑯厓嗣攝　"),
]  # fmt: skip

NOT_GARBLED = [
    "習近平国家主席は台湾統一を語った。",
    "毛寧報道官と林剣報道官が答えた。",
    "日米地位協定改定要求決議採択。",
    "国連難民高等弁務官事務所によると、避難が続く。",
    "尖閣諸島周辺海域で海警船が活動した。",
    "陳儀と蔣介石の軍が上陸した。",
]

TAILS = [
    ("米軍は撤退した。『米軍、撤退』。朝日新聞、2008年8月7日。", "『米軍、撤退』。朝日新聞、2008年8月7日。"),
    ("米軍は撤退した。AP=共同『米軍、撤退』。室蘭民報、2005年9月18日。", "AP=共同『米軍、撤退』。室蘭民報、2005年9月18日。"),
    ("米軍は撤退した。ウィキペディアに基地に関する記事があります。", "ウィキペディアに基地に関する記事があります。"),
    ('米軍は撤退した。英語版ウィキニュースの翻訳です。"US".BBC,May1,2005。', '英語版ウィキニュースの翻訳です。"US".BBC,May1,2005。'),
    ("米軍は撤退した。「米軍、基地を返還」。『読売新聞』、2005年7月17日。", "「米軍、基地を返還」。『読売新聞』、2005年7月17日。"),
    ("米軍は撤退した。完了は8月7日の見込み。", ""),
    ("声明は『撤退は終わった』と述べた。報道官は「残る兵はいない」と答えた。", ""),
    ("基地は2008年8月7日に開かれた。兵力は500人。", ""),
]  # fmt: skip


def _reasons(text: str) -> dict[str, str]:
    return {text[s.start : s.end].strip(): s.reason for s in mark_clutter(text)}


@pytest.mark.parametrize(("reason", "line"), SKIPPED_WITHIN)
def test_a_line_between_paragraphs_is_no_running_text(reason: str, line: str) -> None:
    assert _reasons(f"{BODY}\n\n{line}\n\n{MORE}") == {line: reason}


@pytest.mark.parametrize("line", KEPT_WITHIN)
def test_a_line_between_paragraphs_is_running_text(line: str) -> None:
    assert _reasons(f"{BODY}\n\n{line}\n\n{MORE}") == {}


@pytest.mark.parametrize(("reason", "tail"), SKIPPED_AFTER)
def test_what_stands_behind_is_no_running_text(reason: str, tail: str) -> None:
    text = f"{BODY}\n\n{MORE}\n\n{tail}\n"
    found = _reasons(text)
    assert set(found) == {line.strip() for line in tail.split("\n")}
    assert set(found.values()) == {reason}


@pytest.mark.parametrize(("text", "filler"), GARBLED)
def test_garbled_filler_is_marked_and_the_sentence_after_it_is_not(text: str, filler: str) -> None:
    skips = mark_clutter(text)
    assert [(s.reason, text[s.start : s.end]) for s in skips] == [("garbled", filler)]


@pytest.mark.parametrize("text", NOT_GARBLED)
def test_names_and_terms_in_kanji_are_not_garbled(text: str) -> None:
    assert mark_clutter(text) == ()


@pytest.mark.parametrize(("text", "tail"), TAILS)
def test_references_that_end_a_text_without_line_breaks(text: str, tail: str) -> None:
    skips = mark_clutter(text)
    assert "".join(text[s.start : s.end] for s in skips) == tail
    assert all(s.reason == "references" for s in skips)


def test_the_head_of_a_page() -> None:
    text = f"article / 国際\r\n\r\n米軍、基地を返す\r\n\r\n19/01/2026\r\n\r\n{BODY}\r\n{MORE}"
    assert _reasons(text) == {"article / 国際": "navigation", "米軍、基地を返す": "title", "19/01/2026": "navigation"}


def test_the_running_text_begins_after_its_mark() -> None:
    text = f"ブロックは\nなぜ介入したのか?\n同盟国が部隊を派遣し、騒乱に対処している。\n翻訳:某\n\n本文\n\n{BODY}\n{MORE}\n{BODY}\n{MORE}"
    found = _reasons(text)
    assert found["同盟国が部隊を派遣し、騒乱に対処している。"] == "head"
    assert BODY not in found
    assert found["ブロックは"] == "title"


def test_a_caption_is_known_by_the_credit_below_it() -> None:
    caption = "2021年1月7日、空軍基地から出発する平和維持軍の軍人たち。"
    found = _reasons(f"題\n\n{caption}\n© 通信社\n\n{BODY}\n\n{MORE}")
    assert found[caption] == "caption"


def test_a_caption_told_again_is_a_caption() -> None:
    found = _reasons(f"{BODY}\n\n丘から見た港\n\n{MORE}\n\n丘から見た港\n\n{BODY}")
    assert found == {"丘から見た港": "caption"}


def test_a_given_title_is_found_wherever_it_stands() -> None:
    text = f"サイト名\n基地、返還へ\n\n{BODY}"
    assert {s.reason: text[s.start : s.end] for s in mark_clutter(text, "基地・返還へ")} == {
        "head": "サイト名",
        "title": "基地、返還へ",
    }


def test_text_wrapped_by_hand_has_no_headings() -> None:
    wrapped = (
        "米軍は十九日、西部の空軍基地をイラク軍に\n引き渡し、最後の部隊が撤退した。基地には\n約二百人が残っていた。"
    )
    assert _reasons(wrapped) == {}


def test_running_text_goes_on_behind_a_list() -> None:
    text = f"{BODY}\n\n関連記事\n・隣国の演習…\n\n{MORE}{BODY}"
    assert list(_reasons(text)) == ["関連記事", "・隣国の演習…"]


def test_an_article_of_one_line_is_running_text() -> None:
    assert mark_clutter("米軍が撤退した") == ()
    assert mark_clutter("") == ()


SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).parents[3] / "shared"))
SETS = {"articles": "gold/real", "dev/articles": "gold/dev", "wikinews/dev/articles": "wikinews/dev/gold"}


@pytest.mark.shared
@pytest.mark.parametrize(("articles", "gold"), SETS.items())
def test_no_claim_of_the_gold_lies_in_clutter(articles: str, gold: str) -> None:
    if not (SHARED / articles).is_dir():
        pytest.skip(f"{SHARED / articles} is not there")
    claims = read_claims(SHARED / gold, lambda name, role: Entity(name, "organisation", name))
    for article in read_articles([SHARED / articles]):
        for claim in claims.get(article.id, ()):
            assert not article.skipped(claim.trigger.start, claim.trigger.end), claim.trigger


@pytest.mark.shared
def test_every_skip_is_a_stretch_of_the_text() -> None:
    if not (SHARED / "articles").is_dir():
        pytest.skip(f"{SHARED / 'articles'} is not there")
    for article in read_articles([SHARED / "articles"]):
        ends = [0, *(s.end for s in article.skips)]
        assert all(isinstance(s, Skip) and s.start < s.end <= len(article.text) for s in article.skips)
        assert all(s.start >= end for s, end in zip(article.skips, ends, strict=False))
