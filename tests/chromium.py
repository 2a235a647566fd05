"""Chromium without a window, steered through a pipe by its own protocol: no driver, no port, no network."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .programs import path


class Page:
    """A page that is open; `events` holds everything that the browser has told."""

    def __init__(self, out: int, back: int) -> None:
        self._out, self._back, self._count, self._rest = out, back, 0, b""
        self.session = ""
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The browser's answer to a command."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            told = self._read()
            if told.get("id") == self._count:
                assert "error" not in told, told
                answer: dict[str, Any] = told["result"]
                return answer
            self.events.append(told)

    def wait(self, method: str) -> None:
        """Until the browser has told that."""
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self._read())

    def run(self, script: str) -> Any:
        """What a script in the page gives."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """Press a key and let it go."""
        text = {"Enter": "\r"}.get(key)
        down = {"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", **(down | ({"text": text} if text else {})))
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=key, windowsVirtualKeyCode=code)

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._back, 1 << 16)
            assert piece, "chromium has gone"
            self._rest += piece
        raw, _, self._rest = self._rest.partition(b"\0")
        told: dict[str, Any] = json.loads(raw)
        return told


@contextmanager
def opened(file: Path, profile: Path, *, width: int = 1200, height: int = 900) -> Iterator[Page]:
    """A file in a browser of its own, with every request noted."""
    read_in, write_out = os.pipe()
    read_back, write_in = os.pipe()

    def wire() -> None:  # the protocol is spoken on 3 and 4
        a, b = os.dup(read_in), os.dup(write_in)
        os.dup2(a, 3)
        os.dup2(b, 4)

    command = [
        path("browser"),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--remote-debugging-pipe",
        "--hide-scrollbars",
    ]
    command += ["--no-first-run", "--disable-component-update", "--disable-background-networking"]
    command += [f"--user-data-dir={profile}", f"--window-size={width},{height}", "about:blank"]
    browser = subprocess.Popen(
        command,
        preexec_fn=wire,
        close_fds=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(read_in)
    os.close(write_in)
    page = Page(write_out, read_back)
    try:
        targets = page.call("Target.getTargets")["targetInfos"]
        [target] = [t["targetId"] for t in targets if t["type"] == "page"]
        page.session = page.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log", "Accessibility"):
            page.call(f"{domain}.enable")
        page.call("Page.navigate", url=file.as_uri())
        page.wait("Page.loadEventFired")
        yield page
    finally:
        browser.terminate()
        browser.wait(20)
        os.close(write_out)
        os.close(read_back)
