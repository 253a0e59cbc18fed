"""Opens every page that hostile people could have written into: attacks.py PROGRAM [EVERY] prints one line of JSON a check.

With EVERY only one of so many payloads is used.

First it shows that it would see an attack: the same payloads, not escaped, on pages of its own. Then it takes in the messages of
hostile.py, opens every page that came of them, types the payloads itself where a clerk could, and looks at what the browser did.
"""
import http.server
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import urllib.parse

from chromium import By, Chromium, WebDriverException, outside
from desk import ROOT, Desk, program, tell
from pages import STARTS
from payloads import payloads

# What the page consists of, once what it does by itself is done: two frames, as animations and the focus come with them.
SHAPE = """
const done = arguments[0];
requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(look, 0)));
function look() {
const faults = [], names = new Set();
for (const part of document.querySelectorAll('*')) {
  names.add(part.localName);
  for (const {name, value} of part.attributes) {
    names.add(`${part.localName} ${name}`);
    if (name.startsWith('on') || name === 'srcdoc') faults.push(`${name} in <${part.localName}>`);
    if (!['src', 'href', 'xlink:href', 'action', 'formaction', 'data', 'poster', 'background', 'ping', 'cite'].includes(name)) continue;
    const place = URL.parse(value, location.href);
    if (place && place.origin !== location.origin) faults.push(`<${part.localName} ${name}> leads to ${value.slice(0, 80)}`);
  }
}
for (const name of ['h1', 'main', 'header', 'head > title']) {
  const count = document.querySelectorAll(name).length;
  if (count !== 1) faults.push(`${count} times ${name}`);
}
if (new Set([...document.querySelectorAll('input[name=mark]')].map(field => field.value)).size > 1) faults.push('a mark that is not ours');
const values = [...document.querySelectorAll('input, textarea')].map(field => field.value);
const text = [document.title, document.body.innerText, ...values].join('\\n');
done({faults: [...faults, ...(window.__acts || [])], names: [...names], text});
}
"""


