// A canvas that is panned, zoomed, clicked and steered by keys; what it shows is the view's affair.

import { el } from "./text.js";

const KEY_STEP = 60;
const REST = 140; // milliseconds without a turn of the wheel after which a movement is over
const ANEW = 350; // milliseconds after which a heavy picture is drawn anew while it moves
const tip = { box: null };

// A camera that zooms both axes alike: screen = world * k + (x, y).
export class Camera {
  constructor(least = 0.02, most = 8) {
    Object.assign(this, { x: 0, y: 0, k: 1, least, most });
  }

  pan(dx, dy) {
    this.x += dx;
    this.y += dy;
  }

  zoom(factor, px, py) {
    const k = Math.min(this.most, Math.max(this.least, this.k * factor));
    this.x = px - ((px - this.x) * k) / this.k;
    this.y = py - ((py - this.y) * k) / this.k;
    this.k = k;
  }

  // Shows a box of the world, {x0, y0, x1, y1}.
  fit(box, width, height, margin = 48, most = this.most) {
    const [w, h] = [Math.max(box.x1 - box.x0, 1e-9), Math.max(box.y1 - box.y0, 1e-9)];
    const k = Math.min((width - 2 * margin) / w, (height - 2 * margin) / h, most);
    this.k = Math.min(this.most, Math.max(this.least, k));
    this.x = width / 2 - ((box.x0 + box.x1) / 2) * this.k;
    this.y = height / 2 - ((box.y0 + box.y1) / 2) * this.k;
  }
}

// view: {camera, draw(context, width, height), hit(px, py), pick(found), tell(found), fit(width, height), grab(found)?, heavy?, drawHeld(context)?}
export class Stage {
  #asked = false;
  #pointers = new Map();
  #moved = 0;
  #pinch = null;
  #grabbed = null;
  #kept = null;
  #resting = 0;

  constructor(host, view) {
    this.host = host;
    this.view = view;
    this.fitted = false;
    this.touched = false; // whether a person has moved the picture; until then it fits whatever room it is given
    this.width = 0;
    this.height = 0;
    this.moving = false;
    this.canvas = el("canvas", { tabindex: "0", role: "img", class: "stage" });
    host.prepend(this.canvas);
    this.context = this.canvas.getContext("2d");
    new ResizeObserver(() => this.#resize()).observe(host);
    this.#listen();
  }

  // Asks for one drawing with the next frame.
  redraw() {
    if (this.#asked || !this.width) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.drawNow();
    });
  }

  drawNow() {
    if (!this.width) return;
    if (!this.fitted) {
      this.fitted = true;
      this.view.fit(this.width, this.height);
    }
    if (this.moving && this.view.heavy && this.#kept && performance.now() - this.#kept.at < (this.#grabbed ? Infinity : ANEW)) {
      this.#moveKept();
      return;
    }
    const scale = this.scale;
    this.context.setTransform(scale, 0, 0, scale, 0, 0);
    this.view.draw(this.context, this.width, this.height, scale);
    if (this.view.heavy) this.#keep();
    if (this.moving) this.view.drawHeld?.(this.context);
  }

