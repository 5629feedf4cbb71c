// A copy of a template saves itself while it is written (htmx), and this sees to what may go wrong: what is not saved yet
// is sent when the page is left and again after a failure, and a comment shows its passage in the text.
const again = 5_000;

let unsaved = false;
let failing = 0;

function form(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>("form[data-copy][hx-post]");
}

function isCopy(event: Event): boolean {
  return event.target instanceof Element && event.target.closest("form[data-copy]") !== null;
}

// Typed since, and sent without an answer: the page is going. The next one tells what came of it.
function sendAtTheEnd(): void {
  const shown = form();
  if (!shown || !unsaved) return;
  const data = new FormData(shown);
  data.set("autosave", "1");
  if (navigator.sendBeacon(location.href, data)) unsaved = false;
}

function tryAgain(): void {
  clearTimeout(failing);
  failing = setTimeout(() => {
    if (unsaved) form()?.dispatchEvent(new Event("save-copy"));
  }, again);
}

// The one that is nearest to where it was: the same words may be there several times.
function nearest(text: string, passage: string, near: number): number {
  let best = -1;
  for (let at = text.indexOf(passage); at >= 0; at = text.indexOf(passage, at + 1)) {
    if (best < 0 || Math.abs(at - near) < Math.abs(best - near)) best = at;
  }
  return best;
}

function showPassage(button: HTMLElement): void {
  const text = document.querySelector<HTMLTextAreaElement>("textarea[data-copy-text]");
  const passage = button.dataset.shows ?? "";
  if (!text || !passage) return;
  const start = nearest(text.value, passage, Number(button.dataset.near ?? 0));
  if (start < 0) {
    text.focus();
    return;
  }
  // A browser scrolls to where the cursor is when the field gets focus.
  text.blur();
  text.setSelectionRange(start, start);
  text.focus();
  text.setSelectionRange(start, start + passage.length);
}

export function copies(): void {
  if (!document.querySelector("form[data-copy]")) return;
  document.querySelectorAll<HTMLElement>("[data-shows]").forEach((button) => (button.hidden = false));
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-shows]") : null;
    if (button) showPassage(button);
  });
  document.addEventListener("input", (event) => {
    if (isCopy(event)) unsaved = true;
  });
  document.addEventListener("submit", (event) => {
    if (isCopy(event)) unsaved = false;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isCopy(event)) unsaved = false;
  });
  for (const failed of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(failed, (event) => {
      if (!isCopy(event)) return;
      unsaved = true;
      tryAgain();
    });
  }
  addEventListener("pagehide", sendAtTheEnd);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") sendAtTheEnd();
  });
}
