// What is said of an event or thing in few words: for tooltips, lists and labels.

import { amount, name, t, when } from "./words.js";
import { visible } from "./text.js";

// An event by type and things: 撤退: 米軍、アイン・アサド空軍基地.
export function eventTitle(data, event, most = 3) {
  const names = event.things.slice(0, most).map((id) => name(data.entity.get(id)));
  return names.length ? `${t(event.type)}: ${names.join(t("comma"))}${event.things.length > most ? "…" : ""}` : t(event.type);
}

export function countOf(event) {
  return event.count ? amount(event.count[0], event.count[2], event.unit) : "";
}

export function firstClaim(data, event) {
  return data.claim.get(event.claims[0]);
}

export function speaker(data, claim) {
  const source = claim.source && data.entity.get(claim.source);
  return source ? name(source) : claim.source_text ?? "";
}

export function tellEvent(data, event) {
  const claim = firstClaim(data, event);
  const by = claim ? speaker(data, claim) : "";
  return {
    title: eventTitle(data, event),
    lines: [
      `${when(event.edtf) || t("no date")} ・ ${t(event.factuality)}`,
      [countOf(event), by && t("says", { who: by })].filter(Boolean).join(" ・ "),
    ],
    quote: claim ? cut(claim.sentence, 140) : "",
  };
}

export function tellThing(data, entity) {
  const events = data.eventsOfThing.get(entity.id)?.length ?? 0;
  return { title: name(entity), lines: [t(`kind.${entity.kind}`), t("n events", { n: events })] };
}

export function cut(text, most) {
  const seen = visible(text);
  return seen.length > most ? `${seen.slice(0, most)}…` : seen;
}
