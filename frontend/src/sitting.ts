// A question of a test. Digits choose, Enter answers. An answer that cannot be sent is kept on this device, and is sent
// once when there is a connection again: its key, made here, makes a second sending the same answer. Without this the
// page is a plain form. The clock is the server's: only what is left of it runs here.
import { typing } from "./keys";

interface Answer {
  person: string;
  name: string;
  url: string;
  body: string;
  at: number;
}

const kept = "lifow:answers";
const again = 5_000;
const forgotten = 14 * 24 * 60 * 60 * 1_000;
const states = ["unsent", "sign-in", "sending"] as const;
let sending = false;

function answers(): Answer[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(kept) ?? "[]");
    const found = Array.isArray(read) ? (read as Answer[]) : [];
    return found.filter((one) => Date.now() - one.at < forgotten);
  } catch {
    return [];
  }
}

function keep(all: Answer[]): void {
  try {
    if (all.length) localStorage.setItem(kept, JSON.stringify(all));
    else localStorage.removeItem(kept);
  } catch {
    // Nothing can be kept on this device: the answer is in the page, and is sent from there.
  }
}

function form(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>("form[data-answer]");
}

function person(): string {
  return document.body.dataset.person ?? "";
}

function show(state: (typeof states)[number] | ""): void {
  const shown = form();
  const place = shown?.querySelector<HTMLElement>("[data-state]");
  if (!shown || !place) return;
  place.hidden = state === "";
  for (const one of states) {
    const words = place.querySelector<HTMLElement>(`[data-state-${one}]`);
    if (words) words.hidden = one !== state;
  }
  const button = place.querySelector<HTMLElement>("[data-send-again]");
  if (button) button.hidden = state !== "unsent";
  const fields = shown.querySelector<HTMLFieldSetElement>("[data-fields]");
  if (fields) fields.disabled = state !== "";
}

// The token of this session, whichever the answer was written in.
function withToken(body: string): string {
  const parameters = new URLSearchParams(body);
  const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>;
  parameters.set("csrfmiddlewaretoken", headers["x-csrftoken"] ?? "");
  return parameters.toString();
}

function replaced(text: string, url: string): void {
  const page = new DOMParser().parseFromString(text, "text/html");
  const main = page.getElementById("main");
  const here = document.getElementById("main");
  if (!main || !here) {
    location.assign(url);
    return;
  }
  here.replaceWith(main);
  document.title = page.title;
  history.pushState(null, "", url);
  const first = main.querySelector<HTMLElement>("[autofocus]") ?? main.querySelector<HTMLElement>("h1");
  if (first?.tagName === "H1") first.tabIndex = -1;
  (first ?? main).focus({ preventScroll: true });
  scrollTo(0, 0);
  begin();
}

async function send(one: Answer): Promise<"sent" | "unsent" | "sign-in"> {
  let response: Response;
  try {
    response = await fetch(one.url, {
      method: "POST",
      body: withToken(one.body),
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      credentials: "same-origin",
    });
  } catch {
    return "unsent";
  }
  if (response.status >= 500 || response.status === 429) return "unsent";
  const there = new URL(response.url);
  if (response.redirected && there.pathname.startsWith("/accounts/")) return "sign-in";
  if (response.status === 403) return "sign-in";
  let text: string;
  try {
    text = await response.text();
  } catch {
    // The answer may have arrived: it is sent again, and is the same.
    return "unsent";
  }
  keep(answers().filter((other) => other.name !== one.name));
  if (form()?.dataset.answer === one.name) replaced(text, response.url);
  return "sent";
}

async function sendAll(): Promise<void> {
  const own = answers().filter((one) => one.person === person());
  if (sending || !own.length || !person()) return;
  sending = true;
  const shown = form()?.dataset.answer;
  try {
    for (const one of own) {
      if (one.name === shown) show("sending");
      const state = await send(one);
      if (state !== "sent") {
        if (one.name === shown) show(state);
        return;
      }
    }
  } finally {
    sending = false;
  }
}

function written(shown: HTMLFormElement, submitter: HTMLElement | null): Answer {
  const key = shown.elements.namedItem("idempotency_key");
  if (key instanceof HTMLInputElement && !key.value) key.value = crypto.randomUUID();
  const data = new FormData(shown, submitter);
  data.delete("csrfmiddlewaretoken");
  const body = new URLSearchParams([...data].map(([name, value]) => [name, String(value)])).toString();
  const url = new URL(shown.action || location.href).pathname;
  return { person: person(), name: shown.dataset.answer ?? "", url, body, at: Date.now() };
}

