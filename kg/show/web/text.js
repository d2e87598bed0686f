// Text as people search and see it, and elements that hold it. Whatever a text contains, it only ever becomes text.

const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

// Controls that would reorder or hide text, shown as what they are.
export function visible(text) {
  return String(text).replace(HIDDEN, (char) => `‹U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}›`);
}

// One form for all widths, cases, kana and spellings with or without ー and ・.
export function fold(text) {
  const wide = String(text).normalize("NFKC").toLowerCase();
  const kana = wide.replace(/[\u30a1-\u30f6]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0x60));
  return kana.replace(/[\sー・‐‑–—'’-]/g, "");
}

// An element: attributes by name, listeners as on: {click}, children as nodes or text; null children are left out.
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    else if (name === "style") Object.entries(value).forEach(([key, part]) => element.style.setProperty(key, part));
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(visible(child)));
  }
  return element;
}

// A text cut at the ends of spans, each piece with the spans that cover it.
export function pieces(text, from, to, spans) {
  const inside = spans.filter((span) => span.start < to && span.end > from);
  const cuts = new Set([from, to]);
  for (const span of inside) {
    cuts.add(Math.max(from, span.start));
    cuts.add(Math.min(to, span.end));
  }
  const order = [...cuts].sort((a, b) => a - b);
  const found = [];
  for (let n = 0; n + 1 < order.length; n += 1) {
    const [start, end] = [order[n], order[n + 1]];
    found.push({ start, end, text: text.slice(start, end), spans: inside.filter((span) => span.start < end && span.end > start) });
  }
  return found;
}

// The graph counts characters (code points), JavaScript UTF-16 units: an article's text as an array that slices by characters.
export function characters(text) {
  if (!/[\ud800-\udfff]/.test(text)) return text;
  const list = Array.from(text);
  return { length: list.length, slice: (from, to) => list.slice(from, to).join("") };
}
