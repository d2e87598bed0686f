// Labels that never lie on one another: each takes the first free of its places, in order of weight, or is left out.

import { FONT } from "./look.js";
import { visible } from "./text.js";

const CELL = 80;
const widths = new Map();

export function textWidth(context, text, size, weight) {
  const key = `${size}|${weight}|${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    context.font = `${weight} ${size}px ${FONT}`;
    width = context.measureText(text).width;
    if (widths.size > 20000) widths.clear();
    widths.set(key, width);
  }
  return width;
}

export function shorten(text, most) {
  const whole = visible(text);
  return whole.length > most ? `${whole.slice(0, most - 1)}…` : whole;
}

// A text cut to a width in pixels.
export function fitText(context, text, size, weight, most) {
  let seen = visible(text);
  if (textWidth(context, seen, size, weight) <= most) return seen;
  while (seen.length > 1 && textWidth(context, `${seen}…`, size, weight) > most) seen = seen.slice(0, -1);
  return `${seen.trimEnd()}…`;
}

// A field of boxes, to ask whether a place is free.
export class Field {
  #cells = new Map();

  *#keys(box) {
    for (let x = Math.floor(box.x / CELL); x <= Math.floor((box.x + box.w) / CELL); x += 1) {
      for (let y = Math.floor(box.y / CELL); y <= Math.floor((box.y + box.h) / CELL); y += 1) yield x * 100003 + y;
    }
  }

  free(box) {
    for (const key of this.#keys(box)) {
      for (const other of this.#cells.get(key) ?? []) {
        if (box.x < other.x + other.w && other.x < box.x + box.w && box.y < other.y + other.h && other.y < box.y + box.h) return false;
      }
    }
    return true;
  }

  take(box) {
    for (const key of this.#keys(box)) {
      const list = this.#cells.get(key);
      if (list) list.push(box);
      else this.#cells.set(key, [box]);
    }
  }
}

// Where a label can stand: below, right, above, left of its mark, then askew, then a line further off.
function around({ x, y, gap }, w, h) {
  const skew = gap * 0.6;
  return [
    [x - w / 2, y + gap], [x + gap, y - h / 2], [x - w / 2, y - gap - h], [x - gap - w, y - h / 2],
    [x + skew, y + skew], [x + skew, y - skew - h], [x - skew - w, y + skew], [x - skew - w, y - skew - h],
    [x - w / 2, y + gap + h * 0.9], [x - w / 2, y - gap - h * 1.9],
  ];
}

// Draws those of the wanted labels {x, y, gap, text, size, weight, colour, only}, the weightiest first, that find room, and
// gives back their boxes. One with `only` stands at its place or nowhere.
export function drawLabels(context, wanted, { width, height, halo, top = 0, field = new Field(), most = 400 }) {
  const drawn = [];
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.lineJoin = "round";
  for (const label of wanted) {
    if (drawn.length >= most) break;
    const w = textWidth(context, label.text, label.size, label.weight) + 4;
    const h = label.size * 1.35;
    for (const [x, y] of label.only ? [[label.x - w / 2, label.y + label.gap]] : around(label, w, h)) {
      const box = { x, y, w, h, text: label.text };
      if (x < 0 || y < top || x + w > width || y + h > height || !field.free(box)) continue;
      field.take(box);
      drawn.push(box);
      context.font = `${label.weight} ${label.size}px ${FONT}`;
      context.strokeStyle = halo;
      context.lineWidth = 3.5;
      context.strokeText(label.text, x + 2, y + h / 2);
      context.fillStyle = label.colour;
      context.fillText(label.text, x + 2, y + h / 2);
      break;
    }
  }
  return drawn;
}
