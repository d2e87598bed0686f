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
    rings: land.rings.map((indices) => shape(ring(indices), true)),
    borders: land.borders.map((index) => shape(arcs[index], false)),
    names: land.names.map(([code, lon, lat, size]) => ({ code, at: project(lon, lat), size })),
  };
}
