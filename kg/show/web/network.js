// Events amid the things that take part in them. The places of all nodes come with the page.

import { Camera, Stage } from "./stage.js";
import { Field, drawLabels, shorten } from "./labels.js";
import { eventMark, ink, kindColour, kindPath, typeColour } from "./look.js";
import { name, t } from "./words.js";
import { tellEvent, tellThing } from "./facts.js";

const EVENT_RADIUS = 8;
const DIM = 0.13;
const HEAVY = 900; // marks and lines above which a moved picture is not drawn anew for each frame

export class Network {
  hovered = null;
  held = null; // the node that is dragged; it is drawn apart
  labels = [];

  constructor(host, state, layout) {
    this.state = state;
    this.data = state.data;
    this.camera = new Camera();
    this.places = new Map(Object.entries(layout).map(([id, [x, y]]) => [id, { x, y }]));
    this.#gather();
    this.stage = new Stage(host, this);
    state.onChange((changed) => this.#changed(changed));
  }

  #changed(changed) {
    if (changed.has("events")) this.#gather();
    if (changed.has("selected")) this.#bringIn();
    this.stage.redraw();
  }

  // The nodes and lines of the events that the filters leave.
  #gather() {
    const { data, state } = this;
    this.nodes = [];
    for (const id of state.things) {
      const at = this.places.get(id);
      const count = (data.eventsOfThing.get(id) ?? []).filter((event) => state.shown.has(event)).length;
      if (at) this.nodes.push({ thing: data.entity.get(id), id, at, r: Math.min(9 + 3.2 * Math.sqrt(count), 44), count });
    }
    this.nodes.sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
    this.marks = state.events.filter((event) => this.places.has(event.id)).map((event) => ({ event, id: event.id, at: this.places.get(event.id), r: EVENT_RADIUS }));
    this.shrink = 0.45 + 0.35 * Math.min(1, (this.nodes.length + this.marks.length) / 1200); // marks shrink less than the space between them
    this.lines = [];
    for (const { event, at } of this.marks) {
      for (const [role, ids] of event.roles) {
        for (const id of ids) if (data.entity.has(id) && this.places.has(id)) this.lines.push({ event, thing: id, a: at, b: this.places.get(id), label: role });
      }
      for (const link of ["fulfils", "denies", "maybe_same"]) {
        for (const id of event[link]) {
          const other = data.event.get(id);
          if (other && state.shown.has(other) && this.places.has(id)) this.lines.push({ event, other, a: at, b: this.places.get(id), label: link });
        }
      }
    }
  }

  get heavy() {
    return this.lines.length + this.marks.length > HEAVY;
  }

  get ground() {
    return ink().paper;
  }

  fit(width, height) {
    const points = [...this.nodes, ...this.marks].map(({ at }) => at);
    if (!points.length) return;
    const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
    for (const { x, y } of points) {
      box.x0 = Math.min(box.x0, x);
      box.y0 = Math.min(box.y0, y);
      box.x1 = Math.max(box.x1, x);
      box.y1 = Math.max(box.y1, y);
    }
    const legend = document.getElementById("legend")?.offsetHeight ?? 0;
    this.camera.fit(box, width, height - legend, Math.min(56, width / 9), 1.6);
    this.camera.pan(0, legend);
  }

  // Pans to what another view selected, where it is out of sight.
  #bringIn() {
    const at = this.state.selected && this.places.get(this.state.selected.id);
    const { width, height } = this.stage;
    if (!at || !width) return;
    const [x, y] = [at.x * this.camera.k + this.camera.x, at.y * this.camera.k + this.camera.y];
    if (x < 20 || y < 20 || x > width - 20 || y > height - 20) this.camera.pan(width / 2 - x, height / 2 - y);
  }

  draw(context, width, height) {
    const { camera, state } = this;
    const look = ink();
    const seen = ({ at, r }, margin = 30) => {
      const [x, y] = [at.x * camera.k + camera.x, at.y * camera.k + camera.y];
      const far = r * this.#size + margin;
      return x > -far && y > -far && x < width + far && y < height + far;
    };
    context.fillStyle = look.paper;
    context.fillRect(0, 0, width, height);
    this.#drawLines(context, look);
    const marks = this.marks.filter((mark) => seen(mark));
    const nodes = this.nodes.filter((node) => seen(node));
    for (const lit of state.lit ? [false, true] : [true]) {
      context.globalAlpha = lit ? 1 : DIM;
      marks.forEach((mark) => mark !== this.held && state.isLit(mark.event) === lit && this.#drawEvent(context, mark));
      nodes.forEach((node) => node !== this.held && state.isLitThing(node.id) === lit && this.#drawThing(context, node, look));
    }
    context.globalAlpha = 1;
    this.#drawLabels(context, width, height, nodes, marks, look);
  }

  // How much larger than in the layout marks are drawn.
  get #size() {
    const { k } = this.camera;
    return k < 1 ? k ** this.shrink : Math.min(k, 1.6);
  }

  #screen({ x, y }) {
    return [x * this.camera.k + this.camera.x, y * this.camera.k + this.camera.y];
  }

  #isLine(line) {
    const { lit } = this.state;
    return lit.events.has(line.event) && (line.other ? lit.events.has(line.other) : lit.things.has(line.thing));
  }

  #isHeld(line) {
    return this.held !== null && (line.a === this.held.at || line.b === this.held.at);
  }

  // The dragged node with its lines, over the picture of all others.
  drawHeld(context) {
    if (!this.held) return;
    context.strokeStyle = ink().line;
    context.lineWidth = 1;
    context.beginPath();
    for (const { a, b } of this.lines.filter((line) => this.#isHeld(line))) {
      context.moveTo(...this.#screen(a));
      context.lineTo(...this.#screen(b));
    }
    context.stroke();
    if (this.held.event) this.#drawEvent(context, this.held);
    else this.#drawThing(context, this.held, ink());
  }

  letGo() {
    this.held = null;
  }

  #drawLines(context, look) {
    const path = (lines) => {
      context.beginPath();
      for (const { a, b } of lines) {
        context.moveTo(...this.#screen(a));
        context.lineTo(...this.#screen(b));
      }
      context.stroke();
    };
    const lines = this.held ? this.lines.filter((line) => !this.#isHeld(line)) : this.lines;
    const roles = lines.filter((line) => !line.other);
    const links = lines.filter((line) => line.other);
    context.lineWidth = Math.min(1.2, Math.max(0.5, this.camera.k));
    context.strokeStyle = look.line;
    context.globalAlpha = this.state.lit ? DIM : 0.75;
    path(roles);
    context.setLineDash([5, 4]);
    context.strokeStyle = look.accent;
    path(links);
    context.setLineDash([]);
    context.globalAlpha = 1;
    if (this.state.lit) {
      context.lineWidth = 1.6;
      const lit = this.lines.filter((line) => this.#isLine(line));
      for (const type of new Set(lit.map((line) => line.event.type))) {
        context.strokeStyle = typeColour(type);
        path(lit.filter((line) => line.event.type === type));
      }
    }
  }

  #drawEvent(context, { event, at, r }) {
    const [x, y] = this.#screen(at);
    const radius = Math.max(2, r * this.#size);
    eventMark(context, event, x, y, radius);
    if (this.#isChosen("event", event.id) || this.hovered?.event === event) this.#ring(context, x, y, radius + 4);
  }

  #drawThing(context, { thing, id, at, r }, look) {
    const [x, y] = this.#screen(at);
    const radius = Math.max(3, r * this.#size);
    context.beginPath();
    kindPath(context, thing.kind, x, y, radius);
    context.fillStyle = kindColour(thing.kind);
    context.fill("evenodd");
    context.strokeStyle = look.paper;
    context.lineWidth = 1.5;
    context.stroke();
    if (this.#isChosen("entity", id) || this.hovered?.id === id) this.#ring(context, x, y, radius + 5);
  }

  #isChosen(kind, id) {
    const { selected } = this.state;
    if (selected?.kind === "claim" && kind === "event") return this.data.eventOfClaim.get(selected.id)?.id === id;
    return selected?.kind === kind && selected.id === id;
  }

  #ring(context, x, y, radius) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.strokeStyle = ink().accent;
    context.lineWidth = 2.5;
    context.stroke();
  }

  #drawLabels(context, width, height, nodes, marks, look) {
    const { camera, state } = this;
    const field = new Field();
    const wanted = [];
    for (const { thing, id, at, r, count } of nodes) {
      if (!state.isLitThing(id)) continue;
      const [x, y] = this.#screen(at);
      const radius = Math.max(3, r * this.#size);
      if (radius > 6 && wanted.length < 60) field.take({ x: x - radius * 0.8, y: y - radius * 0.8, w: radius * 1.6, h: radius * 1.6 });
      const size = Math.round(Math.min(16, 11.5 + Math.sqrt(count) * 0.45));
      wanted.push({ x, y, gap: radius + 2, text: shorten(name(thing), 26), size, weight: 600, colour: look.text });
    }
    if (camera.k > 0.75 || (state.lit && state.lit.events.size < 80)) {
      for (const { event, at, r } of marks) {
        if (!state.isLit(event)) continue;
        const [x, y] = this.#screen(at);
        const text = event.edtf ? `${t(event.type)} ${event.edtf}` : t(event.type);
        wanted.push({ x, y, gap: Math.max(2, r * this.#size) + 1, text, size: 11, weight: 400, colour: typeColour(event.type) });
      }
    }
    wanted.push(...this.#lineLabels(width, height, look));
    this.labels = drawLabels(context, wanted, { width, height, halo: look.paper, field, top: document.getElementById("legend")?.offsetHeight ?? 0, most: this.stage.moving ? 60 : 350 });
  }

  // What the lines mean: of those lit up or near, else none.
  #lineLabels(width, height, look) {
    const hovered = this.hovered;
    const lit = this.state.lit ? this.lines.filter((line) => this.#isLine(line)) : [];
    const near = hovered ? this.lines.filter((line) => line.event === hovered.event || line.thing === hovered.id) : [];
    const lines = near.length && near.length < 60 ? near : lit.length < 60 ? lit : [];
    const all = lines.length || this.camera.k < 1.3 ? lines : this.lines;
    return all.map((line) => {
      const [[ax, ay], [bx, by]] = [this.#screen(line.a), this.#screen(line.b)];
      return { x: (ax + bx) / 2, y: (ay + by) / 2, gap: -7, only: true, text: t(line.label), size: 10.5, weight: 400, colour: look.muted };
    }).filter(({ x, y }) => x > 0 && y > 0 && x < width && y < height);
  }

  hit(px, py) {
    let best = null;
    let least = Infinity;
    for (const nodes of [this.marks, this.nodes]) {
      for (const node of nodes) {
        const [x, y] = this.#screen(node.at);
        const far = Math.hypot(px - x, py - y) - Math.max(node.event ? 3 : 4, node.r * this.#size);
        if (far < 4 && far < least) [best, least] = [node, far];
      }
    }
    if (!best) return null;
    return best;
  }

  pick(found) {
    if (!found) this.state.set({ selected: null });
    else this.state.select(found.event ? "event" : "entity", found.id);
  }

  tell(found) {
    return found.event ? tellEvent(this.data, found.event) : tellThing(this.data, found.thing);
  }

  // A node that is dragged stays where it is put.
  grab(found) {
    if (!found) return null;
    return (dx, dy) => {
      this.held = found;
      found.at.x += dx / this.camera.k;
      found.at.y += dy / this.camera.k;
    };
  }
}
