// Puts the page together: reads the document it carries, makes the views, keeps the address, takes keys.

import { ArticleView } from "./article.js";
import { Data } from "./data.js";
import { Evidence } from "./evidence.js";
import { Filters } from "./filters.js";
import { List } from "./list.js";
import { Network } from "./network.js";
import { State, VIEWS } from "./state.js";
import { Timeline } from "./timeline.js";
import { WorldMap } from "./map.js";
import { FACTS, KINDS, eventMark, kindColour, kindPath, setDark } from "./look.js";
import { el } from "./text.js";
import { setLanguage, setWords, t } from "./words.js";

const $ = (id) => document.getElementById(id);
const read = (id) => JSON.parse($(id)?.textContent || "null");

const page = read("data");
setWords(page.words);
const data = new Data(page.view);
const single = page.mode === "article";
const state = new State(data, {
  lang: page.lang,
  view: single ? "article" : "overview",
  reading: single ? data.articles[0]?.id : null,
  selected: single && data.articles.length ? { kind: "article", id: data.articles[0].id } : null,
});
state.fromFragment(location.hash.slice(1));

const darkScheme = matchMedia("(prefers-color-scheme: dark)");
const views = {};

function isDark() {
  return (state.theme ?? (darkScheme.matches ? "dark" : "light")) === "dark";
}

function dress() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  setDark(isDark());
}

function translate() {
  setLanguage(state.lang);
  document.documentElement.lang = state.lang;
  document.title = page.title?.[state.lang] ?? t("title");
  $("title").textContent = document.title;
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", t(element.dataset.tLabel));
    element.title = t(element.dataset.tLabel);
  }
  $("search").placeholder = t("search");
  for (const [key, view] of Object.entries(views)) view.stage?.canvas.setAttribute("aria-label", t(`${key} help`));
}

function arrange() {
  document.body.dataset.view = state.view;
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const on = tab.dataset.view === state.view;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
  }
  $("views").setAttribute("aria-labelledby", `tab-${state.view}`);
}

function legend() {
  const canvas = (draw) => {
    const one = el("canvas", { width: 36, height: 36, "aria-hidden": "true" });
    const context = one.getContext("2d");
    context.setTransform(2, 0, 0, 2, 0, 0);
    draw(context);
    return one;
  };
  const kinds = Object.keys(KINDS).filter((kind) => data.entities.some((entity) => entity.kind === kind && data.eventsOfThing.has(entity.id)));
  const item = (draw, text) => el("li", {}, canvas(draw), text);
  $("legend").replaceChildren(
    el("ul", { "aria-label": t("things") }, kinds.map((kind) => item((context) => {
      context.fillStyle = kindColour(kind);
      context.beginPath();
      kindPath(context, kind, 9, 9, 7);
      context.fill("evenodd");
    }, t(`kind.${kind}`)))),
    el("ul", { "aria-label": t("events") }, el("li", {}, t("events legend")), FACTS.map((factuality) => item((context) => eventMark(context, { type: "Deployment", factuality }, 9, 9, 6), t(factuality)))));
}

// Keeps the address in step with the state, so that it can be copied; a frame without an address of its own does not mind.
let told = location.hash.slice(1);
function keepAddress() {
  told = state.toFragment();
  try {
    history.replaceState(null, "", told ? `#${told}` : location.pathname + location.search);
  } catch {
    told = location.hash.slice(1);
  }
}

function step(by) {
  const events = state.lit && state.selected.kind !== "event" ? state.events.filter((event) => state.lit.events.has(event)) : state.events;
  if (!events.length) return;
  const at = events.findIndex((event) => state.selected?.kind === "event" && event.id === state.selected.id);
  state.set({ selected: { kind: "event", id: events[(at + by + events.length + (at < 0 && by < 0 ? 1 : 0)) % events.length].id } });
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog")) {
    if (event.key === "Escape" && event.target.id === "search") event.target.blur();
    return;
  }
  const acts = {
    "/": () => $("search").focus(),
    n: () => step(1),
    p: () => step(-1),
    Escape: () => state.set({ selected: null }),
    "?": () => $("help").showModal(),
  };
  if (!single) VIEWS.forEach((view, n) => (acts[n + 1] = () => state.set({ view })));
  if (!acts[event.key]) return;
  event.preventDefault();
  acts[event.key]();
}

