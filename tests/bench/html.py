"""Open time, frame rate and size of the explorer beside plain pyvis output of the same graph (``make bench-html``).

The same graph, browser and machine in one run. Open time: from navigation until the page has drawn its network (for pyvis: until its
stabilised network has drawn). Frames: how many frames a second are drawn while the whole network is panned for two seconds.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from kg.show import View, explorer_html
from tests.show.views import many

SIZES = (200, 2000, 10_000)
PAN = """(draw) => new Promise((done) => {
  const times = [], start = performance.now();
  const step = (now) => {
    draw(times.length);
    times.push(performance.now());
    if (now - start < 2000) requestAnimationFrame(step);
    else done(times.length / ((times.at(-1) - start) / 1000));
  };
  requestAnimationFrame(step);
})"""
OURS = f"""({PAN})((n) => {{ const v = explorer.views.network; v.stage.moving = true;
  v.camera.pan(n % 2 ? 7 : -7, 3 * Math.sin(n)); v.stage.drawNow(); }})"""
THEIRS = f"""({PAN})((n) => {{
  network.moveTo({{ offset: {{ x: n % 2 ? 7 : -7, y: 3 * Math.sin(n) }}, animation: false }}); network.redraw(); }})"""
OPEN = None  # our page says so itself, by an attribute of its body
DREW = """(() => { if (typeof network !== "object" || !network?.body) return false;
  if (!globalThis.drawn) { globalThis.drawn = 1; network.once("afterDrawing", () => (globalThis.drawn = 2)); network.redraw(); }
  return globalThis.drawn === 2; })()"""
TREAD = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def pyvis_html(view: View) -> str:
    """The graph as pyvis writes it by itself, its library inlined; physics as it comes, but for the links to a CDN."""
    from pyvis.network import Network

    net = Network(cdn_resources="in_line", directed=True)
    for entity in view.entities:
        net.add_node(entity.id, label=entity.ja, title=entity.en)
    for event in view.events:
        net.add_node(event.id, label=event.type, title=event.edtf, shape="dot", size=8)
    for edge in view.edges():
        net.add_edge(edge.source, edge.target, title=edge.label)
    return str(net.generate_html())


def measure(browser: Any, path: Path, ready: str | None, pan: str, limit: float) -> tuple[float, float] | None:
    """Seconds until a page is open, and frames a second; ``None`` where it does not open in time."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, offline=True)
    start = time.perf_counter()
    try:
        page.goto(f"file://{path}#view=network", timeout=limit * 1000, wait_until="commit")
        if ready is None:
            page.wait_for_selector("body[data-ready]", timeout=limit * 1000)
        else:
            page.wait_for_function(ready, timeout=limit * 1000, polling=50)
        page.evaluate(TREAD)
        opened = time.perf_counter() - start
        return opened, page.evaluate(pan)
    except Exception as error:
        print(f"  ({' '.join(str(error).split())[:120]} after {time.perf_counter() - start:.0f} s)", file=sys.stderr)
        return None
    finally:
        page.close()


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--limit", type=float, default=120.0, help="seconds after which a page is given up")
    parser.add_argument("--ours", action="store_true", help="leave pyvis out")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if not chromium:
        print(
            "bench-html needs Chromium and playwright: apt-get install chromium; pip install playwright",
            file=sys.stderr,
        )
        return 1
    print(f"{'events':>7} {'nodes':>6} {'page':<9} {'write s':>8} {'MB':>6} {'open s':>7} {'frames/s':>9}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for size in options.sizes or SIZES:
            view = many(size)
            kinds = (("explorer", explorer_html, OPEN, OURS), ("pyvis", pyvis_html, DREW, THEIRS))
            for name, write, ready, pan in kinds[: 1 if options.ours else 2]:
                start = time.perf_counter()
                html = write(view)
                wrote = time.perf_counter() - start
                path = Path(folder) / f"{name}-{size}.html"
                path.write_text(html, encoding="utf-8")
                found = measure(browser, path, ready, pan, options.limit)
                tail = f"{found[0]:7.2f} {found[1]:9.1f}" if found else f"{'> ' + str(int(options.limit)):>7} {'–':>9}"
                print(
                    f"{size:>7} {len(view.events) + len(view.entities):>6} {name:<9} {wrote:8.2f} {len(html.encode()) / 1e6:6.2f} {tail}",
                    flush=True,
                )
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
