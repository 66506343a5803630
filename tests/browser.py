"""Chromium for tests, by the WebDriver protocol: a page is opened, asked and photographed, with the network watched."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
MISSING = "no Chromium with its chromedriver here (Debian: chromium, chromium-driver)"

_QUIET = (
    *("--headless=new", "--no-sandbox", "--no-first-run", "--disable-quic", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--window-size=1200,800"),
    # Whatever a page asked of the network would fail, and be in the log.
    *("--host-resolver-rules=MAP * ~NOTFOUND",),
)
_WITH_WEBGL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
_WITHOUT_WEBGL = ("--disable-gpu", "--disable-3d-apis")


class Browser:
    """One session of a browser."""

    def __init__(self, address: str, webgl: bool) -> None:
        self._address = address
        self._corner = (0, 0)
        flags = [*_QUIET, *(_WITH_WEBGL if webgl else _WITHOUT_WEBGL)]
        options = {"binary": CHROMIUM, "args": flags}
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        self._session = self._ask("POST", "session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

    def open(self, page: Path) -> None:
        """Open a page and wait until it has drawn."""
        self.load(page)
        self.wait("document.documentElement.dataset.drawn !== undefined")

    def load(self, page: Path) -> None:
        """Open a page that draws nothing by itself."""
        self._command("url", {"url": page.as_uri()})

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script in the page and return what it returns."""
        return self._command("execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, condition: str, seconds: float = 60) -> None:
        """Wait until a condition holds in the page."""
        until = time.monotonic() + seconds
        while not self.run(f"return {condition}"):
            assert time.monotonic() < until, f"still not: {condition}; {self.log()}"
            time.sleep(0.1)

    @contextmanager
    def frame(self) -> Iterator[None]:
        """Be in the first frame of the page for a while, to run, wait and click there."""
        place = "const f = document.querySelector('iframe'), r = f.getBoundingClientRect();"
        self._corner = self.run(f"{place} return [r.left + f.clientLeft, r.top + f.clientTop]")
        self._command("frame", {"id": 0})
        yield
        self._command("frame", {"id": None})
        self._corner = (0, 0)

    def click(self, x: float, y: float) -> None:
        """Click at a place of the page or the frame, in pixels."""
        left, top = self._corner  # the driver clicks in the window, even while it is in a frame
        self._command("actions", {"actions": [_pointer(round(left + x), round(top + y))]})

    def type(self, keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        pressed = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._command("actions", {"actions": [{"type": "key", "id": "keys", "actions": pressed}]})

    def log(self) -> list[str]:
        """Return what the page complained about since it was last asked."""
        return [entry["message"] for entry in self._command("se/log", {"type": "browser"})]

    def requests(self) -> list[str]:
        """Return the addresses that the page asked for."""
        entries = [
            json.loads(entry["message"])["message"] for entry in self._command("se/log", {"type": "performance"})
        ]
        return [e["params"]["request"]["url"] for e in entries if e["method"] == "Network.requestWillBeSent"]

    def photograph(self) -> bytes:
        """Return what is seen, as PNG."""
        return base64.b64decode(self._ask("GET", f"session/{self._session}/screenshot"))

    def close(self) -> None:
        """End the session."""
        self._ask("DELETE", f"session/{self._session}")

    def _command(self, name: str, body: dict[str, Any]) -> Any:
        return self._ask("POST", f"session/{self._session}/{name}", body)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310
            f"{self._address}/{path}", content, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
            return json.load(answer)["value"]


def _pointer(x: int, y: int) -> dict[str, Any]:
    steps = [
        {"type": "pointerMove", "x": x, "y": y},
        {"type": "pointerDown", "button": 0},
        {"type": "pointerUp", "button": 0},
    ]
    return {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps}


@contextmanager
def browser(webgl: bool = True) -> Iterator[Browser]:
    """Yield a browser that is closed in the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen([DRIVER, f"--port={port}", "--silent"], stdout=subprocess.DEVNULL) as driver:
        try:
            opened = _connect(f"http://127.0.0.1:{port}", webgl)
            try:
                yield opened
            finally:
                opened.close()
        finally:
            driver.terminate()


def _connect(address: str, webgl: bool) -> Browser:
    until = time.monotonic() + 30
    while True:
        try:
            return Browser(address, webgl)
        except OSError:
            assert time.monotonic() < until, "chromedriver does not answer"
            time.sleep(0.1)
