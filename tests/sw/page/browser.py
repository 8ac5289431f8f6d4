# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium with a page in it, driven by the WebDriver protocol (W3C) through
chromedriver: Debian's chromium-driver, plain HTTP, no further package."""

import base64
import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key of an element in WebDriver's JSON


class Browser:
    """`with Browser() as browser:`; files that the page saves go to `browser.downloads`."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.downloads = os.path.join(self.folder.name, "downloads")
        os.mkdir(self.downloads)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.root = f"http://127.0.0.1:{port}"
        self.driver = subprocess.Popen(["chromedriver", f"--port={port}"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.session = None
        options = {
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--hide-scrollbars", "--no-first-run", "--window-size=1280,900",
                     f"--user-data-dir={self.folder.name}/profile"],
            "prefs": {"download.default_directory": self.downloads,
                      "profile.default_content_setting_values.automatic_downloads": 1}}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options,
                  "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        self.wait(self.answers, 60, "chromedriver does not answer")
        started = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = started["sessionId"]
        return self

    def __exit__(self, *_):
        try:
            if self.session:
                self.ask("DELETE", f"/session/{self.session}")
        finally:
            self.driver.terminate()
            self.driver.wait()
            self.folder.cleanup()

    def answers(self):
        try:
            return self.ask("GET", "/status")["ready"]
        except OSError:
            return False

    def ask(self, method, path, body=None):
        data = None if method != "POST" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self.root + path, data, method=method,
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from error

    def call(self, command, **body):
        return self.ask("POST", f"/session/{self.session}/{command}", body)

    def run(self, script, *arguments):
        """The value of a function body of JavaScript; `arguments[0]`, ... are handed in."""
        return self.call("execute/sync", script=script, args=list(arguments))

    def devtools(self, command, **parameters):
        return self.call("goog/cdp/execute", cmd=command, params=parameters)

    def wait(self, condition, seconds, complaint):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            value = condition()
            if value:
                return value
            time.sleep(0.05)
        raise RuntimeError(f"after {seconds} s: {complaint}")

    def open(self, page):
        """Opens a file; the milliseconds until its last figure was drawn."""
        self.call("url", url="file://" + os.path.abspath(page))
        drawn = self.wait(lambda: self.run("return document.documentElement.dataset.drawn"), 60,
                          "the figures are not drawn")
        return int(drawn)

    def resize(self, width, height, touch=False):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height,
                      deviceScaleFactor=1, mobile=touch)
        self.devtools("Emulation.setTouchEmulationEnabled", enabled=touch)

    def dark(self, on):
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if on else "light"}]
        self.devtools("Emulation.setEmulatedMedia", features=scheme)

    def drag(self, start, end):
        """Pressed at `start`, released at `end`: pixels of the window."""
        def move(place, duration):
            return {"type": "pointerMove", "duration": duration, "x": round(place[0]),
                    "y": round(place[1])}
        middle = [(a + b) / 2 for a, b in zip(start, end)]
        steps = [move(start, 0), {"type": "pointerDown", "button": 0}, move(middle, 50),
                 move(end, 50), {"type": "pointerUp", "button": 0}]
        self.call("actions", actions=[{"type": "pointer", "id": "mouse", "actions": steps}])

    def click(self, place):
        self.drag(place, place)

    def logs(self, kind):
        return self.call("se/log", type=kind)

    def screenshot(self, path, whole=True):
        shot = self.devtools("Page.captureScreenshot", captureBeyondViewport=whole)
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))