  // Keeps a copy of what was drawn, and where the camera then was.
  #keep() {
    const picture = this.#kept?.picture ?? document.createElement("canvas");
    if (picture.width !== this.canvas.width) picture.width = this.canvas.width;
    if (picture.height !== this.canvas.height) picture.height = this.canvas.height;
    picture.getContext("2d").drawImage(this.canvas, 0, 0);
    const { x, y, k } = this.view.camera;
    this.#kept = { picture, x, y, k, at: performance.now() };
  }

  // Moves the kept picture to where the camera now is: as quick for ten thousand events as for ten.
  #moveKept() {
    const { picture, x, y, k } = this.#kept;
    const { camera } = this.view;
    const by = camera.k / k;
    const scale = this.scale;
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.fillStyle = this.view.ground;
    this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    this.context.setTransform(by, 0, 0, by, (camera.x - x * by) * scale, (camera.y - y * by) * scale);
    this.context.drawImage(picture, 0, 0);
    this.context.setTransform(scale, 0, 0, scale, 0, 0);
    this.view.drawHeld?.(this.context);
  }

  // Says that the picture moves, until it has rested for a while.
  #stir() {
    this.moving = true;
    this.touched = true;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.moving = this.#pointers.size > 0 && this.#moved > 4;
      this.redraw();
    }, REST);
  }

  get scale() {
    return Math.max(1, globalThis.devicePixelRatio || 1);
  }

  fit() {
    if (!this.width) return;
    this.touched = false;
    this.view.fit(this.width, this.height);
    this.redraw();
  }

  // Zooms by a factor about a point, the middle if none is given.
  zoom(factor, px = this.width / 2, py = this.height / 2) {
    this.touched = true;
    this.view.camera.zoom(factor, px, py);
    this.redraw();
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (!width || !height) {
      this.width = 0;
      return;
    }
    if (width === this.width && height === this.height) return;
    if (!this.touched) this.fitted = false;
    else if (this.width) this.view.camera.pan((width - this.width) / 2, (height - this.height) / 2);
    this.width = width;
    this.height = height;
    this.canvas.width = Math.round(width * this.scale);
    this.canvas.height = Math.round(height * this.scale);
    this.drawNow();
  }

  #at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  #listen() {
    const on = (name, listener, options) => this.canvas.addEventListener(name, listener, options);
    on("wheel", (event) => this.#wheel(event), { passive: false });
    on("pointerdown", (event) => this.#down(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#up(event));
    on("pointercancel", (event) => this.#up(event, true));
    on("pointerleave", () => this.#tell(null));
    on("keydown", (event) => this.#key(event));
    on("dblclick", (event) => {
      this.zoom(1.8, ...this.#at(event));
    });
  }

  #wheel(event) {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 30 : 1;
    if (event.shiftKey) this.view.camera.pan(-event.deltaY * lines, 0);
    else this.view.camera.zoom(Math.exp(-event.deltaY * lines * 0.0016), ...this.#at(event));
    this.#tell(null);
    this.#stir();
    this.redraw();
  }

  #down(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, this.#at(event));
    if (this.#pointers.size === 1) {
      this.#moved = 0;
      this.#grabbed = this.view.grab?.(this.view.hit(...this.#at(event))) ?? null;
    }
    this.#pinch = this.#spread();
  }

  // Distance and middle of two fingers.
  #spread() {
    if (this.#pointers.size !== 2) return null;
    const [[ax, ay], [bx, by]] = [...this.#pointers.values()];
    return { far: Math.hypot(ax - bx, ay - by) || 1, x: (ax + bx) / 2, y: (ay + by) / 2 };
  }

  #move(event) {
    const [px, py] = this.#at(event);
    const last = this.#pointers.get(event.pointerId);
    if (!last) {
      this.#tell(this.view.hit(px, py), px, py);
      return;
    }
    const [dx, dy] = [px - last[0], py - last[1]];
    this.#pointers.set(event.pointerId, [px, py]);
    this.#moved += Math.abs(dx) + Math.abs(dy);
    const spread = this.#spread();
    if (spread && this.#pinch) {
      this.view.camera.zoom(spread.far / this.#pinch.far, spread.x, spread.y);
      this.view.camera.pan(spread.x - this.#pinch.x, spread.y - this.#pinch.y);
      this.#pinch = spread;
    } else if (this.#moved > 4) {
      this.touched = true;
      if (!this.moving && this.#grabbed) this.#kept = null; // to be drawn without the node that is dragged
      this.moving = true;
      if (this.#grabbed) this.#grabbed(dx, dy);
      else this.view.camera.pan(dx, dy);
      this.#tell(null);
    }
    this.redraw();
  }

  #up(event, cancelled = false) {
    const at = this.#pointers.get(event.pointerId);
    this.#pointers.delete(event.pointerId);
    this.#pinch = this.#spread();
    if (at && !cancelled && this.#moved <= 4 && !this.#pointers.size) this.view.pick(this.view.hit(...at));
    this.#grabbed = null;
    this.view.letGo?.();
    if (this.moving) {
      this.moving = false;
      this.redraw();
    }
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const camera = this.view.camera;
    const middle = [this.width / 2, this.height / 2];
    const acts = {
      ArrowLeft: () => camera.pan(KEY_STEP, 0),
      ArrowRight: () => camera.pan(-KEY_STEP, 0),
      ArrowUp: () => camera.pan(0, KEY_STEP),
      ArrowDown: () => camera.pan(0, -KEY_STEP),
      "+": () => camera.zoom(1.3, ...middle),
      ";": () => camera.zoom(1.3, ...middle),
      "=": () => camera.zoom(1.3, ...middle),
      "-": () => camera.zoom(1 / 1.3, ...middle),
      0: () => this.view.fit(this.width, this.height),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
    this.#stir();
    this.redraw();
  }

  #tell(found, px = 0, py = 0) {
    this.canvas.style.cursor = found ? "pointer" : "grab";
    if (this.view.hovered !== found && "hovered" in this.view) {
      this.view.hovered = found;
      this.redraw();
    }
    const said = found ? this.view.tell(found) : null;
    showTip(said, this.canvas.getBoundingClientRect(), px, py);
  }
}

// The small box beside the pointer: a heading and lines of text.
function showTip(said, box, px, py) {
  tip.box ??= document.body.appendChild(el("div", { class: "tip", role: "tooltip", hidden: true }));
  if (!said) {
    tip.box.hidden = true;
    return;
  }
  tip.box.replaceChildren(el("strong", {}, said.title), ...said.lines.filter(Boolean).map((line) => el("div", {}, line)), said.quote ? el("q", {}, said.quote) : "");
  tip.box.hidden = false;
  const { offsetWidth: w, offsetHeight: h } = tip.box;
  const x = Math.min(box.left + px + 16, innerWidth - w - 8);
  const y = box.top + py + 18 + h > innerHeight ? box.top + py - h - 12 : box.top + py + 18;
  tip.box.style.left = `${Math.max(8, x)}px`;
  tip.box.style.top = `${Math.max(8, y)}px`;
}
