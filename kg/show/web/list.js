// The same events as a table: for reading, for screen readers and for print.

import { countOf, firstClaim, cut } from "./facts.js";
import { el } from "./text.js";
import { lang, name, t } from "./words.js";
import { typeColour } from "./look.js";

const PAGE = 200;

export class List {
  constructor(host, state) {
    this.host = host;
    this.state = state;
    this.data = state.data;
    this.shown = PAGE;
    state.onChange((changed) => {
      if (changed.has("events")) this.shown = PAGE;
      if (changed.has("view") || (this.state.view === "list" && ["events", "lit", "lang", "theme"].some((name) => changed.has(name)))) this.show();
    });
    this.show();
  }

  // The selection's events first where something is selected, else all in order of time.
  get rows() {
    const { lit, events, selected } = this.state;
    return lit && selected.kind !== "event" && selected.kind !== "claim" ? events.filter((event) => lit.events.has(event)) : events;
  }

  show() {
    if (this.state.view !== "list") return;
    const rows = this.rows;
    const head = ["date", "type", "who", "where", "count", "sentence"].map((key) => el("th", { scope: "col", class: `c-${key}` }, t(key)));
    const body = el("tbody", {}, rows.slice(0, this.shown).map((event) => this.#row(event)));
    const more = rows.length > this.shown ? el("button", { type: "button", on: { click: () => {
      this.shown += PAGE * 5;
      this.show();
    } } }, t("and more", { n: rows.length - this.shown })) : null;
    this.host.replaceChildren(...[
      el("p", { class: "meta" }, t("n of m events", { n: rows.length.toLocaleString(lang()), m: this.data.events.length.toLocaleString(lang()) })),
      el("table", { class: "events" }, el("caption", { class: "unseen" }, t("list")), el("thead", {}, el("tr", {}, head)), body),
      more,
    ].filter(Boolean));
  }

  #row(event) {
    const { data, state } = this;
    const chosen = state.selected?.kind === "event" && state.selected.id === event.id;
    const names = (things) => things.slice(0, 4).map(name).join(t("comma"));
    const claim = firstClaim(data, event);
    const row = el("tr", { class: chosen ? "chosen" : null, "data-event": event.id, on: { click: () => state.select("event", event.id) } },
      el("td", { class: "day" }, event.edtf ?? "–"),
      el("td", {}, el("button", { type: "button", class: `link fact-line ${event.factuality}`, "aria-pressed": String(chosen), style: { "--badge": typeColour(event.type) } }, el("span", { class: "dot" }), el("span", {}, t(event.type), event.factuality === "actual" ? null : ` (${t(event.factuality)})`))),
      el("td", {}, names(data.actors(event))),
      el("td", {}, names(data.places(event))),
      el("td", {}, countOf(event)),
      el("td", { lang: "ja", class: "quote" }, claim ? cut(claim.sentence, 90) : ""));
    return row;
  }
}
