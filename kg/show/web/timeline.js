// Events in lanes along time. A bar is as wide as the date is uncertain; what is open fades out.

import { Stage } from "./stage.js";
import { FONT, ink, typeColour } from "./look.js";
import { day } from "./data.js";
import { tellEvent } from "./facts.js";
import { lang, name, t } from "./words.js";
import { fitText, textWidth } from "./labels.js";

const AXIS = 34; // height of the axis
const ROW = 22;
const BAR = 13;
const PAD = 9;
const FADE = 70; // pixels in which an open end fades
const LANES = 14;
const ROWS = 400; // most rows of a lane

// A camera that zooms time alone and scrolls the lanes.
class TimeCamera {
  constructor(view) {
    Object.assign(this, { view, k: 1, x: 0, y: 0 });
  }

  pan(dx, dy) {
    this.x += dx;
    this.y = Math.min(0, Math.max(this.y + dy, Math.min(0, this.view.room - this.view.tall)));
  }

  zoom(factor, px) {
    const k = Math.min(60, Math.max(0.004, this.k * factor));
    this.x = px - ((px - this.x) * k) / this.k;
    this.k = k;
    this.view.pack();
  }
}

export class Timeline {
  hovered = null;
  tall = 0;
  room = 0;
  drawn = [];
  labels = [];

  constructor(host, state) {
    this.state = state;
    this.data = state.data;
    this.camera = new TimeCamera(this);
    this.#gather();
    this.stage = new Stage(host, this);
    state.onChange((changed) => this.#changed(changed));
  }

  #changed(changed) {
    if (changed.has("events") || changed.has("lanes") || changed.has("lang")) this.#gather();
    if (changed.has("from") || changed.has("to")) this.stage.fit();
    if (changed.has("selected")) this.#bringIn();
    this.stage.redraw();
  }

  get gutter() {
    return Math.min(170, this.stage.width * 0.28);
  }

