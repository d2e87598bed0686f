// Where events happen: marks as large as their events are many, movements as arcs; all on a base map that the page carries.

import { Camera, Stage } from "./stage.js";
import { Field, drawLabels, shorten } from "./labels.js";
import { eventTitle, tellEvent } from "./facts.js";
import { ink, typeColour } from "./look.js";
import { lang, name, t } from "./words.js";
import { project, readLand, unproject } from "./land.js";
import { roleOf } from "./data.js";

const WORLD = { x0: -Math.PI, y0: -2.2, x1: Math.PI, y1: 1.6 };

export class WorldMap {
  hovered = null;
  labels = [];

  constructor(host, state, land) {
    this.state = state;
    this.data = state.data;
    this.camera = new Camera(40, 12000);
    this.land = readLand(land);
    this.#gather();
    this.stage = new Stage(host, this);
    state.onChange((changed) => this.#changed(changed));
  }

  #changed(changed) {
    if (changed.has("events")) this.#gather();
    if (changed.has("selected")) this.#bringIn();
    this.stage.redraw();
  }

  // A mark for each thing at which an event of the filters has its place, and an arc for each movement.
  #gather() {
    const marks = new Map();
    this.arcs = [];
    this.unplaced = 0;
    for (const event of this.state.events) {
      const spots = this.#spots(event);
      if (!spots.length) this.unplaced += 1;
      for (const { entity, exact } of spots) {
        if (!marks.has(entity.id)) marks.set(entity.id, { entity, exact, events: [], at: project(entity.lon, entity.lat) });
        marks.get(entity.id).events.push(event);
      }
      this.#movements(event);
    }
    this.marks = [...marks.values()].sort((a, b) => b.events.length - a.events.length);
    for (const mark of this.marks) mark.r = 5 + 2.6 * Math.sqrt(mark.events.length);
  }

  #spots(event) {
    const found = new Map();
    for (const entity of this.data.places(event)) {
      if (!["place", "base", "state"].includes(entity.kind)) continue;
      const spot = this.data.spot(entity);
      if (spot && !found.has(spot.entity.id)) found.set(spot.entity.id, spot);
    }
    const list = [...found.values()];
    const exact = list.filter((spot) => spot.exact);
    return exact.length ? exact : list;
  }

  #movements(event) {
    for (const origin of roleOf(event, "origin")) {
      for (const destination of roleOf(event, "destination")) {
        const [from, to] = [origin, destination].map((id) => this.data.entity.get(id)).map((one) => one && this.data.spot(one)?.entity);
        if (from && to && from !== to) this.arcs.push({ event, lines: greatCircle(from, to) });
      }
    }
  }

  heavy = true; // the land is

  get ground() {
    return ink().sea;
  }

  fit(width, height) {
    const points = this.marks.map((mark) => mark.at);
    if (!points.length) {
      this.camera.fit(WORLD, width, height, 0);
      return;
    }
    const xs = points.map(([x]) => x);
    const ys = points.map(([, y]) => y);
    const box = { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
    this.camera.fit(box, width, height, Math.min(90, width / 6), 2600);
  }

  #bringIn() {
    const { selected, lit } = this.state;
    const mark = selected && this.marks.find((one) => one.entity.id === selected.id || (selected.kind === "event" && lit && one.events.some((event) => event.id === selected.id)));
    const { width, height } = this.stage;
    if (!mark || !width) return;
    const [x, y] = this.#screen(mark.at);
    if (x < 20 || y < 20 || x > width - 20 || y > height - 20) this.camera.pan(width / 2 - x, height / 2 - y);
  }

  #screen([x, y]) {
    return [x * this.camera.k + this.camera.x, y * this.camera.k + this.camera.y];
  }

  draw(context, width, height, scale) {
    const look = ink();
    const { k, x, y } = this.camera;
    context.fillStyle = look.sea;
    context.fillRect(0, 0, width, height);
    context.setTransform(k * scale, 0, 0, k * scale, x * scale, y * scale);
    const seen = ({ box }, least) => box.x1 * k + x > 0 && box.x0 * k + x < width && box.y1 * k + y > 0 && box.y0 * k + y < height && (box.x1 - box.x0 + box.y1 - box.y0) * k > least;
    context.fillStyle = look.land;
    context.strokeStyle = look.border;
    context.lineWidth = 0.7 / k;
    for (const ring of this.land.rings) {
      if (!seen(ring, 1.5)) continue;
      context.fill(ring.path);
      context.stroke(ring.path);
    }
    context.lineWidth = 0.9 / k;
    for (const border of this.land.borders) if (seen(border, 1)) context.stroke(border.path);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    this.#drawArcs(context);
    for (const mark of [...this.marks].reverse()) this.#drawMark(context, mark, look);
    context.globalAlpha = 1;
    this.#drawLabels(context, width, height, look);
    this.#drawScale(context, width, height, look);
  }

  #drawArcs(context) {
    for (const { event, lines } of this.arcs) {
      context.globalAlpha = this.state.isLit(event) ? 0.9 : 0.1;
      context.strokeStyle = typeColour(event.type);
      context.fillStyle = context.strokeStyle;
      context.lineWidth = 2;
      context.setLineDash(event.factuality === "actual" ? [] : [6, 4]);
      context.beginPath();
      for (const line of lines) {
        line.forEach((point, n) => {
          const [px, py] = this.#screen(point);
          if (n) context.lineTo(px, py);
          else context.moveTo(px, py);
        });
      }
      context.stroke();
      context.setLineDash([]);
      this.#arrow(context, lines.at(-1));
    }
    context.globalAlpha = 1;
  }

  #arrow(context, line) {
    const [x, y] = this.#screen(line.at(-1));
    const [bx, by] = this.#screen(line.at(-2));
    const angle = Math.atan2(y - by, x - bx);
    context.beginPath();
    context.moveTo(x, y);
    for (const turn of [2.7, -2.7]) context.lineTo(x + 11 * Math.cos(angle + turn), y + 11 * Math.sin(angle + turn));
    context.closePath();
    context.fill();
  }

  // A ring parted by the types of its events; a country's is hollow, for its events lie somewhere in it.
  #drawMark(context, mark, look) {
    const [x, y] = this.#screen(mark.at);
    const lit = this.state.lit;
    const on = !lit || mark.events.some((event) => lit.events.has(event)) || lit.things.has(mark.entity.id);
    context.globalAlpha = on ? 1 : 0.2;
    const types = new Map();
    for (const event of mark.events) types.set(event.type, (types.get(event.type) ?? 0) + 1);
    context.beginPath();
    context.arc(x, y, mark.r, 0, 2 * Math.PI);
    context.fillStyle = look.paper;
    context.globalAlpha *= mark.exact ? 1 : 0.75;
    context.fill();
    let from = -Math.PI / 2;
    const thick = mark.exact ? mark.r * 0.55 : Math.min(3, mark.r * 0.3);
    for (const [type, count] of [...types].sort((a, b) => b[1] - a[1])) {
      const to = from + (count / mark.events.length) * 2 * Math.PI;
      context.beginPath();
      context.arc(x, y, mark.r - thick / 2, from, to);
      context.strokeStyle = typeColour(type);
      context.lineWidth = thick;
      context.stroke();
      from = to;
    }
    if (this.state.selected?.id === mark.entity.id || this.hovered?.entity === mark.entity) {
      context.beginPath();
      context.arc(x, y, mark.r + 4, 0, 2 * Math.PI);
      context.strokeStyle = look.accent;
      context.lineWidth = 2.5;
      context.stroke();
    }
  }

  #drawLabels(context, width, height, look) {
    const field = new Field();
    const wanted = [];
    for (const { entity, at, r, events } of this.marks) {
      const [x, y] = this.#screen(at);
      if (wanted.length < 30) field.take({ x: x - r * 0.8, y: y - r * 0.8, w: 1.6 * r, h: 1.6 * r });
      const lit = !this.state.lit || this.state.lit.things.has(entity.id) || events.some((event) => this.state.isLit(event));
      if (lit) wanted.push({ x, y, gap: r + 2, text: `${shorten(name(entity), 22)} ${events.length}`, size: 12.5, weight: 600, colour: look.text });
    }
    const marked = new Set(this.marks.filter((mark) => mark.entity.kind === "state").map((mark) => mark.entity.id));
    const names = countryNames();
    for (const { code, at, size } of this.land.names) {
      const [x, y] = this.#screen(at);
      const wide = Math.sqrt(size) * (Math.PI / 180) * this.camera.k;
      const text = names(code);
      const shown = [...marked].some((id) => [this.data.entity.get(id).ja, this.data.entity.get(id).en].includes(text));
      if (wide > 36 && !shown) wanted.push({ x, y, gap: -8, only: true, text, size: 11, weight: 400, colour: look.muted });
    }
    this.labels = drawLabels(context, wanted, { width, height, halo: look.land, field, most: 160 });
  }

  // A bar of a round number of kilometres at the middle of the map.
  #drawScale(context, width, height, look) {
    const [, lat] = unproject(0, (height / 2 - this.camera.y) / this.camera.k);
    const perPixel = (6371 * Math.cos((lat * Math.PI) / 180)) / this.camera.k;
    const most = perPixel * 130;
    const power = 10 ** Math.floor(Math.log10(most));
    const km = [5, 2, 1].map((n) => n * power).find((n) => n <= most) ?? power;
    const w = km / perPixel;
    const [x, y] = [width - w - 16, height - 14];
    context.strokeStyle = look.muted;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x, y - 5);
    context.lineTo(x, y);
    context.lineTo(x + w, y);
    context.lineTo(x + w, y - 5);
    context.stroke();
    drawLabels(context, [{ x: x + w / 2, y: y - 3, gap: -16, only: true, text: `${km.toLocaleString(lang())} km`, size: 11, weight: 400, colour: look.muted }], { width, height, halo: look.sea });
  }

  hit(px, py) {
    for (const mark of [...this.marks].reverse()) {
      const [x, y] = this.#screen(mark.at);
      if (Math.hypot(px - x, py - y) < mark.r + 3) return this.hovered?.entity === mark.entity ? this.hovered : mark;
    }
    for (const arc of this.arcs) {
      for (const line of arc.lines) {
        for (const point of line) {
          const [x, y] = this.#screen(point);
          if (Math.hypot(px - x, py - y) < 7) return arc;
        }
      }
    }
    return null;
  }

  pick(found) {
    if (!found) this.state.set({ selected: null });
    else if (found.entity) this.state.select("entity", found.entity.id);
    else this.state.select("event", found.event.id);
  }

  tell(found) {
    if (found.event) return tellEvent(this.data, found.event);
    const { entity, events, exact } = found;
    const lines = events.slice(0, 5).map((event) => `${event.edtf ?? "–"} ${eventTitle(this.data, event, 2)}`);
    if (events.length > 5) lines.push(t("and more", { n: events.length - 5 }));
    return { title: name(entity), lines: [exact ? null : t("somewhere in"), ...lines] };
  }
}

