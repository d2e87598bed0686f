// The document that the page carries, and what of it belongs to what.

import { characters, fold } from "./text.js";

const PLACES = ["place", "base", "destination", "origin", "target"];
const ACTORS = ["agent", "force", "recipient", "target", "evacuee"];
const LINKS = ["fulfils", "denies", "maybe_same"];

export function roleOf(event, role) {
  return event.roles.find(([name]) => name === role)?.[1] ?? [];
}

function filled(record, lists) {
  for (const name of lists) record[name] ??= [];
  return record;
}

function byId(list) {
  return new Map(list.map((thing) => [thing.id, thing]));
}

function push(map, key, value) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

export class Data {
  constructor(view) {
    this.articles = (view.articles ?? []).map((article) => filled(article, ["skips"]));
    this.claims = (view.claims ?? []).map((claim) => filled(claim, ["mentions"]));
    this.entities = (view.entities ?? []).map((entity) => filled(entity, ["aliases", "part_of"]));
    this.events = (view.events ?? []).map((event) => filled(event, ["roles", "claims", "disagrees", ...LINKS]));
    this.leftOut = view.left_out ?? 0;
    this.article = byId(this.articles);
    this.claim = byId(this.claims);
    this.entity = byId(this.entities);
    this.event = byId(this.events);
    this.eventOfClaim = new Map();
    this.eventsOfThing = new Map();
    this.eventsOfArticle = new Map();
    this.claimsOfArticle = new Map();
    this.back = { fulfils: new Map(), denies: new Map(), maybe_same: new Map() };
    this.#join();
  }

  #text = new Map(); // what a search of an event looks through
  #cut = new Map(); // articles' texts, cut by characters
  #parts = new Map(); // ids of the parts of a whole

  #join() {
    for (const claim of this.claims) push(this.claimsOfArticle, claim.article, claim);
    for (const event of this.events) {
      event.things = [...new Set(event.roles.flatMap(([, ids]) => ids))].filter((id) => this.entity.has(id));
      event.claims = event.claims.filter((id) => this.claim.has(id)).sort((a, b) => this.#told(a, b));
      for (const id of event.claims) this.eventOfClaim.set(id, event);
      for (const id of event.things) push(this.eventsOfThing, id, event);
      const articles = new Set(event.claims.map((id) => this.claim.get(id).article));
      for (const id of articles) push(this.eventsOfArticle, id, event);
      for (const link of LINKS) for (const id of event[link]) push(this.back[link], id, event);
      event.from = day(event.earliest);
      event.to = day(event.latest);
      event.sureFrom = day(event.sure?.[0]);
      event.sureTo = day(event.sure?.[1]);
    }
    for (const entity of this.entities) {
      for (const whole of [...entity.part_of, entity.country]) if (whole) push(this.#parts, whole, entity.id);
    }
    for (const list of this.eventsOfThing.values()) list.sort(byTime);
    this.events.sort(byTime);
  }

  // Claims in the order in which they were published and stand in their articles.
  #told(one, other) {
    const [a, b] = [this.claim.get(one), this.claim.get(other)];
    const key = ({ article }) => `${this.article.get(article)?.published ?? "9"} ${article}`;
    return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.start - b.start || (one < other ? -1 : 1);
  }

  // All that a search looks through: labels and names in both languages, and the sentences behind the event.
  haystack(event) {
    let found = this.#text.get(event.id);
    if (found === undefined) {
      const things = event.things.map((id) => this.entity.get(id)).flatMap((e) => [e.ja, e.en, e.icao, ...e.aliases]);
      const claims = event.claims.map((id) => this.claim.get(id)).filter(Boolean);
      const said = claims.flatMap((c) => [c.sentence, c.source_text, this.article.get(c.article)?.title]);
      found = [event.ja, event.en, event.edtf, ...things, ...said].filter(Boolean).map(fold).join("\n");
      this.#text.set(event.id, found);
    }
    return found;
  }

  // An article's text, cut by characters.
  textOf(article) {
    if (!this.#cut.has(article.id)) this.#cut.set(article.id, characters(article.text));
    return this.#cut.get(article.id);
  }

  // A thing with all that is part of it.
  family(id) {
    const found = new Set([id]);
    const waiting = [id];
    while (waiting.length) {
      for (const part of this.#parts.get(waiting.pop()) ?? []) {
        if (!found.has(part)) {
          found.add(part);
          waiting.push(part);
        }
      }
    }
    return found;
  }

  places(event) {
    return [...new Set(PLACES.flatMap((role) => roleOf(event, role)))].map((id) => this.entity.get(id)).filter(Boolean);
  }

  actors(event) {
    return [...new Set(ACTORS.flatMap((role) => roleOf(event, role)))].map((id) => this.entity.get(id)).filter(Boolean);
  }

  // Where a thing lies: at itself, else (roughly) at the nearest whole that has a place.
  spot(entity) {
    const seen = new Set();
    let level = [entity];
    while (level.length) {
      const placed = level.find((one) => one.lat !== undefined && one.lon !== undefined);
      if (placed) return { entity: placed, exact: placed === entity && entity.kind !== "state" };
      level.forEach((one) => seen.add(one.id));
      level = level.flatMap((one) => [...one.part_of, one.country]).filter((id) => id && !seen.has(id)).map((id) => this.entity.get(id)).filter(Boolean);
    }
    return null;
  }
}

// Days since 1970, or null.
export function day(text) {
  if (!text) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) ? null : Math.round(time / 86400000);
}

export function isoDay(days) {
  return new Date(days * 86400000).toISOString().slice(0, 10);
}

function byTime(one, other) {
  return (one.from ?? one.to ?? Infinity) - (other.from ?? other.to ?? Infinity) || (one.id < other.id ? -1 : 1);
}
