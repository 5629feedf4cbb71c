// Areas of a picture that can be pointed at. Without this they are chosen by name, and typed in percent.

const SIDES = ["x", "y", "width", "height"] as const;

function radioOf(picture: Element, area: Element): HTMLInputElement | null {
  const around = picture.closest(".question");
  const key = area.getAttribute("data-chooses") ?? "";
  return around?.querySelector<HTMLInputElement>(`input[type=radio][value="${CSS.escape(key)}"]`) ?? null;
}

function show(picture: Element): void {
  for (const area of picture.querySelectorAll("[data-chooses]")) {
    const radio = radioOf(picture, area);
    area.toggleAttribute("data-chosen", radio?.checked ?? false);
    area.toggleAttribute("data-named", radio !== null && radio === document.activeElement);
  }
}

function showAll(): void {
  document.querySelectorAll("[data-hotspot]").forEach(show);
}

function choose(event: MouseEvent): void {
  const area = event.target instanceof Element ? event.target.closest("[data-chooses]") : null;
  const picture = area?.closest("[data-hotspot]");
  const radio = picture && area ? radioOf(picture, area) : null;
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

// Authors draw an area on the picture of the preview: it is that of the row in which they were last.
let row: Element | null = null;

export function percent(value: number, whole: number): number {
  return Math.round((Math.min(Math.max(value, 0), whole) / whole) * 1000) / 10;
}

function draw(event: PointerEvent): void {
  const picture = event.target instanceof Element ? event.target.closest("#preview [data-hotspot]") : null;
  if (!picture || !row?.isConnected) return;
  event.preventDefault();
  const frame = picture.getBoundingClientRect();
  const [startX, startY] = [event.clientX - frame.left, event.clientY - frame.top];
  const end = (last: PointerEvent): void => {
    const [x, y] = [last.clientX - frame.left, last.clientY - frame.top];
    const [left, right] = [percent(Math.min(x, startX), frame.width), percent(Math.max(x, startX), frame.width)];
    const [top, bottom] = [percent(Math.min(y, startY), frame.height), percent(Math.max(y, startY), frame.height)];
    if (right - left < 1 || bottom - top < 1) return;
    if (row) fill(row, { x: left, y: top, width: right - left, height: bottom - top });
  };
  document.addEventListener("pointerup", end, { once: true });
}

export function fill(row: Element, area: Record<(typeof SIDES)[number], number>): void {
  for (const side of SIDES) {
    const field = row.querySelector<HTMLInputElement>(`[data-side="${side}"]`);
    if (!field) continue;
    field.value = String(Math.round(area[side] * 10) / 10);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export function hotspot(): void {
  document.addEventListener("click", choose);
  document.addEventListener("change", showAll);
  document.addEventListener("pointerdown", draw);
  document.addEventListener("focusin", (event) => {
    const inside = event.target instanceof Element ? event.target.closest(".answer-row:has([data-area])") : null;
    row = inside ?? row;
    showAll();
  });
  showAll();
}