// Names of countries as the browser knows them.
function countryNames() {
  const known = new Intl.DisplayNames(lang(), { type: "region", fallback: "code" });
  return (code) => known.of(code) ?? code;
}

// The shortest way over the globe, cut where it leaves the map at one side.
function greatCircle(from, to) {
  const vector = ({ lon, lat }) => {
    const [l, p] = [(lon * Math.PI) / 180, (lat * Math.PI) / 180];
    return [Math.cos(p) * Math.cos(l), Math.cos(p) * Math.sin(l), Math.sin(p)];
  };
  const [a, b] = [vector(from), vector(to)];
  const angle = Math.acos(Math.min(1, Math.max(-1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2]))) || 1e-9;
  const lines = [[]];
  let last = null;
  for (let n = 0; n <= 48; n += 1) {
    const [p, q] = [Math.sin((1 - n / 48) * angle) / Math.sin(angle), Math.sin((n / 48) * angle) / Math.sin(angle)];
    const [x, y, z] = [0, 1, 2].map((part) => p * a[part] + q * b[part]);
    const lon = (Math.atan2(y, x) * 180) / Math.PI;
    if (last !== null && Math.abs(lon - last) > 180) lines.push([]);
    lines.at(-1).push(project(lon, (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI));
    last = lon;
  }
  return lines.filter((line) => line.length > 1);
}
