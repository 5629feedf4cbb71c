// Popover menus open, close and hand focus back by themselves. This adds the arrow keys, and places a menu under
// its button in browsers without CSS anchors.
const anchored = CSS.supports("position-area: block-end");

function items(menu: Element): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>("a[href], button:not(:disabled)")];
}

function place(menu: HTMLElement): void {
  const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
  if (anchored || !button) return;
  const box = button.getBoundingClientRect();
  const left = Math.min(box.left, document.documentElement.clientWidth - menu.offsetWidth - 8);
  menu.style.setProperty("left", `${Math.max(8, left)}px`);
  menu.style.setProperty("top", `${box.bottom}px`);
}

function step(menu: Element, key: string): void {
  const all = items(menu);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const last = all.length - 1;
  const next = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, Home: 0, End: last }[key];
  if (next !== undefined) all[next]?.focus();
}

export function menus(): void {
  document.addEventListener(
    "toggle",
    (event) => {
      const menu = event.target as HTMLElement;
      if (menu.classList.contains("menu") && (event as ToggleEvent).newState === "open") place(menu);
    },
    true,
  );
  document.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
    const target = event.target as HTMLElement;
    const menu = target.closest(".menu:popover-open") ?? openedBy(target);
    if (!menu) return;
    event.preventDefault();
    step(menu, event.key);
  });
}

function openedBy(button: HTMLElement): Element | null {
  const id = button.getAttribute("popovertarget");
  return id ? document.querySelector(`.menu:popover-open#${CSS.escape(id)}`) : null;
}