function savePicture() {
  const key = ["network", "timeline", "map"].includes(state.view) ? state.view : "network";
  views[key].stage.canvas.toBlob((blob) => {
    const address = URL.createObjectURL(blob);
    el("a", { href: address, download: `${key}.png` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  });
}

function tabKeys(event) {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!move) return;
  const next = tabs[(tabs.indexOf(event.target) + move + tabs.length) % tabs.length];
  next.focus();
  state.set({ view: next.dataset.view });
}

let searching = 0;
function onSearch() {
  clearTimeout(searching);
  searching = setTimeout(() => state.set({ query: $("search").value }), data.events.length > 1500 ? 180 : 40);
}

function listen() {
  $("search").addEventListener("input", onSearch);
  $("lang").addEventListener("click", () => state.set({ lang: state.lang === "ja" ? "en" : "ja" }));
  $("theme").addEventListener("click", () => state.set({ theme: isDark() ? "light" : "dark" }));
  $("ask-help").addEventListener("click", () => $("help").showModal());
  $("print").addEventListener("click", () => print());
  $("picture")?.addEventListener("click", savePicture);
  $("lanes")?.addEventListener("change", () => state.set({ lanes: $("lanes").value }));
  $("undated")?.addEventListener("click", () => state.set({ view: "list" }));
  for (const tab of document.querySelectorAll("[role=tab]")) {
    tab.addEventListener("click", () => state.set({ view: tab.dataset.view }));
    tab.addEventListener("keydown", tabKeys);
  }
  for (const button of document.querySelectorAll("[data-fit]")) button.addEventListener("click", () => views[button.dataset.fit].stage.fit());
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => views[button.dataset.of].stage.zoom(+button.dataset.zoom));
  }
  addEventListener("keydown", onKey);
  addEventListener("hashchange", () => {
    if (location.hash.slice(1) !== told) state.fromFragment(location.hash.slice(1));
  });
  darkScheme.addEventListener("change", () => {
    dress();
    refresh(new Set(["theme"]));
  });
  addEventListener("beforeprint", () => print_(true));
  addEventListener("afterprint", () => print_(false));
}

// Paper is white, whatever the screen is.
function print_(on) {
  document.documentElement.dataset.theme = on || !isDark() ? "light" : "dark";
  setDark(!on && isDark());
  for (const view of Object.values(views)) view.stage?.drawNow();
}

function notes() {
  if (single) return;
  $("undated").hidden = !views.timeline.undated;
  $("undated").textContent = t("n undated", { n: views.timeline.undated });
  $("unplaced").hidden = !views.map.unplaced;
  $("unplaced").textContent = t("n unplaced", { n: views.map.unplaced });
  $("left-out").hidden = !data.leftOut;
  $("left-out").textContent = t("left out", { n: data.leftOut });
  $("lanes").value = state.lanes;
}

function refresh(changed) {
  if (changed.has("lang")) translate();
  if (changed.has("view")) arrange();
  if ((changed.has("lang") || changed.has("theme")) && !single) legend();
  if (document.activeElement !== $("search")) $("search").value = state.query;
  notes();
  for (const view of Object.values(views)) view.stage?.redraw();
  keepAddress();
}

dress();
setLanguage(state.lang);
state.onChange((changed) => { // before any view draws itself anew
  if (changed.has("theme")) dress();
  if (changed.has("lang")) setLanguage(state.lang);
});
if (!single) {
  views.network = new Network($("network"), state, page.layout);
  views.timeline = new Timeline($("timeline"), state);
  views.map = new WorldMap($("map"), state, read("land"));
  new List($("list"), state);
  new Filters($("filters"), state);
}
new ArticleView($("article"), state);
new Evidence($("evidence"), state);
document.body.classList.toggle("single", single);
state.onChange(refresh);
listen();
refresh(new Set(["theme", "lang", "view"]));
globalThis.explorer = { state, views, data }; // for the browser's console, and for tests
document.body.dataset.ready = "true";
