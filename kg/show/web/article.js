// One whole article: claims underlined, what is not running text greyed.

import { el } from "./text.js";
import { link } from "./evidence.js";
import { name, t, when } from "./words.js";
import { typeColour } from "./look.js";

export class ArticleView {
  constructor(host, state) {
    this.host = host;
    this.state = state;
    this.data = state.data;
    state.onChange((changed) => {
      if (["reading", "lang", "theme", "view"].some((name) => changed.has(name))) this.show();
      else if (changed.has("selected")) this.#mark();
    });
    this.show();
  }

  show() {
    if (this.state.view !== "article") return;
    const article = this.data.article.get(this.state.reading) ?? this.data.articles[0];
    if (!article) {
      this.host.replaceChildren(el("p", { class: "hint" }, t("no article")));
      return;
    }
    this.shown = article;
    const about = [article.publisher, article.published ? when(article.published) : t("undated article"), article.id];
    const counts = t("article counts", { claims: (this.data.claimsOfArticle.get(article.id) ?? []).length, skips: article.skips.length });
    this.host.replaceChildren(
      el("div", { class: "reader" },
        this.data.articles.length > 1 ? this.#chooser(article) : null,
        el("h2", {}, el("bdi", {}, article.title || article.id)),
        el("p", { class: "meta" }, about.filter(Boolean).join(" ・ "), " ・ ", counts),
        link(article),
        el("div", { class: "text", lang: "ja" }, this.#text(article))));
    this.#mark();
  }

  #chooser(article) {
    const select = el("select", { id: "read", on: { change: () => this.state.set({ reading: select.value, selected: { kind: "article", id: select.value } }) } },
      this.data.articles.map((one) => el("option", { value: one.id, selected: one === article }, one.title || one.id)));
    return el("p", {}, el("label", { for: "read" }, t("article"), " "), select);
  }

  #text(article) {
    const text = this.data.textOf(article);
    const claims = this.data.claimsOfArticle.get(article.id) ?? [];
    const spans = [
      ...claims.flatMap((claim) => claim.mentions.map((mention) => ({ ...mention, claim }))),
      ...article.skips.map(([start, end, reason]) => ({ start, end, reason })),
    ].sort((a, b) => a.start - b.start || b.end - a.end);
    return sweep(text, spans).map((piece) => this.#piece(piece));
  }

  #piece({ text, spans }) {
    const skip = spans.find((span) => span.reason);
    const mentions = spans.filter((span) => span.claim);
    if (!mentions.length) return skip ? el("span", { class: "skip", title: t("skipped", { why: t(`skip.${skip.reason}`) }) }, text) : text;
    const trigger = mentions.find((span) => span.role === "trigger");
    const ids = [...new Set(mentions.map((span) => span.claim.id))];
    const said = [...new Set(mentions.map((span) => this.#said(span)))].join("\n");
    const attributes = { class: trigger ? "trigger" : "argument", title: said, "data-claims": JSON.stringify(ids), style: { "--badge": typeColour((trigger ?? mentions[0]).claim.type) } };
    if (!trigger) return el("mark", { ...attributes, on: { click: () => this.#pick(ids) } }, text);
    const press = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      this.#pick([trigger.claim.id]);
    };
    return el("mark", { ...attributes, tabindex: "0", role: "button", class: `trigger ${trigger.claim.factuality}`, on: { click: () => this.#pick(this.#triggered(mentions)), keydown: press } }, text);
  }

  #triggered(mentions) {
    return mentions.filter((span) => span.role === "trigger").map((span) => span.claim.id);
  }

  #said({ role, claim, entity }) {
    if (role === "trigger") return `${t(claim.type)} (${t(claim.factuality)}) ${claim.edtf ?? ""}`;
    const thing = entity && this.data.entity.get(entity);
    return `${t(role)}${thing ? `: ${name(thing)}` : ""}`;
  }

  // The next of the claims that a word belongs to.
  #pick(ids) {
    const { selected } = this.state;
    const at = selected?.kind === "claim" ? ids.indexOf(selected.id) : -1;
    this.state.set({ selected: { kind: "claim", id: ids[(at + 1) % ids.length] } });
  }

  // Lights up the words of the selected claim, or of all claims of the selected event.
  #mark() {
    if (this.state.view !== "article" || !this.shown) return;
    const { selected } = this.state;
    const wanted = new Set(selected?.kind === "claim" ? [selected.id] : selected?.kind === "event" ? this.data.event.get(selected.id).claims : []);
    let first = null;
    for (const element of this.host.querySelectorAll("mark")) {
      const on = JSON.parse(element.dataset.claims).some((id) => wanted.has(id));
      element.classList.toggle("on", on);
      if (on && (!first || (element.classList.contains("trigger") && !first.classList.contains("trigger")))) first = element;
    }
    first?.scrollIntoView({ block: "center", behavior: "instant" });
  }
}

// A text cut at the ends of sorted spans, in one pass.
function sweep(text, spans) {
  const cuts = [...new Set([0, text.length, ...spans.flatMap(({ start, end }) => [start, end])])].filter((at) => at <= text.length).sort((a, b) => a - b);
  const found = [];
  let open = [];
  let next = 0;
  for (let n = 0; n + 1 < cuts.length; n += 1) {
    while (next < spans.length && spans[next].start <= cuts[n]) open.push(spans[next++]);
    open = open.filter((span) => span.end > cuts[n]);
    found.push({ text: text.slice(cuts[n], cuts[n + 1]), spans: [...open] });
  }
  return found;
}
