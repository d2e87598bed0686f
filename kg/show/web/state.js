// What is filtered, selected and seen; the one place that views read and change. The address keeps it.

import { day, isoDay } from "./data.js";
import { fold } from "./text.js";

export const VIEWS = ["overview", "network", "timeline", "map", "list", "article"];
const FILTERS = ["query", "types", "facts", "actor", "article", "from", "to"];
const START = {
  view: "overview", query: "", types: null, facts: null, actor: null, article: null, from: null, to: null,
  selected: null, lang: "ja", theme: null, lanes: "actor", reading: null,
};

export class State {
  #listeners = [];

  constructor(data, start) {
    this.data = data;
    this.start = { ...START, ...start };
    Object.assign(this, this.start);
    this.#filter();
    this.#light();
  }

  onChange(listener) {
    this.#listeners.push(listener);
  }

  // Changes some of it and tells all views which names changed.
  set(changes) {
    const changed = new Set(Object.keys(changes).filter((name) => !same(this[name], changes[name])));
    if (!changed.size) return;
    Object.assign(this, changes);
    if (FILTERS.some((name) => changed.has(name))) {
      this.#filter();
      changed.add("events");
    }
    if (changed.has("selected") || changed.has("events")) {
      this.#light();
      changed.add("lit");
    }
    for (const listener of this.#listeners) listener(changed);
  }

  select(kind, id) {
    const now = this.selected;
    this.set({ selected: now && now.kind === kind && now.id === id ? null : { kind, id } });
  }

  get filtered() {
    return FILTERS.some((name) => !same(this[name], START[name]));
  }

  clearFilters() {
    this.set(Object.fromEntries(FILTERS.map((name) => [name, START[name]])));
  }

  #filter() {
    const terms = this.query.split(/\s+/).map(fold).filter(Boolean);
    const family = this.actor ? this.data.family(this.actor) : null;
    const inArticle = this.article ? new Set(this.data.eventsOfArticle.get(this.article) ?? []) : null;
    const from = day(this.from);
    const to = day(this.to);
    this.events = this.data.events.filter((event) => {
      if (this.types && !this.types.has(event.type)) return false;
      if (this.facts && !this.facts.has(event.factuality)) return false;
      if (inArticle && !inArticle.has(event)) return false;
      if (family && !event.things.some((id) => family.has(id))) return false;
      if ((from !== null || to !== null) && !within(event, from, to)) return false;
      return !terms.length || terms.every((term) => this.data.haystack(event).includes(term));
    });
    this.shown = new Set(this.events);
    this.things = new Set(this.events.flatMap((event) => event.things));
  }

  // The events and things that the selection lights up; null where nothing is selected.
  #light() {
    this.lit = null;
    const selected = this.selected;
    if (!selected) return;
    const events = new Set(this.#chosen(selected).filter((event) => this.shown.has(event)));
    const things = new Set([...events].flatMap((event) => event.things));
    if (selected.kind === "entity") things.add(selected.id);
    this.lit = { events, things };
  }

  #chosen({ kind, id }) {
    if (kind === "entity") {
      const family = this.data.family(id);
      return [...family].flatMap((part) => this.data.eventsOfThing.get(part) ?? []);
    }
    if (kind === "article") return this.data.eventsOfArticle.get(id) ?? [];
    const event = kind === "claim" ? this.data.eventOfClaim.get(id) : this.data.event.get(id);
    if (!event) return [];
    const linked = ["fulfils", "denies", "maybe_same"].flatMap((link) => [
      ...event[link].map((other) => this.data.event.get(other)).filter(Boolean),
      ...(this.data.back[link].get(event.id) ?? []),
    ]);
    return [event, ...linked];
  }

  isLit(event) {
    return !this.lit || this.lit.events.has(event);
  }

  isLitThing(id) {
    return !this.lit || this.lit.things.has(id);
  }

  // The state as the part of an address after #; what is as at the start is left out.
  toFragment() {
    const parts = new URLSearchParams();
    const put = (key, name, text) => {
      if (!same(this[name], this.start[name]) && text !== null) parts.set(key, text);
    };
    put("view", "view", this.view);
    put("q", "query", this.query);
    put("type", "types", this.types ? [...this.types].join(" ") : "");
    put("fact", "facts", this.facts ? [...this.facts].join(" ") : "");
    put("actor", "actor", this.actor ?? "");
    put("article", "article", this.article ?? "");
    put("from", "from", this.from ?? "");
    put("to", "to", this.to ?? "");
    put("sel", "selected", this.selected ? `${this.selected.kind}:${this.selected.id}` : "");
    put("read", "reading", this.reading ?? "");
    put("lanes", "lanes", this.lanes);
    put("lang", "lang", this.lang);
    put("theme", "theme", this.theme ?? "");
    return parts.toString();
  }

  // Takes the state from an address; what it does not name, or names wrongly, is as at the start.
  fromFragment(fragment) {
    const parts = new URLSearchParams(fragment);
    const text = (key) => parts.get(key) || null;
    const set = (key) => (parts.has(key) && parts.get(key) ? new Set(parts.get(key).split(" ")) : null);
    const one = (key, allowed, otherwise) => (allowed.includes(parts.get(key)) ? parts.get(key) : otherwise);
    const known = (key, map) => (map.has(parts.get(key)) ? parts.get(key) : null);
    const date = (key) => (day(text(key)) === null ? null : isoDay(day(text(key))));
    this.set({
      view: one("view", VIEWS, this.start.view),
      query: parts.get("q") ?? "",
      types: set("type"),
      facts: set("fact"),
      actor: known("actor", this.data.entity),
      article: known("article", this.data.article),
      from: date("from"),
      to: date("to"),
      selected: parts.has("sel") ? this.#selection(parts.get("sel")) : this.start.selected,
      reading: known("read", this.data.article) ?? this.start.reading,
      lanes: one("lanes", ["actor", "place", "type"], "actor"),
      lang: one("lang", ["ja", "en"], this.start.lang),
      theme: one("theme", ["light", "dark"], this.start.theme),
    });
  }

  #selection(text) {
    const cut = text.indexOf(":");
    const [kind, id] = [text.slice(0, cut), text.slice(cut + 1)];
    const map = { event: this.data.event, entity: this.data.entity, claim: this.data.claim, article: this.data.article }[kind];
    return map?.has(id) ? { kind, id } : null;
  }
}

// Whether an event can have happened in a window of days; one without a date cannot be placed in any.
function within(event, from, to) {
  if (event.from === null && event.to === null) return false;
  return !((from !== null && event.to !== null && event.to < from) || (to !== null && event.from !== null && event.from > to));
}

function same(one, other) {
  if (one instanceof Set && other instanceof Set) return one.size === other.size && [...one].every((part) => other.has(part));
  if (one && other && typeof one === "object" && one.kind) return one.kind === other.kind && one.id === other.id;
  return one === other;
}
