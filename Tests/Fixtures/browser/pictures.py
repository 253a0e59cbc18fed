"""Takes pictures of every kind of page, to be looked at: pictures.py PROGRAM FOLDER [ROLE], by day, by night, at 200 % and on paper.

By hand: .build/browser/bin/python Tests/Fixtures/browser/pictures.py .build/debug/eingang /tmp/pictures
Where a kind has many pages, the first three are taken.
"""
import base64
import pathlib
import re
import sys

from chromium import Chromium
from desk import ROLES, Desk, program
from pages import STARTS

LOOKS = {
    "light": {"scheme": "light"}, "dark": {"scheme": "dark"}, "200": {"scheme": "light", "width": 640, "height": 450, "scale": 2},
    "forced": {"scheme": "light", "forced": True},
}


def main():
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[3:] or ROLES.values()
    with Desk(program()) as desk:
        for name, role in [("", "nobody"), *((name, role) for name, role in ROLES.items() if role in wanted)]:
            with Chromium() as browser:
                if name:
                    desk.enter(browser, name)
                counts = {}
                for kind, _ in desk.pages(browser, STARTS if name else ["/anmelden"], most=3):
                    counts[kind] = counts.get(kind, 0) + 1
                    title = f"{role}{re.sub('[^a-z0-9-]+', '-', kind.lower())}-{counts[kind]}".strip("-")
                    for look, how in LOOKS.items():
                        browser.look(**how)
                        browser.picture(folder / f"{title}-{look}.png")
                    browser.look()
                    paper = browser.command("Page.printToPDF", printBackground=False)["data"]
                    (folder / f"{title}-paper.pdf").write_bytes(base64.b64decode(paper))
    print(f"{len(list(folder.iterdir()))} pictures in {folder}")


if __name__ == "__main__":
    main()
