// The keyboard: "/" or Ctrl/⌘-K searches, "g" and a letter goes, "?" lists the keys. Where to go is in the page:
// each link of the navigation names its letter in data-go.
import { openDialog } from "./dialogs";

const wait = 1200;
let going = 0;

export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target instanceof HTMLInputElement && !["radio", "checkbox", "button", "submit"].includes(target.type);
}

function go(letter: string): boolean {
  const link = document.querySelector<HTMLAnchorElement>(`a[data-go="${CSS.escape(letter)}"]`);
  if (link) location.assign(link.href);
  return Boolean(link);
}

function search(): boolean {
  if (openDialog("search")) return true;
  const box = document.querySelector<HTMLInputElement>("input[type=search]");
  box?.focus();
  return Boolean(box);
}

function act(key: string): boolean {
  const underWay = Date.now() - going < wait;
  going = 0;
  if (underWay && /^[a-z]$/.test(key)) return go(key);
  if (key === "g") going = Date.now();
  if (key === "/") return search();
  return key === "?" && openDialog("shortcuts");
}

export function keys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const chord = (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey;
    if (chord && event.key.toLowerCase() === "k") {
      if (search()) event.preventDefault();
    } else if (!event.metaKey && !event.ctrlKey && !event.altKey && free(event.target)) {
      if (act(event.key)) event.preventDefault();
    }
  });
}

function free(target: EventTarget | null): boolean {
  return !typing(target) && !document.querySelector("dialog:modal");
}