function answer(event: SubmitEvent): void {
  const shown = event.target;
  if (!(shown instanceof HTMLFormElement) || !shown.matches("form[data-answer]")) return;
  event.preventDefault();
  const one = written(shown, event.submitter);
  keep([...answers().filter((other) => other.name !== one.name), one]);
  if (answers().some((other) => other.name === one.name)) void sendAll();
  else void sendHere(one);
}

// On a device that keeps nothing.
async function sendHere(one: Answer): Promise<void> {
  show("sending");
  const state = await send(one);
  if (state !== "sent") show(state);
}

function choose(event: KeyboardEvent): void {
  if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
  const shown = document.querySelector<HTMLFormElement>("form.sitting-form");
  if (!shown || document.querySelector("dialog:modal")) return;
  if (event.key === "Enter" && event.target instanceof HTMLSelectElement) {
    event.preventDefault();
    shown.requestSubmit();
    return;
  }
  if (event.key === "Enter" && event.target === document.body) {
    event.preventDefault();
    shown.requestSubmit();
    return;
  }
  if (typing(event.target) || !/^[1-9]$/.test(event.key)) return;
  const choices = shown.querySelectorAll<HTMLInputElement>(".question-options input:is([type=radio], [type=checkbox])");
  const chosen = choices[Number(event.key) - 1];
  if (!chosen || chosen.disabled) return;
  event.preventDefault();
  chosen.focus();
  chosen.checked = chosen.type === "radio" || !chosen.checked;
  chosen.dispatchEvent(new Event("input", { bubbles: true }));
  chosen.dispatchEvent(new Event("change", { bubbles: true }));
}

let clock = 0;

// What is left by the server's clock: a clock of this device that is wrong, or is put back, changes nothing.
function run(): void {
  clearInterval(clock);
  const place = document.querySelector<HTMLElement>("[data-deadline]");
  const words = place?.querySelector<HTMLElement>("[data-clock]");
  const said = place?.querySelector<HTMLElement>("[data-clock-said]");
  if (!place || !words) return;
  const left = Date.parse(place.dataset.deadline ?? "") - Date.parse(place.dataset.now ?? "");
  const began = performance.now();
  const tick = (): void => {
    const seconds = Math.max(0, Math.ceil((left - (performance.now() - began)) / 1_000));
    const minutes = Math.floor(seconds / 60);
    words.textContent = `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
    if (said && (seconds === 300 || seconds === 60)) said.textContent = words.textContent;
    if (seconds > 0) return;
    clearInterval(clock);
    over();
  };
  tick();
  clock = setInterval(tick, 1_000);
}

// What is chosen by then is sent; without anything the sitting ends with what was answered before.
function over(): void {
  const shown = form();
  const end = document.querySelector<HTMLFormElement>("form[data-end]");
  const filled = shown ? [...new FormData(shown)].some(([name, value]) => isAnswer(name) && value !== "") : false;
  if (shown && filled) shown.requestSubmit();
  else end?.requestSubmit();
}

function isAnswer(name: string): boolean {
  return !["csrfmiddlewaretoken", "idempotency_key", "confidence"].includes(name);
}

function begin(): void {
  run();
  const shown = form();
  if (shown && answers().some((one) => one.name === shown.dataset.answer && one.person === person())) show("unsent");
  void sendAll();
}

export function sitting(): void {
  document.addEventListener("submit", answer);
  document.addEventListener("keydown", choose);
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-send-again]")) void sendAll();
    if (target?.closest("[data-print]")) print();
  });
  document.querySelectorAll<HTMLElement>("[data-print]").forEach((button) => (button.hidden = false));
  addEventListener("online", () => void sendAll());
  addEventListener("pageshow", (event) => {
    // A page from the browser's own memory shows a question as it was before it was answered.
    if (event.persisted && form()) location.reload();
  });
  addEventListener("popstate", () => {
    if (/^\/sittings\//.test(location.pathname)) location.reload();
  });
  setInterval(() => void sendAll(), again);
  begin();
}