  // Lanes of the events that have a date, the fullest first, the rest in one.
  #gather() {
    const dated = this.state.events.filter((event) => event.from !== null || event.to !== null);
    this.undated = this.state.events.length - dated.length;
    const lanes = new Map();
    for (const event of dated) {
      const key = this.#lane(event);
      if (!lanes.has(key)) lanes.set(key, []);
      lanes.get(key).push(event);
    }
    const order = [...lanes].sort((a, b) => (a[0] === null) - (b[0] === null) || b[1].length - a[1].length);
    const rest = order.slice(LANES).flatMap(([, events]) => events);
    this.lanes = order.slice(0, LANES).map(([key, events]) => ({ key, events }));
    if (rest.length) this.lanes.push({ key: undefined, events: rest });
    if (this.stage?.width) this.pack();
  }

  #lane(event) {
    if (this.state.lanes === "type") return event.type;
    const things = this.state.lanes === "place" ? this.data.places(event) : this.data.actors(event);
    return things[0]?.id ?? null;
  }

  #laneName({ key }) {
    if (key === undefined) return t("others");
    if (key === null) return t("nobody");
    return this.state.lanes === "type" ? t(key) : name(this.data.entity.get(key));
  }

  // The bar of an event in pixels, with whether its ends are open.
  #bar(event) {
    const { k, x } = this.camera;
    const known = day(event.reported?.[1]);
    const start = event.from ?? Math.min(event.to, known ?? event.to);
    const end = (event.to ?? Math.max(event.from, event.sureTo ?? event.from)) + 1;
    const bar = { a: start * k + x, b: end * k + x, openStart: event.from === null, openEnd: event.to === null };
    if (bar.b - bar.a < BAR) {
      const middle = (bar.a + bar.b) / 2;
      bar.a = middle - BAR / 2;
      bar.b = middle + BAR / 2;
    }
    return bar;
  }

  // Rows in each lane, so that no two bars touch; with room for words where a lane is not full.
  pack() {
    let top = 0;
    for (const lane of this.lanes) {
      lane.top = top;
      lane.rows = this.#rows(lane, true);
      if (lane.rows > 14) lane.rows = this.#rows(lane, false);
      top += lane.rows * ROW + 2 * PAD;
    }
    this.tall = top;
  }

  #rows({ events }, worded) {
    const ends = [];
    for (const event of events) {
      const { a, b, openStart, openEnd } = this.#bar(event);
      const words = worded ? textWidth(this.stage.context, this.#words(event), 11.5, 400) + 14 : 0;
      const from = a - (openStart ? FADE : 0) - this.camera.x;
      const to = Math.max(b + (openEnd ? FADE : 0), b + words) + 4 - this.camera.x;
      let row = ends.findIndex((end) => end <= from);
      if (row < 0) row = ends.length < ROWS ? ends.length : ROWS - 1;
      ends[row] = to;
      event.row = row;
    }
    return Math.max(1, ends.length);
  }

  #words(event) {
    const skip = this.state.lanes === "type" ? null : this.#lane(event);
    const others = event.things.filter((id) => id !== skip).slice(0, 2).map((id) => name(this.data.entity.get(id)));
    const sign = event.factuality === "actual" ? "" : ` (${t(event.factuality)})`;
    return fitText(this.stage.context, `${t(event.type)}${sign} ${others.join(t("comma"))}`, 11.5, 400, 250);
  }

  fit(width, height) {
    const days = this.state.events.flatMap((event) => [event.from, event.to]).filter((one) => one !== null).sort((a, b) => a - b);
    const [from, to] = [day(this.state.from), day(this.state.to)];
    const few = days.length < 40 ? 0 : 0.02; // far-off days of a few events are left to panning
    const first = from ?? days[Math.floor(days.length * few)] ?? 20000;
    const last = to ?? days[Math.ceil((days.length - 1) * (1 - few))] ?? 20100;
    const room = width - this.gutter;
    this.camera.k = Math.min(60, Math.max(0.004, (room * 0.7) / Math.max(last - first, 6)));
    this.camera.x = this.gutter + room * 0.05 - first * this.camera.k;
    this.camera.y = 0;
    this.room = height - AXIS;
    this.pack();
  }

  #bringIn() {
    const event = this.state.selected?.kind === "event" && this.data.event.get(this.state.selected.id);
    if (!event || (event.from === null && event.to === null) || !this.stage.width) return;
    const { a, b } = this.#bar(event);
    if (b < this.gutter + 10 || a > this.stage.width - 10) this.camera.pan((this.gutter + this.stage.width) / 2 - (a + b) / 2, 0);
    const lane = this.lanes.find((one) => one.events.includes(event));
    const y = AXIS + this.camera.y + lane.top + PAD + event.row * ROW;
    if (y < AXIS || y > this.stage.height - ROW) this.camera.pan(0, AXIS + this.room / 2 - y);
  }

  draw(context, width, height) {
    const look = ink();
    this.room = height - AXIS;
    this.camera.pan(0, 0);
    this.drawn = [];
    this.labels = [];
    context.fillStyle = look.paper;
    context.fillRect(0, 0, width, height);
    this.#drawAxis(context, width, height, look);
    context.save();
    context.beginPath();
    context.rect(0, AXIS, width, height - AXIS);
    context.clip();
    for (const lane of this.lanes) this.#drawLane(context, lane, width, height, look);
    context.restore();
    context.fillStyle = look.paper;
    context.fillRect(0, 0, this.gutter, AXIS);
  }

  #drawLane(context, lane, width, height, look) {
    const top = AXIS + this.camera.y + lane.top;
    const tall = lane.rows * ROW + 2 * PAD;
    if (top > height || top + tall < AXIS) return;
    const rows = new Map();
    for (const event of lane.events) {
      const y = top + PAD + event.row * ROW + (ROW - BAR) / 2;
      if (y < AXIS - ROW || y > height) continue;
      const bar = { ...this.#bar(event), y, event };
      rows.set(event.row, [...(rows.get(event.row) ?? []), bar]);
    }
    for (const bars of rows.values()) {
      bars.forEach((bar, n) => {
        if (bar.b + FADE < this.gutter || bar.a - FADE > width) return;
        context.globalAlpha = this.state.isLit(bar.event) ? 1 : 0.16;
        this.#drawBar(context, bar, look);
        this.#drawWords(context, bar, bars[n + 1]?.a ?? width + 400, width, look);
        this.drawn.push(bar);
      });
    }
    context.globalAlpha = 1;
    this.#drawGutter(context, lane, top, tall, width, look);
  }

  #drawGutter(context, lane, top, tall, width, look) {
    context.fillStyle = look.paper;
    context.fillRect(0, top, this.gutter, tall);
    context.strokeStyle = look.faint;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(0, Math.round(top + tall) + 0.5);
    context.lineTo(width, Math.round(top + tall) + 0.5);
    context.moveTo(this.gutter - 0.5, top);
    context.lineTo(this.gutter - 0.5, top + tall);
    context.stroke();
    context.textBaseline = "middle";
    context.textAlign = "left";
    const y = Math.min(Math.max(top + PAD + ROW / 2, AXIS + 12), top + tall - 10);
    const chosen = this.state.selected?.kind === "entity" && this.state.selected.id === lane.key;
    context.fillStyle = chosen ? look.accent : look.text;
    context.font = `600 12.5px ${FONT}`;
    const text = fitText(context, this.#laneName(lane), 12.5, 600, this.gutter - 44);
    context.font = `600 12.5px ${FONT}`;
    context.fillText(text, 10, y);
    context.fillStyle = look.muted;
    context.textAlign = "right";
    context.font = `400 11px ${FONT}`;
    context.fillText(String(lane.events.length), this.gutter - 8, y);
  }

  // Within the bounds it is pale, where it certainly went on full; not actual ones are hollow.
  #drawBar(context, bar, look) {
    const { event, y } = bar;
    const colour = typeColour(event.type);
    const [a, b] = [bar.a, bar.b];
    const alpha = context.globalAlpha;
    const box = (from, to) => {
      context.beginPath();
      context.roundRect(from, y, Math.max(to - from, 2), BAR, BAR / 2);
    };
    if (bar.openStart) this.#fade(context, a, a - FADE, y, colour);
    if (bar.openEnd) this.#fade(context, b, b + FADE, y, colour);
    if (event.factuality === "actual") {
      const exact = event.from !== null && event.from === event.to;
      context.fillStyle = colour;
      context.globalAlpha = alpha * (exact ? 1 : 0.34);
      box(a, b);
      context.fill();
      context.globalAlpha = alpha;
      if (!exact && event.sureFrom !== null) {
        box(Math.max(event.sureFrom * this.camera.k + this.camera.x, a), Math.min((event.sureTo + 1) * this.camera.k + this.camera.x, b));
        context.fill();
      } else if (!exact) {
        context.strokeStyle = colour;
        context.lineWidth = 1;
        box(a, b);
        context.stroke();
      }
    } else {
      context.fillStyle = look.paper;
      context.strokeStyle = colour;
      context.lineWidth = 1.8;
      context.setLineDash(event.factuality === "possible" ? [4, 3] : []);
      box(a, b);
      context.fill();
      context.stroke();
      context.setLineDash([]);
      if (event.factuality === "denied") {
        context.beginPath();
        context.moveTo(a - 3, y + BAR / 2);
        context.lineTo(b + 3, y + BAR / 2);
        context.stroke();
      }
    }
    if (this.#isChosen(event) || this.hovered?.event === event) {
      context.strokeStyle = look.accent;
      context.lineWidth = 2.5;
      context.beginPath();
      context.roundRect(a - 3, y - 3, b - a + 6, BAR + 6, BAR);
      context.stroke();
    }
  }

  #isChosen(event) {
    const { selected } = this.state;
    return selected?.kind === "event" ? selected.id === event.id : selected?.kind === "claim" && this.data.eventOfClaim.get(selected.id) === event;
  }

  #fade(context, from, to, y, colour) {
    const shade = context.createLinearGradient(from, 0, to, 0);
    shade.addColorStop(0, colour);
    shade.addColorStop(1, "transparent");
    const alpha = context.globalAlpha;
    context.globalAlpha = alpha * 0.5;
    context.fillStyle = shade;
    context.fillRect(Math.min(from, to) - (to > from ? BAR / 2 : 0), y, Math.abs(to - from) + BAR / 2, BAR);
    context.globalAlpha = alpha;
  }

  // The words stand behind the bar where the row leaves room.
  #drawWords(context, bar, next, width, look) {
    const text = this.#words(bar.event);
    const w = textWidth(context, text, 11.5, 400);
    const long = bar.b - bar.a > w + 18 && bar.event.factuality !== "actual";
    const x = Math.max(long ? bar.a + 8 : bar.b + 6, this.gutter + 6);
    if (x + w > next - 4 || x > width) return;
    context.font = `400 11.5px ${FONT}`;
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.fillStyle = look.text;
    context.fillText(text, x, bar.y + BAR / 2 + 0.5);
    this.labels.push({ x, y: bar.y, w, h: BAR, text });
  }

  #drawAxis(context, width, height, look) {
    const ticks = this.#ticks(width);
    context.lineWidth = 1;
    context.textBaseline = "middle";
    context.textAlign = "left";
    for (const { x, text, strong } of ticks) {
      context.strokeStyle = look.faint;
      context.beginPath();
      context.moveTo(Math.round(x) + 0.5, strong ? 4 : AXIS - 12);
      context.lineTo(Math.round(x) + 0.5, height);
      context.stroke();
      context.fillStyle = strong ? look.text : look.muted;
      context.font = `${strong ? 600 : 400} 11.5px ${FONT}`;
      context.fillText(text, x + 5, AXIS / 2);
    }
    context.strokeStyle = look.line;
    context.beginPath();
    context.moveTo(0, AXIS - 0.5);
    context.lineTo(width, AXIS - 0.5);
    context.stroke();
  }

  // Ticks at years, months or days, as wide apart as their words need.
  #ticks(width) {
    const { k, x } = this.camera;
    const first = new Date(((this.gutter - x) / k) * 86400000);
    const last = new Date(((width - x) / k) * 86400000);
    const ticks = [];
    const add = (year, month, date, text, strong) => {
      const at = (Date.UTC(year, month, date) / 86400000) * k + x;
      if (at > this.gutter && at < width) ticks.push({ x: at, text, strong });
    };
    const months = [1, 3, 6].find((step) => step * 30.4 * k > 64);
    const years = [1, 2, 5, 10, 20, 50, 100].find((step) => step * 365 * k > 64) ?? 200;
    const days = [1, 2, 7, 14].find((step) => step * k > 58);
    const short = new Intl.DateTimeFormat(lang(), { month: "short", timeZone: "UTC" });
    const daily = new Intl.DateTimeFormat(lang(), { month: "numeric", day: "numeric", timeZone: "UTC" });
    for (let year = first.getUTCFullYear(); year <= last.getUTCFullYear(); year += 1) {
      if (months || year % years === 0) add(year, 0, 1, lang() === "ja" ? `${year}年` : String(year), true);
      if (!months) continue;
      for (let month = 0; month < 12; month += 1) {
        if (month % months === 0 && month) add(year, month, 1, short.format(new Date(Date.UTC(year, month, 1))), days !== undefined);
        const much = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
        for (let date = 1 + (days ?? 99); date <= much - (days ?? 0) / 2; date += days ?? 99) add(year, month, date, daily.format(new Date(Date.UTC(year, month, date))), false);
      }
    }
    const spaced = [];
    for (const tick of ticks.sort((a, b) => a.x - b.x)) {
      const before = spaced.at(-1);
      if (before && tick.x - before.x < 44) {
        if (tick.strong && !before.strong) spaced[spaced.length - 1] = tick;
      } else spaced.push(tick);
    }
    return spaced;
  }

  hit(px, py) {
    if (py < AXIS) return null;
    if (px < this.gutter) {
      const lane = this.lanes.find((one) => py - AXIS - this.camera.y < one.top + one.rows * ROW + 2 * PAD);
      return lane && this.data.entity.has(lane.key) ? { entity: this.data.entity.get(lane.key) } : null;
    }
    const bar = this.drawn.find(({ a, b, y, openStart, openEnd }) => px > a - 3 - (openStart ? FADE : 0) && px < b + 3 + (openEnd ? FADE : 0) && py > y - 4 && py < y + BAR + 4);
    if (!bar) return null;
    return this.hovered?.event === bar.event ? this.hovered : bar;
  }

  pick(found) {
    if (!found) this.state.set({ selected: null });
    else if (found.entity) this.state.select("entity", found.entity.id);
    else this.state.select("event", found.event.id);
  }

  tell(found) {
    return found.event ? tellEvent(this.data, found.event) : { title: name(found.entity), lines: [t(`kind.${found.entity.kind}`)] };
  }
}
