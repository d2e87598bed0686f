// The controls that choose among the events, and the histogram of their days.

import { FACTS, TYPE_NAMES, ink, typeColour } from "./look.js";
import { day, isoDay } from "./data.js";
import { el } from "./text.js";
import { lang, name, t } from "./words.js";

const BINS = 56;

export class Filters {
  constructor(host, state) {
    this.host = host;
    this.state = state;
    this.data = state.data;
    const days = this.data.events.flatMap((event) => [event.from, event.to]).filter((one) => one !== null).sort((a, b) => a - b);
    this.first = days[0] ?? 20000;
    this.last = Math.max(days.at(-1) ?? 20001, this.first + 1);
    state.onChange((changed) => {
      if (changed.has("lang") || changed.has("theme")) this.build();
      else if (changed.has("events")) this.#update();
    });
    this.build();
  }

  build() {
    const { state } = this;
    this.total = el("output", { class: "total", "aria-live": "polite" });
    this.clear = el("button", { type: "button", class: "small", on: { click: () => state.clearFilters() } }, t("clear"));
    this.host.replaceChildren(
      el("p", { class: "summary" }, this.total, this.clear),
      this.#time(),
      this.#boxes("type", "types", TYPE_NAMES),
      this.#boxes("factuality", "facts", FACTS),
      this.#choice("actor filter", "actor", this.#things()),
      this.#choice("article", "article", this.data.articles.map((article) => [article.id, article.title || article.id])));
    this.#update();
  }

  #time() {
    const { state } = this;
    const slider = (key, label) => el("input", {
      type: "range", min: this.first, max: this.last, step: 1, "aria-label": label,
      on: { input: (event) => this.#slid(key, +event.target.value) },
    });
    const field = (key, label) => el("label", {}, label, el("input", {
      type: "date", on: { change: (event) => state.set({ [key]: day(event.target.value) === null ? null : event.target.value }) },
    }));
    this.bars = el("canvas", { class: "bars", role: "img", "aria-label": t("events by time") });
    this.sliders = { from: slider("from", t("from")), to: slider("to", t("to")) };
    this.fields = { from: field("from", t("from")), to: field("to", t("to")) };
    return el("fieldset", {}, el("legend", {}, t("time")), this.bars,
      el("div", { class: "range" }, this.sliders.from, this.sliders.to),
      el("div", { class: "dates" }, this.fields.from, this.fields.to));
  }

  #slid(key, value) {
    const { from, to } = this.sliders;
    if (key === "from" && value > +to.value) to.value = value;
    if (key === "to" && value < +from.value) from.value = value;
    this.state.set({
      from: +from.value <= this.first ? null : isoDay(+from.value),
      to: +to.value >= this.last ? null : isoDay(+to.value),
    });
  }

  #boxes(title, key, names) {
    const field = key === "types" ? "type" : "factuality";
    const counts = new Map();
    for (const event of this.data.events) counts.set(event[field], (counts.get(event[field]) ?? 0) + 1);
    const there = names.filter((one) => counts.has(one));
    const box = (one) => {
      const input = el("input", { type: "checkbox", value: one, on: { change: () => this.#check(key, there) } });
      return el("label", { class: `check ${one}`, style: { "--badge": key === "types" ? typeColour(one) : ink().text } },
        input, el("span", { class: "dot" }), el("span", { class: "name" }, t(one)), el("span", { class: "n" }, counts.get(one).toLocaleString(lang())));
    };
    this[key] = el("fieldset", { class: `boxes ${key}` }, el("legend", {}, t(title)), there.map(box));
    return this[key];
  }

  #check(key, there) {
    const on = [...this[key].querySelectorAll("input:checked")].map((input) => input.value);
    this.state.set({ [key]: on.length === there.length ? null : new Set(on) });
  }

  #things() {
    const counts = [...this.data.eventsOfThing].map(([id, events]) => [this.data.entity.get(id), events.length]);
    counts.sort((a, b) => b[1] - a[1] || (a[0].id < b[0].id ? -1 : 1));
    return counts.map(([entity, count]) => [entity.id, `${name(entity)} (${count})`]);
  }

  #choice(title, key, options) {
    const select = el("select", { id: `f-${key}`, on: { change: () => this.state.set({ [key]: select.value || null }) } },
      el("option", { value: "" }, t("all")), options.map(([value, text]) => el("option", { value }, text)));
    this[`${key}Choice`] = select;
    return el("p", { class: "choice" }, el("label", { for: `f-${key}` }, t(title)), select);
  }

  // Shows in the controls what the state says.
  #update() {
    const { state } = this;
    this.total.textContent = t("n of m events", { n: state.events.length.toLocaleString(lang()), m: this.data.events.length.toLocaleString(lang()) });
    this.clear.hidden = !state.filtered;
    for (const key of ["types", "facts"]) {
      for (const input of this[key].querySelectorAll("input")) input.checked = !state[key] || state[key].has(input.value);
    }
    for (const key of ["actor", "article"]) this.#choose(this[`${key}Choice`], state[key]);
    for (const [key, end] of [["from", this.first], ["to", this.last]]) {
      this.sliders[key].value = day(state[key]) ?? end;
      this.sliders[key].setAttribute("aria-valuetext", state[key] ?? isoDay(end));
      this.fields[key].querySelector("input").value = state[key] ?? "";
    }
    this.#drawBars();
  }

  // A thing that no event has of its own (only its parts) is offered when it is the filter.
  #choose(select, value) {
    if (value && ![...select.options].some((option) => option.value === value)) {
      select.append(el("option", { value }, name(this.data.entity.get(value) ?? { id: value })));
    }
    select.value = value ?? "";
  }

  #drawBars() {
    const scale = Math.max(1, globalThis.devicePixelRatio || 1);
    const [width, height] = [228, 40];
    this.bars.width = width * scale;
    this.bars.height = height * scale;
    const context = this.bars.getContext("2d");
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const all = new Array(BINS).fill(0);
    const shown = new Array(BINS).fill(0);
    for (const event of this.data.events) {
      const at = event.from ?? event.to;
      if (at === null) continue;
      const bin = Math.min(BINS - 1, Math.floor(((at - this.first) / (this.last - this.first)) * BINS));
      all[bin] += 1;
      if (this.state.shown.has(event)) shown[bin] += 1;
    }
    const most = Math.sqrt(Math.max(...all, 1));
    const bar = (count, n) => context.fillRect((n * width) / BINS, height - (Math.sqrt(count) / most) * height, width / BINS - 1, height);
    context.fillStyle = ink().line;
    context.globalAlpha = 0.5;
    all.forEach(bar);
    context.globalAlpha = 1;
    context.fillStyle = ink().accent;
    shown.forEach(bar);
  }
}
