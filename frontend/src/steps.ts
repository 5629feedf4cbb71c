// Steps of a walkthrough in their editor: the place to act on is drawn on the picture, or moved by arrow keys; a
// picture is sent as soon as it is chosen, or pasted into the step. Without this the place is typed in percent.
import { fill, percent } from "./hotspot";

type Area = { x: number; y: number; width: number; height: number };

const SIDES = ["x", "y", "width", "height"] as const;
const first: Area = { x: 40, y: 45, width: 20, height: 10 };
const least = 1;

function within(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

function stepOf(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest("[data-step]") : null;
}

function areaOf(step: Element): Area | null {
  const told = SIDES.map((side) => parseFloat(step.querySelector<HTMLInputElement>(`[data-side="${side}"]`)?.value ?? ""));
  if (told.some((side) => Number.isNaN(side))) return null;
  const [x = 0, y = 0, width = 0, height = 0] = told;
  return { x, y, width, height };
}

function show(step: Element, area: Area | null): void {
  const drawn = step.querySelector("[data-drawn]");
  for (const side of SIDES) {
    if (area) drawn?.setAttribute(side, String(area[side]));
    else drawn?.removeAttribute(side);
  }
}

function draw(event: PointerEvent): void {
  const picture = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-draw]") : null;
  const step = stepOf(picture);
  if (!picture || !step || event.button !== 0) return;
  event.preventDefault();
  picture.focus();
  const frame = picture.getBoundingClientRect();
  const [startX, startY] = [event.clientX - frame.left, event.clientY - frame.top];
  const drawnTo = (last: PointerEvent): Area => {
    const [x, y] = [last.clientX - frame.left, last.clientY - frame.top];
    const [left, right] = [percent(Math.min(x, startX), frame.width), percent(Math.max(x, startX), frame.width)];
    const [top, bottom] = [percent(Math.min(y, startY), frame.height), percent(Math.max(y, startY), frame.height)];
    return { x: left, y: top, width: right - left, height: bottom - top };
  };
  const move = (next: PointerEvent): void => show(step, drawnTo(next));
  const end = (last: PointerEvent): void => {
    document.removeEventListener("pointermove", move);
    const area = drawnTo(last);
    if (last.type === "pointerup" && area.width >= least && area.height >= least) fill(step, area);
    show(step, areaOf(step));
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", end, { once: true });
  document.addEventListener("pointercancel", end, { once: true });
}

function nudge(event: KeyboardEvent): void {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  const picture = event.target instanceof Element && event.target.matches("[data-draw]") ? event.target : null;
  const step = stepOf(picture);
  if (!way || !step) return;
  event.preventDefault();
  const [across = 0, down = 0] = way;
  const before = areaOf(step);
  const area = { ...(before ?? first) };
  if (before && event.shiftKey) {
    area.width = within(area.width + across, least, 100 - area.x);
    area.height = within(area.height + down, least, 100 - area.y);
  } else if (before) {
    area.x = within(area.x + across, 0, 100 - area.width);
    area.y = within(area.y + down, 0, 100 - area.height);
  }
  fill(step, area);
  show(step, area);
}

function send(input: HTMLInputElement): void {
  stepOf(input)?.querySelector<HTMLButtonElement>("[data-step-upload]")?.click();
}

function paste(event: ClipboardEvent): void {
  const input = stepOf(event.target)?.querySelector<HTMLInputElement>("[data-step-file]");
  const picture = [...(event.clipboardData?.files ?? [])].find((file) => file.type.startsWith("image/"));
  if (!input || !picture) return;
  event.preventDefault();
  const files = new DataTransfer();
  files.items.add(picture);
  input.files = files.files;
  send(input);
}

export function steps(): void {
  document.addEventListener("pointerdown", draw);
  document.addEventListener("keydown", nudge);
  document.addEventListener("paste", paste);
  document.addEventListener("change", (event) => {
    const input = event.target instanceof HTMLInputElement ? event.target : null;
    if (input?.matches("[data-step-file]") && input.files?.length) send(input);
  });
  document.addEventListener("input", (event) => {
    const step = stepOf(event.target);
    if (step && event.target instanceof Element && event.target.matches("[data-side]")) show(step, areaOf(step));
  });
}
