"""Views made by hand or by number, for tests and measurements."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from kg.records import EVENT_TYPES, FACTUALITIES, EntityKind
from kg.show.model import ArticleView, ClaimView, EntityView, EventView, MentionView, View

TEXT = "米軍は17日、アイン・アル・アサド空軍基地から撤退した。イラク軍が基地を引き継いだ。"
SENTENCES = ("米軍は17日、アイン・アル・アサド空軍基地から撤退した。", "イラク軍が基地を引き継いだ。")
HOSTILE = (
    "<script>parent.hit=1</script></style></script><img src=x onerror=hit=1>\"'`<!--\u202e反転\u2066 data:text/html,<b>"
)

ENTITIES = (
    EntityView("us-forces", "armed-force", "米軍", "United States Armed Forces", ("アメリカ軍",), ("us",), "us"),
    EntityView("us", "state", "アメリカ", "United States", ("米国",), lat=39.5, lon=-98.4),
    EntityView("iraq", "state", "イラク", "Iraq", lat=33.0, lon=43.7),
    EntityView("iraqi-forces", "armed-force", "イラク軍", "Iraqi Armed Forces", part_of=("iraq",), country="iraq"),
    EntityView(
        "asad", "base", "アイン・アル・アサド空軍基地", "Al Asad Airbase", (), ("iraq",), "iraq", 33.79, 42.44, icao="ORAA"
    ),
    EntityView("kuwait", "state", "クウェート", "Kuwait", lat=29.3, lon=47.6),
)  # fmt: skip


def _claim(
    number: int,
    type: str,
    trigger: str,
    things: dict[str, tuple[str, str]],
    article: str = "a1",
    text: str = TEXT,
    **more: object,
) -> ClaimView:
    """A claim on a trigger of the text; ``things`` has the role, words and id of each argument."""

    def mention(role: str, words: str, entity: str | None = None) -> MentionView:
        start = text.index(words)
        return MentionView(role, start, start + len(words), entity)

    sentence = next(s for s in SENTENCES if trigger in s)
    mentions = (mention("trigger", trigger), *(mention(r, *words) for r, words in things.items()))
    return ClaimView(
        f"{article}/{number}",
        article,
        type,
        more.pop("factuality", "actual"),
        text.index(sentence),
        sentence,
        mentions,
        **more,
    )  # type: ignore[arg-type]


def small(text: str = TEXT, title: str = "米軍、基地を去る") -> View:
    """Two articles, four events of all factualities, a disagreement, a plan fulfilled, a movement, an undated event."""
    out = {"agent": ("米軍", "us-forces"), "origin": ("アイン・アル・アサド空軍基地", "asad")}
    took = {"recipient": ("イラク軍", "iraqi-forces"), "base": ("基地", "asad")}
    claims = (
        _claim(1, "Withdrawal", "撤退", out, edtf="2026-01-17", count=(250, 350, "人"), source_text="イラク国防省"),
        _claim(2, "BaseTransfer", "引き継いだ", took, edtf="2026-01"),
        _claim(1, "Withdrawal", "撤退", out, article="a2", edtf="2026-01-17", count=(400, 400, "人")),
        _claim(3, "Withdrawal", "撤退", out, factuality="planned", edtf="../2025-09"),
        _claim(4, "Deployment", "撤退", {"agent": ("米軍", "us-forces")}, factuality="denied"),
    )
    day = date(2026, 1, 17)
    roles = (("agent", ("us-forces",)), ("origin", ("asad",)), ("destination", ("kuwait",)))
    took_roles = (("recipient", ("iraqi-forces",)), ("base", ("asad",)))
    january = date(2026, 1, 1), date(2026, 1, 31)
    events = (
        EventView(
            "e1", "Withdrawal", "actual", ("a1/1", "a2/1"), "撤退", "Withdrawal", roles, "2026-01-17", day, day, (day, day),
            (250, 300, 400), "人", 2, (date(2026, 1, 19), date(2026, 1, 20)), ("count",), ("e3",),
        ),
        EventView("e2", "BaseTransfer", "actual", ("a1/2",), "移管", "Transfer", took_roles, "2026-01", *january),
        EventView("e3", "Withdrawal", "planned", ("a1/3",), "撤退", "Withdrawal", roles[:2], "../2025-09", None, date(2025, 9, 30)),
        EventView("e4", "Deployment", "denied", ("a1/4",), "派遣", "Deployment", (("agent", ("us-forces",)),)),
    )  # fmt: skip
    articles = (
        ArticleView(
            "a1",
            text,
            date(2026, 1, 19),
            "通信社",
            "https://example.org/a1?x=1&y=2",
            title,
            ((len(TEXT) - 14, len(TEXT), "caption"),),
        ),
        ArticleView("a2", text, date(2026, 1, 20), None, "javascript:alert(1)"),
    )
    return View(articles, claims, events, ENTITIES)


def hostile() -> View:
    """The small view with hostile text wherever an article or a name can bring some."""
    text = TEXT + HOSTILE
    view = small(text, HOSTILE)
    entities = (
        EntityView("us-forces", "armed-force", f"米軍{HOSTILE}", f"US{HOSTILE}", (HOSTILE,), ("us",), "us"),
        *view.entities[1:],
    )
    claims = tuple(
        ClaimView(
            c.id,
            c.article,
            c.type,
            c.factuality,
            c.start,
            c.sentence,
            c.mentions,
            c.edtf,
            HOSTILE,
            HOSTILE,
            None,
            (1, 2, HOSTILE),
        )
        for c in view.claims
    )
    events = tuple(
        EventView(
            e.id,
            e.type,
            e.factuality,
            e.claims,
            HOSTILE,
            HOSTILE,
            e.roles,
            HOSTILE if n == 3 else e.edtf,
            e.earliest,
            e.latest,
            count=(1, 1, 1),
            unit=HOSTILE,
            disagrees=("count", "agent"),
        )
        for n, e in enumerate(view.events)
    )
    return View(view.articles, claims, events, entities)


def many(count: int, seed: int = 7) -> View:
    """A graph of so many events with the crooked shape of the real one: few things with many events, many with few."""
    random = Random(seed)
    kinds: tuple[EntityKind, ...] = (
        "state",
        "armed-force",
        "organisation",
        "base",
        "place",
        "person",
        "armed-group",
        "agreement",
    )
    size = max(20, count // 5)
    entities = tuple(
        EntityView(
            f"t{n}", kinds[n % len(kinds)], f"{'東西南北'[n % 4]}部第{n}号", f"Thing {n}",
            lat=random.uniform(-50, 65), lon=random.uniform(-170, 170),
        )
        for n in range(size)
    )  # fmt: skip
    articles = tuple(
        ArticleView(f"a{n}", TEXT * 12, date(2020, 1, 1) + timedelta(n % 2000)) for n in range(max(2, count // 8))
    )

    def thing() -> str:
        return f"t{min(int(random.paretovariate(0.75)) - 1, size - 1) if random.random() < 0.6 else random.randrange(size)}"

    events, claims = [], []
    for n in range(count):
        roles = {"agent": (thing(),), "place": (thing(),)} | ({"force": (thing(),)} if n % 3 == 0 else {})
        kind = EVENT_TYPES[random.randrange(len(EVENT_TYPES))]
        start = date(2015, 1, 1) + timedelta(random.randrange(4000))
        end = start + timedelta(random.choice((0, 0, 0, 29, 364)))
        told = tuple(f"c{n}-{k}" for k in range(1 + n % 2))
        how = FACTUALITIES[0 if random.random() < 0.7 else random.randrange(4)]
        for id in told:
            claims.append(
                ClaimView(
                    id,
                    f"a{(n * 7) % len(articles)}",
                    kind,
                    how,
                    0,
                    SENTENCES[0],
                    (MentionView("trigger", 23, 25), MentionView("agent", 0, 2, roles["agent"][0])),
                )
            )
        events.append(
            EventView(f"e{n}", kind, how, told, kind, kind, tuple(roles.items()), start.isoformat(), start, end)
        )
    return View(articles, tuple(claims), tuple(events), entities)
