// Digits rate: the key of a level chooses it in the rating group that has focus, or in the only one of the page.
import { typing } from "./keys";

function groupOf(target: EventTarget | null): Element | null {
  const around = target instanceof Element ? target.closest("[data-rating]") : null;
  if (around || typing(target) || document.querySelector("dialog:modal")) return around;
  const groups = document.querySelectorAll("[data-rating]");
  return groups.length === 1 ? (groups[0] ?? null) : null;
}

export function rating(): void {
  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || !/^\d$/.test(event.key)) return;
    const level = groupOf(event.target)?.querySelector<HTMLInputElement>(
      `input[type=radio][value="${event.key}"]:not(:disabled)`,
    );
    if (!level) return;
    event.preventDefault();
    level.focus();
    if (level.checked) return;
    level.checked = true;
    level.dispatchEvent(new Event("input", { bubbles: true }));
    level.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
