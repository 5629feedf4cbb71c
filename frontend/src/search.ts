// Walk the results of a search with the arrow keys; Enter in the line shows all of them on a page, Escape closes.
// What finding takes is counted, of nobody by name: the seconds from the first letter to the result that is opened,
// words that were left without opening anything, and words that were tried before those that led somewhere.
const remembered = "search-left";
const began = "search-began";
const recently = 120_000;
const settled = 1_500;

function results(box: Element): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>("a.search-result, a.search-all")];
}

function walk(box: Element, key: string): void {
  const line = box.querySelector<HTMLInputElement>("input[type=search]");
  const stops = [line, ...results(box)].filter((stop) => stop !== null);
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = key === "ArrowDown" ? Math.min(at + 1, stops.length - 1) : Math.max(at - 1, 0);
  stops[next]?.focus();
}

function tell(form: HTMLFormElement, what: "opened" | "left", said: Record<string, string>): void {
  const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>;
  const body = new URLSearchParams({ ...said, csrfmiddlewaretoken: headers["x-csrftoken"] ?? "" });
  navigator.sendBeacon(new URL(`${what}/`, form.action), body);
}

function leftBefore(now: string): string {
  const [at, text = ""] = (sessionStorage.getItem(remembered) ?? "").split("\n");
  sessionStorage.removeItem(remembered);
  return text !== now && Date.now() - Number(at) < recently ? text : "";
}

function leave(text: string): void {
  sessionStorage.setItem(remembered, `${String(Date.now())}\n${text}`);
}

function goesOn(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

function count(form: HTMLFormElement, within: Element, text: () => string): void {
  within.addEventListener("click", (event) => {
    if (!(event.target as Element).closest("a.search-result") || !text()) return;
    const first = Number(sessionStorage.getItem(began));
    const seconds = first ? String(Math.min(999, Math.round((Date.now() - first) / 1000))) : "";
    tell(form, "opened", { q: text(), seconds, before: leftBefore(text()) });
    sessionStorage.removeItem(began);
  });
}

// A line of a search: when the first letter is typed, and what stood there for a while before other words.
function follow(line: HTMLInputElement): void {
  let stood = line.value;
  let timer = 0;
  line.addEventListener("input", () => {
    const now = line.value.trim();
    if (!sessionStorage.getItem(began)) sessionStorage.setItem(began, String(Date.now()));
    if (stood && now && !goesOn(stood, now)) {
      leave(stood);
      stood = "";
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (line.value.trim()) stood = line.value.trim();
    }, settled);
  });
}

function palette(box: HTMLDialogElement, form: HTMLFormElement, line: HTMLInputElement): void {
  let isOpened = false;
  follow(line);
  count(form, box, () => line.value.trim());
  box.addEventListener("click", (event) => {
    if ((event.target as Element).closest("a")) isOpened = true;
  });
  form.addEventListener("submit", () => (isOpened = true));
  box.addEventListener("close", () => {
    const text = line.value.trim();
    if (text && !isOpened && results(box).length) {
      tell(form, "left", { q: text });
      leave(text);
    }
    sessionStorage.removeItem(began);
    isOpened = false;
  });
}

// Results that come while one walks the list take the place of what was walked: the walk goes on at the first.
function stay(box: HTMLDialogElement): void {
  let isWalked = false;
  box.addEventListener("htmx:beforeSwap", () => (isWalked = results(box).some((one) => one === document.activeElement)));
  box.addEventListener("htmx:afterSwap", () => {
    if (isWalked) (results(box)[0] ?? box.querySelector<HTMLInputElement>("input[type=search]"))?.focus();
    isWalked = false;
  });
}

function page(): void {
  const form = document.querySelector<HTMLFormElement>("main form[role=search]");
  for (const choice of document.querySelectorAll<HTMLSelectElement>("select[data-submits]")) {
    choice.addEventListener("change", () => choice.form?.requestSubmit());
  }
  const found = document.querySelector<HTMLElement>("[data-search-page]");
  if (!form || !found) return;
  const line = form.querySelector<HTMLInputElement>("input[type=search]");
  if (line) follow(line);
  count(form, found, () => found.dataset["searchPage"] ?? "");
}

export function search(): void {
  page();
  const box = document.getElementById("search");
  if (!(box instanceof HTMLDialogElement)) return;
  const form = box.querySelector("form");
  const line = box.querySelector<HTMLInputElement>("input[type=search]");
  if (form && line) palette(box, form, line);
  stay(box);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      walk(box, event.key);
    } else if (event.key === "Escape" && !event.isComposing) {
      // Browsers would empty the line first.
      event.preventDefault();
      box.close();
    }
  });
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  for (const hint of document.querySelectorAll("[data-search-key]")) hint.textContent = mac ? "⌘K" : "Ctrl K";
}