class Server:
    """A server of this test on loopback: it counts who asks for what, and serves the payloads as they are."""

    def __init__(self, texts=(), policy=""):
        owner = self
        self.asked, self.texts = [], {"0": "x", **{str(number): text for number, text in dict(texts).items()}}

        class Answers(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                owner.asked.append(self.path)
                steps = self.path.split("/")
                text = owner.texts.get(steps[2]) if len(steps) == 3 and steps[1] in ("raw", "policy") else None
                body = page(text).encode("utf-8", "surrogatepass") if text is not None else b""
                self.send_response(200 if text is not None else 204)
                if steps[1] == "policy":
                    self.send_header("Content-Security-Policy", policy)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.place = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def page(text):
    """A page of somebody who escapes nothing: as text, in an attribute, as a link and in a field."""
    return (f"<!DOCTYPE html><html lang=de><head><title>x</title></head><body><header></header><main><h1>x</h1><p>{text}</p><input value=\"{text}\">"
            f"<a href=\"{text}\">x</a><p title='{text}'>x</p><textarea>{text}</textarea></main></body></html>")


class Watch:
    """A browser that looks at each page for what foreign text did there."""

    def __init__(self, browser, home):
        self.browser, self.home = browser, home
        # What the samples do not show: lists of more than a page lead on, a corrected value stands struck out, a letter that left has its subject in a list.
        self.usual, self.seen, self.pages = {"a rel", "s", "dd lang"}, set(), 0

    def learn(self):
        """Takes the page that is open for one that is as it should be."""
        self.usual.update(self.browser.driver.execute_async_script(SHAPE)["names"])

    def faults(self):
        """What is wrong with the page that is open, and what the browser did since it was last asked."""
        self.pages += 1
        try:
            shape = self.browser.driver.execute_async_script(SHAPE)
        except WebDriverException as error:
            shape = {"faults": [f"the page is gone: {error.msg[:200]}"], "names": [], "text": ""}
        self.seen.update(re.findall(r"//~([A-Z]\d+)", shape["text"]))
        requests, said = self.browser.told()
        strange = [f"<{name}>" for name in shape["names"] if self.usual and name not in self.usual]
        return shape["faults"] + said + [f"asked for {address[:200]}" for address in outside(requests, self.home)] + strange

    def check(self, what):
        """Tells what is wrong with the page that is open."""
        found = self.faults()
        if found:
            tell(what, found, page=self.browser.driver.current_url)


def unescaped(all_of_them, policy):
    """How many payloads act where nobody escapes them, and how many where the policy stands in their way: else nothing would be shown."""
    with Server(((payload["number"], payload["text"]) for payload in all_of_them), policy) as server, Chromium(traps=True) as browser:
        home = f"http://{server.place}"
        watch = Watch(browser, home)
        browser.open(f"{home}/raw/0")
        watch.learn()
        for way, chosen in (("raw", all_of_them[::3]), ("policy", all_of_them[1::6])):
            acted, refused, still = 0, 0, []
            for payload in chosen:
                try:
                    browser.open(f"{home}/{way}/{payload['number']}")
                except WebDriverException:
                    pass
                found = watch.faults()
                acted += bool(found)
                refused += any("policy" in one or "Content Security Policy" in one for one in found)
                if not found and payload["group"] in ("element", "act"):
                    still.append(payload["text"])
            tell(way, [], acted=acted, refused=refused, of=len(chosen), still=still)


def opened(watch, desk, starts, what):
    """Every case is opened, and so many of the pages around them: what their words are, the case has shown."""
    for _ in desk.pages(watch.browser, starts, most=60, whole=["/b/office/vorgang/:"]):
        watch.check(what)


def typed(watch, desk, all_of_them, cases):
    """What a clerk might paste: into the search, the address, a correction, a letter."""
    browser = watch.browser
    for payload in all_of_them[::3]:
        browser.open(f"{desk.home}/b/office?" + urllib.parse.urlencode({"suche": payload["text"][:500]}, errors="surrogatepass"))
        watch.check("searched")
    for payload in all_of_them[::8]:
        browser.open(f"{desk.home}/b/office/vorgang/" + urllib.parse.quote(payload["text"][:500], safe="", errors="surrogatepass"))
        if browser.all("main"):
            watch.check("address")
    # Only where a form was recognised there is something to correct.
    cases = [case for case in cases if case.startswith("WG")]
    for number, payload in enumerate(all_of_them[::6]):
        browser.open(f"{desk.home}/b/office/vorgang/{cases[number % len(cases)]}")
        # Every second time it goes into a letter of the case, where there is one.
        letters = browser.all("main a[href*='/schreiben/']")
        if number % 2 and letters:
            browser.open(letters[0].get_attribute("href"))
        submitted(browser, number, f"{payload['text'][:2000]} //~C{payload['number']}")
        watch.check("typed")


def submitted(browser, number, text):
    """Puts a text into every field of one form of the page and sends it."""
    fields = "input:not([type]):not([name=an]):not([name=suche]), textarea"
    forms = [form for form in browser.all("main form") if form.find_elements(By.CSS_SELECTOR, fields)]
    if not forms:
        return
    form = forms[number % len(forms)]
    with browser.leaving():
        browser.run(
            "for (const field of arguments[0].querySelectorAll(arguments[2])) field.value = arguments[1];"
            "(arguments[0].querySelector('button') || arguments[0]).click();", form, text, fields)


def main():
    if len(sys.argv) > 2:
        os.environ["EINGANG_EVERY_ATTACK"] = sys.argv[2]
    with Server() as canary:
        all_of_them = payloads(canary.place)
        tell("payloads", [], of=len(all_of_them), groups=sorted({payload["group"] for payload in all_of_them}))
        with tempfile.TemporaryDirectory() as folder:
            # Only the system's Python has what makes PDFs.
            subprocess.run(["/usr/bin/python3", str(pathlib.Path(__file__).with_name("hostile.py")), folder, canary.place], check=True, cwd=ROOT)
            # The first case is the one that the answers among the messages name.
            messages = [f"{folder}/0-antrag.eml", "SampleForms"]
            with Desk(program(), messages, people={"Sommer": "clerk"}) as desk, Chromium(traps=True) as browser:
                unescaped(all_of_them, desk.ask(desk.home + "/anmelden")[1]["content-security-policy"])
                canary.asked.clear()
                beyond(desk, browser, folder, all_of_them, canary)


def beyond(desk, browser, folder, all_of_them, canary):
    """Every page after the messages came in, and after a clerk typed the same."""
    watch = Watch(browser, desk.home)
    browser.open(desk.home + "/anmelden")
    watch.learn()
    desk.enter(browser, "Sommer")
    for _ in desk.pages(browser, STARTS):
        watch.learn()
    browser.told()
    usual = {case["case"] for case in desk.cases()}
    desk.verb("ingest", folder)
    cases = [case["case"] for case in desk.cases() if case["case"] not in usual]
    opened(watch, desk, ["/", *[f"/b/office/vorgang/{number}" for number in cases]], "opened")
    typed(watch, desk, all_of_them, cases)
    # What was typed, as it is shown afterwards.
    for _ in desk.pages(browser, ["/"], most=60):
        watch.check("opened again")
    places = {place: len([mark for mark in watch.seen if mark[0] == place]) for place in sorted({mark[0] for mark in watch.seen})}
    tell("desk", [f"asked for {path}" for path in canary.asked], pages=watch.pages, cases=len(cases), seen=places)


if __name__ == "__main__":
    main()
