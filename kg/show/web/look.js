// Colours and shapes: an event's by its type, a thing's by its kind, a line's by how far it is said to be so.

const LOOK = JSON.parse(document.getElementById("look").textContent); // look.json, which the SVG is drawn by too
const TYPES = LOOK.types;
export const KINDS = LOOK.kinds;
export const TYPE_NAMES = Object.keys(TYPES);
export const FACTS = ["actual", "planned", "possible", "denied"];
export const FONT = '"Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic UI", "Meiryo", system-ui, sans-serif';

let dark = false;

export function setDark(on) {
  dark = on;
}

export function ink() {
  return dark
    ? { paper: "#151c24", text: "#e8edf2", muted: "#a5b1bd", line: "#54616e", faint: "#2b3641", accent: "#7cbcff", sea: "#111a23", land: "#26313b", border: "#465563" }
    : { paper: "#ffffff", text: "#1b2631", muted: "#55616d", line: "#a9b4bf", faint: "#e3e8ed", accent: "#0a58a8", sea: "#e4edf3", land: "#f8f6f0", border: "#c3c4bd" };
}

// A colour mixed with white where the page is dark.
function shade(hex) {
  if (!dark) return hex;
  const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${parts.map((part) => Math.round(part + (255 - part) * 0.42)).join(",")})`;
}

export function typeColour(type) {
  return shade(TYPES[type] ?? "#555555");
}

export function kindColour(kind) {
  return shade(KINDS[kind]?.colour ?? "#555555");
}

function polygon(context, x, y, radius, corners, turn) {
  for (let n = 0; n < corners; n += 1) {
    const angle = turn + (n * 2 * Math.PI) / corners;
    const [px, py] = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    if (n) context.lineTo(px, py);
    else context.moveTo(px, py);
  }
  context.closePath();
}

const SHAPES = {
  square: (c, x, y, r) => c.roundRect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76, r * 0.3),
  triangle: (c, x, y, r) => polygon(c, x, y + r * 0.12, r * 1.12, 3, -Math.PI / 2),
  inverted: (c, x, y, r) => polygon(c, x, y - r * 0.12, r * 1.12, 3, Math.PI / 2),
  hexagon: (c, x, y, r) => polygon(c, x, y, r, 6, 0),
  pentagon: (c, x, y, r) => polygon(c, x, y, r, 5, -Math.PI / 2),
  diamond: (c, x, y, r) => polygon(c, x, y, r * 1.12, 4, 0),
  circle: (c, x, y, r) => c.arc(x, y, r * 0.95, 0, 2 * Math.PI),
  ring: (c, x, y, r) => {
    c.arc(x, y, r * 0.95, 0, 2 * Math.PI);
    c.moveTo(x + r * 0.4, y);
    c.arc(x, y, r * 0.4, 0, 2 * Math.PI, true);
  },
  document: (c, x, y, r) => {
    c.moveTo(x - r * 0.75, y - r);
    c.lineTo(x + r * 0.25, y - r);
    c.lineTo(x + r * 0.75, y - r * 0.5);
    c.lineTo(x + r * 0.75, y + r);
    c.lineTo(x - r * 0.75, y + r);
    c.closePath();
  },
  cross: (c, x, y, r) => {
    const a = r * 0.38;
    const points = [[-a, -r], [a, -r], [a, -a], [r, -a], [r, a], [a, a], [a, r], [-a, r], [-a, a], [-r, a], [-r, -a], [-a, -a]];
    points.forEach(([dx, dy], n) => (n ? c.lineTo(x + dx, y + dy) : c.moveTo(x + dx, y + dy)));
    c.closePath();
  },
};

// The outline of a thing's mark, added to the current path.
export function kindPath(context, kind, x, y, radius) {
  (SHAPES[KINDS[kind]?.shape] ?? SHAPES.circle)(context, x, y, radius);
}

// An event's round mark: full when it happened, hollow when planned, dashed when possible, struck out when denied.
export function eventMark(context, event, x, y, radius) {
  const colour = typeColour(event.type);
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  if (event.factuality === "actual") {
    context.fillStyle = colour;
    context.fill();
    return;
  }
  context.fillStyle = ink().paper;
  context.fill();
  context.strokeStyle = colour;
  context.lineWidth = Math.max(1.2, radius * 0.3);
  context.setLineDash(event.factuality === "possible" ? [radius * 0.6, radius * 0.45] : []);
  context.stroke();
  context.setLineDash([]);
  if (event.factuality === "denied") {
    context.beginPath();
    context.moveTo(x - radius * 1.25, y + radius * 1.25);
    context.lineTo(x + radius * 1.25, y - radius * 1.25);
    context.stroke();
  }
}
