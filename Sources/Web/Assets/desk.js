// What makes the desk quick by keys. Everything works without it: it presses buttons and follows links that are on the page.
"use strict";
(() => {
  const all = (query, from = document) => [...from.querySelectorAll(query)];
  const german = document.documentElement.lang !== "en";
  const say = (de, en) => (german ? de : en);
  const points = all("[data-point]");
  const version = document.querySelector("input[name=version]")?.value;

  // Single letters can be switched off (WCAG 2.1, 2.1.4).
  const stored = (name, value) => {
    try { return value === undefined ? localStorage.getItem(name) : localStorage.setItem(name, value); } catch { return null; }
  };
  let keysAreOn = stored("tasten") !== "aus";

  const typing = (element) => element?.matches?.("input, textarea, select, [contenteditable]") ?? false;
  const current = () => document.activeElement?.closest?.("[data-point], .field") ?? null;
  const go = (element) => { if (element) { element.focus({ preventScroll: true }); element.scrollIntoView({ block: "nearest" }); } };

  const step = (by) => {
    const here = points.indexOf(document.activeElement?.closest?.("[data-point]"));
    go(here < 0 ? points[by > 0 ? 0 : points.length - 1] : points[here + by] ?? document.getElementById("handeln"));
  };

  // The field on the page image, and back.
  const show = (card) => {
    all(".sheet rect.here").forEach((rect) => rect.classList.remove("here"));
    if (!card?.id) return;
    const rects = all(`.sheet a[href="#${card.id}"] rect`);
    rects.forEach((rect) => rect.classList.add("here"));
    rects[0]?.closest("a").scrollIntoView({ block: "center", behavior: "instant" });
  };
  document.addEventListener("focusin", (event) => { if (!event.target.closest(".sheet")) show(event.target.closest("[data-point], .field")); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".sheet a");
    const card = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!card) return;
    event.preventDefault();
    for (let outer = card.closest("details"); outer; outer = outer.parentElement?.closest("details")) outer.open = true;
    go(card);
  });

  const zoom = (by) => {
    const paper = document.querySelector(".paper");
    if (!paper) return;
    const now = Math.min(3, Math.max(1, (Number(paper.dataset.zoom) || 1) + by));
    paper.dataset.zoom = now;
    all(".sheet", paper).forEach((sheet) => { sheet.style.width = `${now * 100}%`; });
  };

  // A key belongs to what stands in the point that has the focus, else to what stands outside of all points.
  const holder = (key) => {
    const here = current();
    const fits = (element) => element.dataset.key === key;
    return (here && all("[data-key]", here).find(fits)) || all("[data-key]").find((e) => fits(e) && !e.closest("[data-point]"));
  };
  const press = (element) => {
    if (typing(element)) return element.focus();
    element.click();
    const opened = element.closest("summary")?.parentElement;
    if (opened?.open) opened.querySelector("input, select, button")?.focus();
  };

  const own = {
    j: ["nächster offener Punkt", "next open point", () => step(1)],
    k: ["voriger offener Punkt", "previous open point", () => step(-1)],
    e: ["bearbeiten", "edit", () => (current() ?? points[0] ?? document)?.querySelector("input:not([type=hidden]), select, [data-edit]")?.focus()],
    q: ["Fundstelle zeigen", "show where it was read", () => { const d = current()?.querySelector("details"); if (d) d.open = !d.open; show(current()); }],
    "+": ["Seite größer", "enlarge page", () => zoom(0.25)],
    "-": ["Seite kleiner", "shrink page", () => zoom(-0.25)],
    "?": ["diese Hilfe", "this help", () => help()],
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = document.activeElement;
    if (event.key === "Escape" && typing(target)) return go(target.closest("[data-point], .field, main"));
    if (typing(target) || document.querySelector("dialog[open]") || (!keysAreOn && event.key !== "?")) return;
    if (event.key === "Enter" && !target.matches("[data-point]")) return;
    const element = holder(event.key);
    const action = own[event.key];
    if (!element && !action) return;
    event.preventDefault();
    if (element) press(element); else action[2]();
  });

  function help() {
    const dialog = document.createElement("dialog");
    const list = document.createElement("dl");
    const seen = new Set();
    const add = (key, text) => {
      if (seen.has(key + text)) return;
      seen.add(key + text);
      const [dt, dd, kbd] = ["dt", "dd", "kbd"].map((tag) => document.createElement(tag));
      kbd.textContent = { Escape: "Esc", Enter: "Enter", Z: "Umschalt+Z" }[key] ?? key.toUpperCase();
      dt.append(kbd);
      dd.textContent = text;
      list.append(dt, dd);
    };
    for (const [key, [de, en]] of Object.entries(own)) add(key, say(de, en));
    all("[data-key]").forEach((element) => add(element.dataset.key, (element.getAttribute("aria-label") ?? element.dataset.name ?? element.textContent).trim()));
    const heading = document.createElement("h2");
    heading.textContent = say("Tasten auf dieser Seite", "Keys on this page");
    const [toggle, close] = ["button", "button"].map((tag) => document.createElement(tag));
    const name = () => (keysAreOn ? say("Tasten ausschalten", "Switch keys off") : say("Tasten einschalten", "Switch keys on"));
    toggle.className = "second";
    toggle.textContent = name();
    toggle.onclick = () => { keysAreOn = !keysAreOn; stored("tasten", keysAreOn ? "an" : "aus"); toggle.textContent = name(); };
    close.textContent = say("Schließen", "Close");
    close.onclick = () => dialog.close();
    dialog.setAttribute("aria-label", heading.textContent);
    dialog.append(heading, list, toggle, close);
    const before = document.activeElement;
    dialog.onclose = () => { dialog.remove(); before?.focus?.(); };
    document.body.append(dialog);
    dialog.showModal();
    close.focus();
  }

  // A key stands beside the word of what it presses.
  all("button[data-key], a[data-key], summary[data-key]").forEach((element) => {
    if (element.dataset.key === "Escape") return;
    element.dataset.name = element.textContent.trim();
    element.setAttribute("aria-keyshortcuts", element.dataset.key === "Z" ? "Shift+Z" : element.dataset.key);
    const kbd = document.createElement("kbd");
    kbd.setAttribute("aria-hidden", "true");
    kbd.textContent = { Enter: "↵", Z: "⇧Z" }[element.dataset.key] ?? element.dataset.key.toUpperCase();
    element.append(kbd);
  });

  // A form is sent once, however often it is clicked.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "1";
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // Work begins at the first open point, or where it went on.
  const begin = location.hash ? document.getElementById(location.hash.slice(1)) : points[0];
  if (begin && !document.activeElement?.matches("input")) { go(begin); show(begin); }

  // Who else is here, and whether the page is out of date.
  const others = document.getElementById("andere");
  if (others && version) {
    const ask = async () => {
      try {
        const answer = await fetch(`${location.pathname}/stand`, { headers: { Accept: "application/json" } });
        if (!answer.ok) return;
        const now = await answer.json();
        const isOld = String(now.version) !== version;
        const text = isOld ? say("Der Vorgang hat sich geändert. Bitte laden Sie die Seite neu.", "The case has changed. Please reload the page.") : now.others;
        if (others.textContent !== text) others.textContent = text;
        others.hidden = !text;
      } catch { /* The next time. */ }
    };
    setInterval(ask, 20000);
  }
})();
