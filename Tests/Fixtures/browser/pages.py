"""Opens every page of the desk as every role and says what is wrong with it: pages.py PROGRAM prints one line of JSON a check.

Looked at: axe-core by day, by night and in forced colours; nothing to scroll sideways at 200 % and at 320 pixels; one heading, one main
part; everything reached by Tab, with the focus to be seen, and none that holds it; no fault in the console, nothing asked for elsewhere.
"""
from chromium import Chromium, outside
from desk import ROLES, Desk, program, tell
from selenium.webdriver.common.keys import Keys

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
# Pages that no link leads to: refusals, and lists that are asked for by typing.
STARTS = ["/", "/b/office?suche=weber", "/b/office?suche=gibt-es-nicht", "/b/office/vorgang/gibt-es-nicht", "/b/gibt-es-nicht"]
STRUCTURE = """
const faults = [];
for (const name of ['h1', 'main', 'header', 'head > title']) {
  const count = document.querySelectorAll(name).length;
  if (count !== 1) faults.push(`${count} times ${name}`);
}
if (document.documentElement.lang !== 'de') faults.push(`language ${document.documentElement.lang}`);
if (!document.querySelector('header a, main a, main button')) faults.push('nothing leads on');
for (const field of document.querySelectorAll('[style]')) faults.push(`style in ${field.outerHTML.slice(0, 80)}`);
return faults;
"""
WIDTH = """
const wide = document.documentElement.scrollWidth, room = document.documentElement.clientWidth;
if (wide <= room) return [];
const names = [...document.querySelectorAll('main *, header *')].filter(part => part.getBoundingClientRect().right > room + 1)
  .filter(part => { for (let up = part.parentElement; up; up = up.parentElement)
    if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(up).overflowX) && up !== document.body) return false; return true; })
  .slice(0, 5).map(part => part.outerHTML.slice(0, 100));
return [`${wide} pixels in ${room}: ${names.join(' | ')}`];
"""
# What Tab has to reach; of the radio buttons of one name one is enough.
TABBABLE = """
window.__seen = new Set(); window.__dull = [];
document.activeElement.blur();
document.addEventListener('focusin', event => {
  window.__seen.add(event.target);
  const look = getComputedStyle(event.target);
  if (look.outlineStyle === 'none' || parseFloat(look.outlineWidth) < 1) window.__dull.push(event.target.outerHTML.slice(0, 120));
});
const names = new Set();
window.__wanted = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(field => {
  if (field.disabled || field.type === 'hidden' || field.tabIndex < 0 || !field.checkVisibility()) return false;
  if (field.type !== 'radio') return true;
  const isNew = !names.has(field.name); names.add(field.name); return isNew;
});
// A day is gone through by its day, month, year and calendar.
return window.__wanted.length + 3 * window.__wanted.filter(field => field.type === 'date').length;
"""
REACHED = """
const missed = window.__wanted.filter(field => !window.__seen.has(field)
  && !(field.type === 'radio' && [...window.__seen].some(other => other.name === field.name)));
return [...missed.map(field => `Tab does not reach ${field.outerHTML.slice(0, 120)}`),
  ...window.__dull.map(field => `the focus is not to be seen on ${field}`)];
"""
# A page with every fault: a check that finds nothing on it would find nothing anywhere.
FAULTY = """
<meta http-equiv=content-security-policy content="img-src 'none'"><link rel=stylesheet href=http://127.0.0.1:9/fremd.css>
<style>*:focus{outline:none} p{color:%23ddd;width:1500px}</style><h1>a</h1><h1>b</h1><p>blass</p><img src=http://127.0.0.1:9/bild>
<input onkeydown="if (event.key === 'Tab') event.preventDefault()"><button>nie erreicht</button><script>throw new Error('Fehler')</script>
"""


def by_tab(browser):
    """What is wrong with going through the page by Tab alone."""
    count = browser.run(TABBABLE)
    browser.keys(*[Keys.TAB] * (count + 3))
    return browser.run(REACHED)


def check(browser, kind, address, home, is_new):
    """Everything about the page that is open."""
    faults = {"structure": browser.run(STRUCTURE)}
    browser.look("light")
    faults["axe"] = browser.axe(TAGS)
    browser.look("dark")
    # Of a kind that is known only the colours can be different by night.
    faults["axe, dark"] = browser.axe(TAGS) if is_new else browser.axe(rules=["color-contrast", "link-in-text-block"])
    if is_new:
        browser.look("light", forced=True)
        faults["axe, forced colours"] = browser.axe(TAGS)
        faults["Tab, forced colours"] = by_tab(browser)
        browser.look("light", width=640, height=450, scale=2)
        faults["axe, 200 %"] = browser.axe(TAGS)
    for name, width in (("200 %", 640), ("320 pixels", 320)):
        browser.look("light", width=width, height=450, scale=2)
        faults[f"width, {name}"] = browser.run(WIDTH)
    browser.look("light")
    if is_new:
        faults["Tab"] = by_tab(browser)
    faults["policy"] = browser.acts()
    requests, said = browser.told()
    faults["said"], faults["asked elsewhere"] = said, outside(requests, home)
    for what, found in faults.items():
        tell(what, found, kind=kind, page=address)


def main():
    with Chromium() as browser:
        browser.open("data:text/html," + FAULTY.replace("\n", ""))
        check(browser, "faulty", "faulty", "http://127.0.0.1:1", True)
    with Desk(program()) as desk:
        for name, role in [("nobody", None), *ROLES.items()]:
            kinds = set()
            with Chromium() as browser:
                if role:
                    desk.enter(browser, name)
                browser.told()
                # Who is not let in sees the page to log in. No two cases are alike; of all else a few of each kind are enough.
                for kind, address in desk.pages(browser, STARTS if role else ["/anmelden"], most=4, whole=["/b/office/vorgang/:"]):
                    check(browser, f"{role}: {kind}", address, desk.home, kind not in kinds)
                    kinds.add(kind)
                tell("pages", [] if kinds else [f"{name} sees no page"], kind=f"{role}", page=" ".join(sorted(kinds)))


if __name__ == "__main__":
    main()
