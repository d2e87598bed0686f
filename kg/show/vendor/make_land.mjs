// Makes land.json, the map's base: outlines of land and borders with a name's place for each country.
// Run in this folder: npm install --no-save && node make_land.mjs
// From world-atlas (Natural Earth 1:50m, public domain). Arcs become steps of 1/10000 of the globe's girth, written as
// variable-length integers in base64: a quarter of the JSON's size.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const atlas = JSON.parse(readFileSync(require.resolve("world-atlas/countries-50m.json"), "utf8"));
const countries = require("i18n-iso-countries");
const STEPS = 10000;

const { scale, translate } = atlas.transform;
const arcs = atlas.arcs.map((arc) => {
  let x = 0, y = 0;
  return arc.map(([dx, dy]) => {
    x += dx; y += dy;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
});

const bytes = [];
const write = (value) => {
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  while (rest > 127) { bytes.push((rest & 127) | 128); rest >>>= 7; }
  bytes.push(rest);
};
for (const arc of arcs) {
  const points = [];
  for (const [lon, lat] of arc) {
    const point = [Math.round((lon * STEPS) / 360), Math.round((lat * STEPS) / 360)];
    const last = points.at(-1);
    if (!last || point[0] !== last[0] || point[1] !== last[1]) points.push(point);
  }
  write(points.length);
  let px = 0, py = 0;
  for (const [x, y] of points) { write(x - px); write(y - py); px = x; py = y; }
}

const polygons = (geometry) => (geometry.type === "Polygon" ? [geometry.arcs] : geometry.type === "MultiPolygon" ? geometry.arcs : []);
const ring = (indices) => indices.flatMap((i) => (i < 0 ? [...arcs[~i]].reverse() : arcs[i]));
const area = (points) => points.reduce((sum, [x, y], n) => {
  const [u, v] = points[(n + 1) % points.length];
  return sum + x * v - u * y;
}, 0) / 2;
const centre = (points) => {
  let cx = 0, cy = 0;
  points.forEach(([x, y], n) => {
    const [u, v] = points[(n + 1) % points.length], cross = x * v - u * y;
    cx += (x + u) * cross; cy += (y + v) * cross;
  });
  const six = 6 * area(points);
  return [cx / six, cy / six];
};

const rings = atlas.objects.land.geometries.flatMap(polygons).flat();
const uses = new Map();
const names = [];
for (const geometry of atlas.objects.countries.geometries) {
  const shapes = polygons(geometry);
  for (const index of shapes.flat(2)) {
    const arc = index < 0 ? ~index : index;
    uses.set(arc, (uses.get(arc) ?? new Set()).add(geometry));
  }
  const code = geometry.id && countries.numericToAlpha2(geometry.id);
  const largest = shapes.map((shape) => ring(shape[0])).sort((a, b) => Math.abs(area(b)) - Math.abs(area(a)))[0];
  if (code && largest) {
    const [lon, lat] = centre(largest);
    names.push([code, +lon.toFixed(2), +lat.toFixed(2), Math.round(Math.abs(area(largest)))]);
  }
}
const borders = [...uses].filter(([, owners]) => owners.size > 1).map(([arc]) => arc).sort((a, b) => a - b);
const land = { steps: STEPS, arcs: Buffer.from(bytes).toString("base64"), rings, borders, names };
writeFileSync(new URL("land.json", import.meta.url), JSON.stringify(land));
