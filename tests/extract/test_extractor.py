from datetime import date

import pytest

from kg import resources
from kg.extract import default_extractor
from kg.extract.model import Leaning
from kg.read import read_articles
from kg.records import EVENT_TYPES, FACTUALITIES, Article


@pytest.fixture(scope="module")
def articles():
    return list(read_articles([resources.data("articles")]))


@pytest.fixture(scope="module")
def extractor():
    return default_extractor()


def test_every_span_is_the_text_it_says(extractor, articles):
    claims = [(a, c) for a in articles for c in extractor.extract(a)]
    assert len(claims) > 50
    for article, claim in claims:
        assert claim.type in EVENT_TYPES and claim.factuality in FACTUALITIES and claim.args
        assert claim.confidence is not None and 0 < claim.confidence < 1
        assert not article.skipped(claim.trigger.start, claim.trigger.end)
        for span in claim.spans():
            assert article.text[span.start : span.end] == span.text != ""


def test_an_answer_depends_on_its_article_alone(extractor, articles):
    forwards = {a.id: extractor.extract(a) for a in articles[:5]}
    backwards = {a.id: extractor.extract(a) for a in reversed(articles[:5])}
    assert forwards == backwards


def test_plain_sentence(extractor):
    article = Article(
        "a", "イラク国防省によると、米軍は17日、アイン・アサード空軍基地から撤退した。", date(2026, 1, 19)
    )
    (claim,) = [c for c in extractor.extract(article) if c.type == "Withdrawal"]
    assert (claim.trigger.text, claim.factuality, claim.edtf) == ("撤退", "actual", "2026-01-17")
    assert {(a.role, a.span.text) for a in claim.args} >= {("agent", "米軍"), ("origin", "アイン・アサード空軍基地")}
    assert claim.source and claim.source.span.text == "イラク国防省"


@pytest.mark.parametrize("text", ["", "。", "\n\n\n", "<s></s>", "😀" * 600, "米" * 5000, "ｶﾞ\u200b\u202e撤退"])
def test_odd_text_does_no_harm(extractor, text):
    for claim in extractor.extract(Article("odd", text)):
        assert all(text[s.start : s.end] == s.text for s in claim.spans())


def test_model_and_rules_can_be_switched_off(extractor, articles):
    both, model, rules = (
        sum(len(extractor.with_settings(rules=r).extract(a)) for a in articles[:4]) for r in ("fill", "off", "only")
    )
    assert both >= model > 0 and rules > 0


def test_a_higher_threshold_finds_less(extractor, articles):
    eager, strict = (
        sum(len(extractor.with_settings(rules="off", leaning=Leaning(bias)).extract(a)) for a in articles[:4])
        for bias in (2.0, -4.0)
    )
    assert eager > strict
