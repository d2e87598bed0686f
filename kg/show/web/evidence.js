// The pane that says why: the facts of what is selected, who says so, and the sentences themselves.

import { countOf, eventTitle, speaker } from "./facts.js";
import { amount, lang, name, t, when } from "./words.js";
import { el, pieces } from "./text.js";
import { typeColour } from "./look.js";

const CONTEXT = 60; // characters shown before and after a sentence
const MANY = 60; // events listed at once

export class Evidence {
  constructor(host, state) {
    this.host = host;
    this.state = state;
    this.data = state.data;
    state.onChange((changed) => {
      if (["selected", "lang", "theme", "events"].some((name) => changed.has(name))) this.show();
    });
    this.show();
  }

  show() {
    const { selected } = this.state;
    const parts = {
      event: () => this.#event(this.data.event.get(selected.id)),
      entity: () => this.#thing(this.data.entity.get(selected.id)),
      claim: () => this.#claimAlone(this.data.claim.get(selected.id)),
      article: () => this.#article(this.data.article.get(selected.id)),
    };
    this.host.replaceChildren(...(selected ? parts[selected.kind]() : this.#nothing()));
    this.host.scrollTop = 0;
  }

  #nothing() {
    const { data } = this;
    const counts = [["events", data.events], ["claims", data.claims], ["articles", data.articles], ["entities", data.entities]];
    return [
      el("h2", {}, t("evidence")),
      el("p", { class: "hint" }, t(data.events.length ? "pick an event" : "pick a claim")),
      el("dl", { class: "counts" }, counts.filter(([, list]) => list.length).map(([key, list]) => el("div", {}, el("dt", {}, t(key)), el("dd", {}, list.length.toLocaleString(lang()))))),
      data.leftOut ? el("p", { class: "notice" }, t("left out", { n: data.leftOut.toLocaleString(lang()) })) : null,
      data.articles.length ? el("section", {}, el("h3", {}, t("articles")), el("ul", { class: "links" }, data.articles.slice(0, 100).map((article) => el("li", {}, this.#articleButton(article))))) : null,
    ].filter(Boolean);
  }

  #head(type, factuality, title) {
    return el("header", {},
      el("p", { class: "badges" },
        el("span", { class: "badge", style: { "--badge": typeColour(type) } }, t(type)),
        el("span", { class: `fact ${factuality}` }, t(factuality))),
      el("h2", {}, title));
  }

  #event(event) {
    const { data } = this;
    const claims = event.claims.map((id) => data.claim.get(id));
    const facts = [
      [t("date"), event.edtf ? [when(event.edtf), el("code", {}, event.edtf)] : t("no date")],
      ...event.roles.map(([role, ids]) => [t(role), ids.map((id) => this.#thingButton(id))]),
      event.count ? [t("count"), countOf(event) + (event.count[0] === event.count[2] ? "" : ` (${t("best")} ${amount(event.count[1], event.count[1], event.unit)})`)] : null,
      event.reported ? [t("reported"), [...new Set(event.reported)].map(when).join(" – ")] : null,
      [t("told by"), t("independent articles", { n: event.independent, claims: claims.length })],
      ...this.#linked(event),
    ];
    return [
      this.#head(event.type, event.factuality, eventTitle(data, event, 3)),
      factList(facts),
      event.disagrees.length ? this.#disagreements(event, claims) : null,
      el("section", {}, el("h3", {}, t("evidence")), claims.map((claim) => this.#card(claim))),
    ].filter(Boolean);
  }

  #linked(event) {
    const rows = [];
    for (const link of ["fulfils", "denies", "maybe_same"]) {
      const to = event[link].map((id) => this.data.event.get(id)).filter(Boolean);
      const from = this.data.back[link].get(event.id) ?? [];
      if (to.length) rows.push([t(link), to.map((one) => this.#eventButton(one))]);
      const others = link === "maybe_same" ? from.filter((one) => !to.includes(one)) : from;
      if (others.length) rows.push([t(link === "maybe_same" ? link : `${link} back`), others.map((one) => this.#eventButton(one))]);
    }
    return rows;
  }

  // What each claim says of the fields in which they differ, side by side.
  #disagreements(event, claims) {
    const says = (claim, field) => {
      if (field === "date") return claim.edtf ? `${when(claim.edtf)} (${claim.edtf})` : "–";
      if (field === "count") return claim.count ? amount(...claim.count) : "–";
      const text = this.data.textOf(this.data.article.get(claim.article));
      const mentions = claim.mentions.filter((mention) => mention.role === field);
      return mentions.map((mention) => (mention.entity && this.data.entity.has(mention.entity) ? name(this.data.entity.get(mention.entity)) : text.slice(mention.start, mention.end))).join(t("comma")) || "–";
    };
    const rows = claims.map((claim) => el("tr", {},
      el("th", { scope: "row" }, this.#articleButton(this.data.article.get(claim.article), claim)),
      event.disagrees.map((field) => el("td", {}, says(claim, field)))));
    return el("section", { class: "disagree" },
      el("h3", {}, t("disagree")),
      el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("disagree") }, el("table", {},
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("article")), event.disagrees.map((field) => el("th", { scope: "col" }, t(field))))),
        el("tbody", {}, rows))));
  }

  // One claim: which article says it when, and its sentence with the words marked.
  #card(claim) {
    const { data } = this;
    const article = data.article.get(claim.article);
    const by = speaker(data, claim);
    const about = [
      claim.edtf ? `${t("date")}: ${when(claim.edtf)}` : null,
      claim.count ? `${t("count")}: ${amount(...claim.count)}` : null,
      by ? t("says", { who: by }) : null,
      claim.confidence !== undefined ? `${t("confidence")} ${Math.round(claim.confidence * 100)}%` : null,
    ].filter(Boolean);
    return el("article", { class: "card", "data-claim": claim.id },
      el("p", { class: "from" }, this.#articleButton(article, claim), meta(article)),
      el("blockquote", { lang: "ja" }, article ? quoted(claim, data.textOf(article)) : claim.sentence),
      about.length ? el("p", { class: "about" }, about.join(" ・ ")) : null,
      article ? link(article) : null);
  }

  #claimAlone(claim) {
    const event = this.data.eventOfClaim.get(claim.id);
    const text = this.data.textOf(this.data.article.get(claim.article));
    const rows = claim.mentions.filter(({ role }) => !["trigger", "date", "count"].includes(role)).map((mention) => [
      t(mention.role),
      [el("bdi", { lang: "ja" }, text.slice(mention.start, mention.end)), mention.entity && this.data.entity.has(mention.entity) ? this.#thingButton(mention.entity) : el("span", { class: "hint" }, t("unspecific"))],
    ]);
    return [
      this.#head(claim.type, claim.factuality, t("claim")),
      factList([[t("date"), claim.edtf ? [when(claim.edtf), el("code", {}, claim.edtf)] : t("no date")], ...rows]),
      event ? el("p", {}, t("tells event"), " ", this.#eventButton(event)) : null,
      this.#card(claim),
    ].filter(Boolean);
  }

  #thing(entity) {
    const { data, state } = this;
    const family = data.family(entity.id);
    const events = data.events.filter((event) => state.shown.has(event) && event.things.some((id) => family.has(id)));
    const wholes = [...new Set([...entity.part_of, entity.country])].filter((id) => id && data.entity.has(id) && id !== entity.id);
    const other = lang() === "ja" ? entity.en : entity.ja;
    return [
      el("header", {}, el("p", { class: "badges" }, el("span", { class: "badge plain" }, t(`kind.${entity.kind}`))), el("h2", {}, name(entity)), other !== name(entity) ? el("p", { class: "hint" }, other) : null),
      el("p", { class: "acts" }, el("button", { type: "button", on: { click: () => state.set({ actor: state.actor === entity.id ? null : entity.id }) } }, t(state.actor === entity.id ? "all again" : "only this"))),
      factList([
        wholes.length ? [t("partOf"), wholes.map((id) => this.#thingButton(id))] : null,
        family.size > 1 ? [t("parts"), [...family].filter((id) => id !== entity.id && data.eventsOfThing.has(id)).slice(0, 12).map((id) => this.#thingButton(id))] : null,
        entity.aliases.length ? [t("aliases"), entity.aliases.slice(0, 12).join(t("comma"))] : null,
        entity.icao ? ["ICAO", el("code", {}, entity.icao)] : null,
        entity.wikidata ? ["Wikidata", el("code", {}, entity.wikidata)] : null,
        entity.lat !== undefined ? [t("position"), `${entity.lat.toFixed(2)}, ${entity.lon.toFixed(2)}`] : null,
      ]),
      el("section", {}, el("h3", {}, t("n events", { n: events.length })), this.#eventList(events)),
    ];
  }

  #article(article) {
    const events = (this.data.eventsOfArticle.get(article.id) ?? []).filter((event) => this.state.shown.has(event));
    const claims = this.data.claimsOfArticle.get(article.id) ?? [];
    return [
      el("header", {}, el("h2", {}, article.title || article.id), meta(article), link(article)),
      this.state.reading === article.id ? null : el("p", { class: "acts" }, el("button", { type: "button", on: { click: () => this.#read(article) } }, t("read"))),
      this.data.events.length ? el("section", {}, el("h3", {}, t("n events", { n: events.length })), this.#eventList(events)) : null,
      el("section", {}, el("h3", {}, `${t("claims")} ${claims.length}`), el("ol", { class: "links" }, claims.map((claim) => el("li", {}, this.#claimButton(claim))))),
    ].filter(Boolean);
  }

  #eventList(events) {
    const list = el("ul", { class: "links" }, events.slice(0, MANY).map((event) => el("li", {}, this.#eventButton(event))));
    if (events.length <= MANY) return list;
    const more = el("button", { type: "button", on: { click: () => {
      list.append(...events.slice(MANY).map((event) => el("li", {}, this.#eventButton(event))));
      more.remove();
    } } }, t("and more", { n: events.length - MANY }));
    return [list, more];
  }

  #eventButton(event) {
    return el("button", { type: "button", class: `link fact-line ${event.factuality}`, style: { "--badge": typeColour(event.type) }, on: { click: () => this.state.set({ selected: { kind: "event", id: event.id } }) } },
      el("span", { class: "dot" }), el("span", {}, el("span", { class: "day" }, event.edtf ?? t("no date")), " ", eventTitle(this.data, event, 3), event.factuality === "actual" ? null : ` (${t(event.factuality)})`));
  }

  #claimButton(claim) {
    const trigger = claim.mentions.find((mention) => mention.role === "trigger");
    const word = trigger ? this.data.textOf(this.data.article.get(claim.article)).slice(trigger.start, trigger.end) : "";
    return el("button", { type: "button", class: `link fact-line ${claim.factuality}`, style: { "--badge": typeColour(claim.type) }, on: { click: () => this.state.set({ selected: { kind: "claim", id: claim.id } }) } },
      el("span", { class: "dot" }), el("span", {}, `${t(claim.type)} `, el("bdi", { lang: "ja" }, `「${word}」`), ` ${claim.edtf ?? ""}`, claim.factuality === "actual" ? null : ` (${t(claim.factuality)})`));
  }

  #thingButton(id) {
    const entity = this.data.entity.get(id);
    return el("button", { type: "button", class: "chip", on: { click: () => this.state.set({ selected: { kind: "entity", id } }) } }, entity ? name(entity) : id);
  }

  #articleButton(article, claim) {
    if (!article) return el("span", {}, claim?.article ?? "");
    return el("button", { type: "button", class: "link", on: { click: () => this.#read(article, claim) } }, el("bdi", {}, article.title || article.id));
  }

  #read(article, claim) {
    this.state.set({ view: "article", reading: article.id, selected: claim ? { kind: "claim", id: claim.id } : { kind: "article", id: article.id } });
  }
}

function factList(rows) {
  return el("dl", { class: "facts" }, rows.filter(Boolean).map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, value))));
}

function meta(article) {
  const parts = [article?.publisher, article?.published ? when(article.published) : t("undated article")].filter(Boolean);
  return article ? el("span", { class: "meta" }, parts.join(" ・ ")) : null;
}

// Only addresses of the web become links; anything else stays text.
export function link(article) {
  if (!article.url) return null;
  if (!/^https?:\/\//i.test(article.url)) return el("p", { class: "meta" }, article.url);
  return el("p", { class: "source" }, el("a", { href: article.url, target: "_blank", rel: "noopener noreferrer nofollow" }, t("original")));
}

// A claim's sentence with its words marked, and pale around it what stands before and after.
function quoted(claim, text) {
  const length = Array.from(claim.sentence).length;
  const [start, end] = [claim.start, claim.start + length];
  const from = Math.max(0, start - CONTEXT);
  const to = Math.min(text.length, end + CONTEXT);
  const before = text.slice(from, start);
  const after = text.slice(end, to);
  const elsewhere = claim.mentions.filter((mention) => mention.end <= start || mention.start >= end);
  return [
    el("span", { class: "context" }, (from > 0 ? "…" : "") + before),
    el("span", { class: "sentence" }, pieces(text, start, end, claim.mentions).map((piece) => mark(piece, claim))),
    el("span", { class: "context" }, after + (to < text.length ? "…" : "")),
    elsewhere.length ? el("span", { class: "elsewhere" }, t("elsewhere"), " ", elsewhere.map((mention) => el("span", {}, `${t(mention.role)}: `, el("mark", {}, text.slice(mention.start, mention.end)), " "))) : null,
  ];
}

// The role stands behind the word by style alone, so that what is copied is the sentence.
function mark(piece, claim) {
  if (!piece.spans.length) return piece.text;
  const trigger = piece.spans.some((span) => span.role === "trigger");
  const ending = piece.spans.filter((span) => span.end === piece.end && span.role !== "trigger");
  const role = [...new Set(ending.map((span) => t(span.role)))].join("/");
  return el("mark", { class: trigger ? "trigger" : "argument", "data-role": role || null, style: { "--badge": typeColour(claim.type) } }, piece.text);
}
