"""The desk for the browser tests: the service itself on loopback, with a store of its own, and the ways into it."""
import http.client
import json
import pathlib
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
PASSWORD = "ein langes Kennwort hier"
ROLES = {"Sommer": "clerk", "Linde": "designer", "Amt": "administrator", "Blick": "auditor"}


class Desk:
    """`eingang serve` with accounts of every role; use it with `with`."""

    def __init__(self, program, messages=("SampleForms",), people=ROLES):
        self.program, self.people = str(pathlib.Path(program).resolve()), people
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="eingang-desk-"))
        self.port = free_port()
        self.home = f"http://127.0.0.1:{self.port}"
        self.configuration = self.folder / "eingang.yaml"
        self.configuration.write_text(
            "office: { name: Wohngeldbehörde Magdeburg, land: ST, addresses: [wohngeld@stadt-beispiel.example],"
            f" trust: {ROOT / 'SampleForms/trust'} }}\nhttp: {{ listen: \"127.0.0.1:{self.port}\" }}\n",
            encoding="utf-8",
        )
        # With this key the tokens of letters are known beforehand.
        (self.folder / "store").mkdir()
        (self.folder / "store/token.key").write_bytes(b"k" * 32)
        self.verb("ingest", *[str(ROOT / name) for name in messages])
        for name, role in people.items():
            self.verb("people", "add", name, "--role", role, "--store", str(self.folder / "store"), config=False, text=PASSWORD + "\n")
        self.service = None

    def verb(self, *words, config=True, text=""):
        """Runs a verb of the program; gives what it printed."""
        more = ["--store", str(self.folder / "store"), "--config", str(self.configuration)] if config else []
        run = subprocess.run([self.program, *words, *more], cwd=ROOT, input=text, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise RuntimeError(f"{' '.join(words[:2])}: {run.stderr[-2000:]}")
        return run.stdout

    def __enter__(self):
        log = open(self.folder / "log", "w", encoding="utf-8")
        words = ["serve", "--config", str(self.configuration), "--store", str(self.folder / "store")]
        self.service = subprocess.Popen([self.program, *words], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        end = time.monotonic() + 60
        while time.monotonic() < end and self.service.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.02)
        self.__exit__()
        raise RuntimeError(f"the service did not start: {self.log()}")

    def __exit__(self, *_):
        if self.service.poll() is not None:
            print(f"the service ended by itself with {self.service.returncode}: {self.log()[-4000:]}", file=sys.stderr)
        self.service.terminate()
        self.service.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self):
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def cases(self):
        """Every case as `eingang cases` tells it."""
        return [json.loads(line) for line in self.verb("cases", "--json").splitlines()]

    # --- ways in ---
    def enter(self, browser, name):
        """Logs somebody in as they would: by typing."""
        browser.open(self.home + "/anmelden")
        browser.one("input[name=name]").send_keys(name)
        with browser.leaving():
            browser.one("input[name=password]").send_keys(PASSWORD + "\n")
        if "/anmelden" in browser.driver.current_url:
            raise RuntimeError(f"{name} was not let in: {browser.driver.page_source[:2000]}")

    def ask(self, address, browser=None, method="GET"):
        """An answer of the desk without a browser's comfort, with a browser's cookies: status, header, bytes."""
        parts = urllib.parse.urlsplit(address)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookies = "; ".join(f"{c['name']}={c['value']}" for c in browser.driver.get_cookies()) if browser else ""
        connection.request(method, parts.path + ("?" + parts.query if parts.query else ""), headers={"Cookie": cookies})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, {key.lower(): value for key, value in answer.getheaders()}, data

    def pages(self, browser, starts=("/",), most=None, whole=()):
        """Every page that links lead to from the beginning, each opened; gives its kind. most: so many of each kind but those in whole.

        What is no page (a file to keep) is not opened. Two addresses of one kind differ in their numbers only.
        """
        waiting, known, counts = [self.home + start for start in starts], set(), {}
        while waiting:
            address = waiting.pop(0)
            if address in known:
                continue
            known.add(address)
            kind = kind_of(address)
            if most and kind not in whole and counts.get(kind, 0) >= most:
                continue
            if kind not in counts:
                status, header, _ = self.ask(address, browser)
                if not header.get("content-type", "").startswith("text/html") and status != 303:
                    continue
            browser.open(address)
            counts[kind] = counts.get(kind, 0) + 1
            yield kind, browser.driver.current_url
            waiting += [link for link in browser.links() if link.startswith(self.home + "/")]


def kind_of(address):
    """What kind of page an address is: its path with every number and file name taken out, and what its query asks for."""
    parts = urllib.parse.urlsplit(address)
    steps = [":" if any(letter.isdigit() for letter in step) else step for step in parts.path.split("/")]
    query = [(key, value) for key, value in urllib.parse.parse_qsl(parts.query) if not any(letter.isdigit() for letter in value)]
    return "/".join(steps) + ("?" + urllib.parse.urlencode(query) if query else "")


def free_port():
    """A port that nobody listens on, below those that the system gives to whoever connects."""
    while True:
        with socket.socket() as listener:
            try:
                port = random.randrange(12_000, 32_000)
                listener.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def tell(check, faults, **more):
    """One line for the test that runs a script: what was looked at and what is wrong with it."""
    print(json.dumps({"check": check, "faults": faults, **more}, ensure_ascii=False), flush=True)


def program():
    """The program that a script is given."""
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} PROGRAM ...")
    return sys.argv[1]
