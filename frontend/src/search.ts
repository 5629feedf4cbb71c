// Walk the results of a search with the arrow keys; Enter in the line shows all of them on a page, Escape closes.
function results(box: Element): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>("a.search-result")];
}

function walk(box: Element, key: string): void {
  const line = box.querySelector<HTMLInputElement>("input[type=search]");
  const stops = [line, ...results(box)].filter((stop) => stop !== null);
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = key === "ArrowDown" ? Math.min(at + 1, stops.length - 1) : Math.max(at - 1, 0);
  stops[next]?.focus();
}

export function search(): void {
  const box = document.getElementById("search");
  if (!box) return;
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      walk(box, event.key);
    } else if (event.key === "Escape" && !event.isComposing && box instanceof HTMLDialogElement) {
      // Browsers would empty the line first.
      event.preventDefault();
      box.close();
    }
  });
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  for (const hint of document.querySelectorAll("[data-search-key]")) hint.textContent = mac ? "⌘K" : "Ctrl K";
}
