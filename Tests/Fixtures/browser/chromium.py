"""A browser for the tests: Debian's Chromium, driven by Selenium, that reaches nothing but this machine and tells all that it did."""
import base64
import contextlib
import json
import os
import pathlib
import shutil
import tempfile
import time
import urllib.parse

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

import axe_playwright_python

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# What foreign text would do if it ran: every one of these is a function of ours, so that nothing waits for a click.
WATCH = """
(() => {
  const acts = [];
  Object.defineProperty(window, '__acts', {value: acts});
  document.addEventListener('securitypolicyviolation', event => acts.push(
    `policy ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`), true);
  const told = name => (...words) => { (window.top.__acts || acts).push([name, ...words].join(' ').slice(0, 200)); };
  for (const name of NAMES) Object.defineProperty(window, name, {value: told(name)});
})();
"""
CALLS = ["alert", "confirm", "prompt", "print", "open", "pwn"]


class Chromium:
    """One browser with a profile of its own; use it with `with`."""

    def __init__(self, width=1280, height=900, traps=False):
        """traps: whether what foreign scripts call (`alert`, `pwn`, ...) is caught and told."""
        self.profile = tempfile.mkdtemp(prefix="eingang-chromium-")
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        words = [
            "--headless=new", f"--user-data-dir={self.profile}", f"--window-size={width},{height}", "--lang=de",
            # Every other name than this machine's is unknown, and Chromium itself is to ask for nothing.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--no-first-run", "--disable-default-apps", "--disable-extensions", "--disable-gpu",
            "--disable-dev-shm-usage", "--force-color-profile=srgb", "--hide-scrollbars", "about:blank",
        ]
        # Chromium's own sandbox refuses to work for root.
        for word in words + (["--no-sandbox"] if os.geteuid() == 0 else []):
            options.add_argument(word)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        options.set_capability("unhandledPromptBehavior", "dismiss")
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_page_load_timeout(60)
        self.driver.set_script_timeout(60)
        self.command("Page.addScriptToEvaluateOnNewDocument", source=WATCH.replace("NAMES", json.dumps(CALLS if traps else [])))
        self.command("Browser.setDownloadBehavior", behavior="deny")
        # What it asked for of itself when it started.
        self.told()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()
        shutil.rmtree(self.profile, ignore_errors=True)

    def command(self, name, **parameters):
        """Says something to the browser itself, by the DevTools protocol."""
        return self.driver.execute_cdp_cmd(name, parameters)

    # --- pages ---
    def open(self, address):
        self.driver.get(address)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def keys(self, *keys):
        """Types at whatever has the focus."""
        webdriver.ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    @contextlib.contextmanager
    def leaving(self):
        """Around what leads to another page: waits until that is there."""
        self.run("document.documentElement.dataset.left = '1'")
        yield
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self.run("return document.readyState === 'complete' && !document.documentElement.dataset.left"):
                return
            time.sleep(0.01)
        raise RuntimeError(f"nothing led away from {self.driver.current_url}")

    def links(self):
        """The addresses that the page's links name, without fragments."""
        found = self.run("return [...document.querySelectorAll('a[href]')].map(link => String(link.href.baseVal ?? link.href))")
        # Links in pictures are written as they stand.
        return [urllib.parse.urldefrag(urllib.parse.urljoin(self.driver.current_url, address)).url for address in found]

    # --- how it is looked at ---
    def look(self, scheme="light", forced=False, width=None, height=None, scale=1):
        """Day or night, forced colours, and the size of the window in CSS pixels: 640 is 1280 at 200 %."""
        features = [
            {"name": "prefers-color-scheme", "value": scheme}, {"name": "forced-colors", "value": "active" if forced else "none"},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.command("Emulation.setEmulatedMedia", features=features)
        if width:
            self.command("Emulation.setDeviceMetricsOverride", width=width, height=height or 900, deviceScaleFactor=scale, mobile=False)
        else:
            self.command("Emulation.clearDeviceMetricsOverride")

    def axe(self, tags=None, rules=None):
        """What axe-core finds wrong with the page by some of its rules, one line a fault: rule, what it is about, where."""
        if not self.run("return 'axe' in window"):
            self.run(AXE)
        result = self.driver.execute_async_script(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: arguments[0], preload: false, resultTypes: ['violations']})
              .then(result => done(result.violations), error => done(String(error)));
            """,
            {"type": "rule", "values": rules} if rules else {"type": "tag", "values": tags},
        )
        if isinstance(result, str):
            return [f"axe did not run: {result}"]
        return [
            f"{fault['id']} ({fault['help']}): {' '.join(map(str, node['target']))} {node['html'][:160]}"
            for fault in result for node in fault["nodes"]
        ]

    def picture(self, path):
        """The whole page as PNG."""
        size = self.command("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 6000), "scale": 1}
        data = self.command("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))

    # --- what it did ---
    def acts(self):
        """What foreign text did in this page: calls of what it would call, and whatever the page's policy refused."""
        return self.run("return window.__acts || []")

    def told(self):
        """What happened since it was last asked: every request's address, and what was said aloud (dialogs, faults, refusals)."""
        requests, said = [], []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                requests.append(message["params"]["request"]["url"])
            elif message["method"] == "Page.javascriptDialogOpening":
                said.append(f"dialog {message['params']['message']}")
        for entry in self.driver.get_log("browser"):
            # A page that refuses something has a status that the browser remarks on; that is as it should be.
            if entry["source"] != "network":
                said.append(f"{entry['source']} {entry['message']}")
        return requests, said


def outside(requests, home):
    """The requests that went elsewhere than to one place; what has no place (data:, about:) went nowhere."""
    return [address for address in requests if address.split(":")[0] not in ("data", "about", "blob") and not address.startswith(home + "/")]


__all__ = ["By", "Chromium", "WebDriverException", "outside"]
