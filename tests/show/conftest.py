"""A headless Chromium, and pages opened in it from disk with the network cut off."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.show import View, explorer_html

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="browser tests need playwright: pip install playwright"
    )
    if not CHROMIUM:
        pytest.skip("browser tests need Chromium: apt-get install chromium (or set CHROMIUM to its path)")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


class Opened:
    """A page, with all it asked for and complained of."""

    def __init__(self, page: Any):
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def js(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def go(self, path: Path, fragment: str = "") -> None:
        self.address = f"file://{path}"
        self.page.goto(f"{self.address}#{fragment}")
        self.page.wait_for_selector("body[data-ready]", timeout=30_000)
        self.page.wait_for_timeout(150)

    @property
    def evidence(self) -> str:
        return str(self.page.inner_text("#evidence"))

    def shown(self) -> list[str]:
        """Ids of the events that the filters leave."""
        return sorted(self.js("explorer.state.events.map((event) => event.id)"))


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens a view or a whole document; after the test no request may have left and nothing may have been complained of."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True, accept_downloads=True)
    pages: list[Opened] = []

    def opened(view: View | str, fragment: str = "", **options: Any) -> Opened:
        path = tmp_path / f"page{len(pages)}.html"
        path.write_text(view if isinstance(view, str) else explorer_html(view, **options), encoding="utf-8")
        page = Opened(context.new_page())
        pages.append(page)
        page.go(path, fragment)
        return page

    yield opened
    for page in pages:
        assert page.complaints == []
        assert [url for url in page.requests if url != page.address] == []
    context.close()
