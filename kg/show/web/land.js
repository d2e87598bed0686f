// Land and borders as paths in the map's plane (Mercator, one turn of the globe is 2π wide).

const LIMIT = 84;

export function project(lon, lat) {
  const phi = (Math.max(-LIMIT, Math.min(LIMIT, lat)) * Math.PI) / 180;
  return [(lon * Math.PI) / 180, -Math.log(Math.tan(Math.PI / 4 + phi / 2))];
}

export function unproject(x, y) {
  return [(x * 180) / Math.PI, ((2 * Math.atan(Math.exp(-y)) - Math.PI / 2) * 180) / Math.PI];
}

function decode({ arcs, steps }) {
  const bytes = Uint8Array.from(atob(arcs), (char) => char.charCodeAt(0));
  let at = 0;
  const read = () => {
    let value = 0;
    let shift = 0;
    while (bytes[at] > 127) {
      value |= (bytes[at++] & 127) << shift;
      shift += 7;
    }
    value |= bytes[at++] << shift;
    return value & 1 ? -(value + 1) / 2 : value / 2;
  };
  const found = [];
  while (at < bytes.length) {
    const points = [];
    let [x, y] = [0, 0];
    for (let left = read(); left > 0; left -= 1) {
      x += read();
      y += read();
      points.push(project((x * 360) / steps, (y * 360) / steps));
    }
    found.push(points);
  }
  return found;
}

const TURN = 2 * Math.PI;
const BOTTOM = project(0, -90)[1];

// Points without leaps over the date line: what lies beyond it goes on beyond the map's side.
function unwrapped(points) {
  let shift = 0;
  return points.map(([x, y], n) => {
    if (n) {
      const leap = x - points[n - 1][0];
      if (Math.abs(leap) > Math.PI) shift -= Math.sign(leap) * TURN;
    }
    return [x + shift, y];
  });
}

// A path with its box, and a copy at the map's other side where it crosses the date line.
function shapes(points, close) {
  const line = unwrapped(points);
  const [first, last] = [line[0], line.at(-1)];
  if (close && Math.abs(last[0] - first[0]) > Math.PI) line.push([last[0], BOTTOM], [first[0], BOTTOM]); // round the pole
  const xs = line.map(([x]) => x);
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  const shifts = [0, high > Math.PI + 1e-3 ? -TURN : null, low < -Math.PI - 1e-3 ? TURN : null];
  return shifts.filter((shift) => shift !== null).map((shift) => shape(line.map(([x, y]) => [x + shift, y]), close));
}

function shape(points, close) {
  const path = new Path2D();
  const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
  points.forEach(([x, y], n) => {
    if (n) path.lineTo(x, y);
    else path.moveTo(x, y);
    box.x0 = Math.min(box.x0, x);
    box.y0 = Math.min(box.y0, y);
    box.x1 = Math.max(box.x1, x);
    box.y1 = Math.max(box.y1, y);
  });
  if (close) path.closePath();
  return { path, box };
}

// Outlines with their boxes, borders, and where each country's name stands.
export function readLand(land) {
  const arcs = decode(land);
  const ring = (indices) => indices.flatMap((index) => (index < 0 ? [...arcs[~index]].reverse() : arcs[index]));
  return {
    rings: land.rings.flatMap((indices) => shapes(ring(indices), true)),
    borders: land.borders.flatMap((index) => shapes(arcs[index], false)),
    names: land.names.map(([code, lon, lat, size]) => ({ code, at: project(lon, lat), size })),
  };
}
