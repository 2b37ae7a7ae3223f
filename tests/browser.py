"""A running app with a home of its own and a real browser before it, for the tests that need one.

By hand: `python -m tests.browser / /tmp/overview.png --lang zh --dark --width 390 --height 844` takes a picture.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
STARTED_WITHIN_SECONDS, QUIET_WITHIN_MS = 60, 60_000
RUNNING = "[data-testid=stApp][data-test-script-state=running], [data-testid=stSkeleton], [data-testid=stSpinner]"


@contextmanager
def server(home: Path, app: Path = PROJECT / "app.py") -> Iterator[str]:
    """The app on a free port with its workspaces under `home`; yields its address."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(app),
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    log = (home / "server.log").open("w")
    process = subprocess.Popen(
        command, cwd=app.parent, env={**os.environ, "DUEWISE_HOME": str(home)}, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        _wait_until_it_answers(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


@contextmanager
def browser(**options: Any) -> Iterator[Any]:
    """A Playwright page in the machine's Chromium; `options` are those of a browser context (viewport, color_scheme)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = chromium.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        yield context.new_page()
        chromium.close()


def open_page(page: Any, address: str) -> None:
    """Go to an address and wait until the page has drawn everything."""
    page.goto(address)
    settle(page)


def settle(page: Any) -> None:
    """Wait until the running script is done and the page is still."""
    page.wait_for_selector("[data-testid=stAppViewContainer] h1, [data-testid=stAlert]", timeout=QUIET_WITHIN_MS)
    page.wait_for_function("selector => !document.querySelector(selector)", arg=RUNNING, timeout=QUIET_WITHIN_MS)
    page.wait_for_timeout(700)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(address: str) -> None:
    deadline = time.monotonic() + STARTED_WITHIN_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def main() -> None:
    """Take a picture of a page of the app as somebody would see it who starts it for the first time."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("path")
    parser.add_argument("picture", type=Path)
    parser.add_argument("--address", help="of a running app; without it one is started on an empty home")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--width", type=int, default=1440)
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--whole", action="store_true", help="the whole length of the page")
    wanted = parser.parse_args()
    if wanted.address:
        _picture(wanted, wanted.address)
        return
    with tempfile.TemporaryDirectory() as home, server(Path(home)) as address:
        _picture(wanted, address)


def _picture(wanted: argparse.Namespace, address: str) -> None:
    size = {"width": wanted.width, "height": wanted.height}
    with browser(viewport=size, color_scheme="dark" if wanted.dark else "light") as page:
        open_page(page, address + wanted.path)
        if wanted.whole:
            length = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
            page.set_viewport_size({"width": wanted.width, "height": min(int(length) + 80, 6000)})
            page.wait_for_timeout(700)
        page.screenshot(path=str(wanted.picture))


if __name__ == "__main__":
    main()
