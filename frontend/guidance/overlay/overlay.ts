// The overlay: a ring around the target and a card beside it, in a shadow root of its own above everything else.

import { isCovered, isVisible } from "../candidates";
import { parentOf } from "../features";
import { buildCard, type Acts, type Card, type Step, type Texts } from "./card";
import { place, type Box } from "./placing";
import { overlaySheet } from "./styles";

export interface Shown {
  target: Element;
  step: Step;
  texts: Texts;
  acts: Acts;
  /** The language and direction of the texts. */
  language: string;
  direction: "ltr" | "rtl";
  /** False while somebody types elsewhere: it is then read out and takes no focus. */
  takesFocus: boolean;
  /** The target is not on the page any more. */
  lost(): void;
}

export const HOST = "data-lifow-guidance";

/** Where a modal dialog is open, everything outside is inert: the overlay of a target in it stands in it. */
function placeFor(target: Element): Element {
  for (let around: Element | null = target; around; around = parentOf(around)) {
    if (around.matches("dialog:modal")) return around;
  }
  return document.body ?? document.documentElement;
}

/** The box of an element in the outermost window, also out of frames. */
export function boxOf(element: Element): Box {
  const box = element.getBoundingClientRect();
  let [left, top] = [box.left, box.top];
  let view = element.ownerDocument.defaultView;
  while (view && view !== window && view.frameElement) {
    const frame = view.frameElement;
    const around = frame.getBoundingClientRect();
    left += around.left + frame.clientLeft;
    top += around.top + frame.clientTop;
    view = frame.ownerDocument.defaultView;
  }
  return { left, top, width: box.width, height: box.height };
}

function put(element: HTMLElement, numbers: Record<string, number>): void {
  for (const [name, value] of Object.entries(numbers)) element.style.setProperty(`--${name}`, `${Math.round(value)}px`);
}

/** Show a step at its target until `hide` is called. */
export class Overlay {
  readonly #shown: Shown;
  readonly #host: HTMLElement;
  readonly #ring = Object.assign(document.createElement("div"), { className: "ring" });
  readonly #card: Card;
  readonly #before: Element | null;
  #frame = 0;
  #last = "";

  constructor(shown: Shown) {
    this.#shown = shown;
    this.#before = document.activeElement;
    this.#host = document.createElement("div");
    this.#host.setAttribute(HOST, "");
    this.#card = buildCard(shown.step, shown.texts, { ...shown.acts, close: () => this.#close() }, shown.target);
    this.#fill();
    placeFor(shown.target).append(this.#host);
    if ("showPopover" in this.#host) {
      this.#host.popover = "manual";
      this.#host.showPopover();
    }
    this.#scrollToTarget();
    shown.target.addEventListener("keydown", this.#keys as EventListener);
    document.addEventListener("keydown", this.#escape, true);
    this.#follow();
    if (shown.takesFocus) this.#card.element.focus({ preventScroll: true });
  }

  /** Take it off the page; focus goes back to where it was if the card has it. */
  hide(): void {
    cancelAnimationFrame(this.#frame);
    this.#shown.target.removeEventListener("keydown", this.#keys as EventListener);
    document.removeEventListener("keydown", this.#escape, true);
    const hadFocus = this.#host.shadowRoot?.activeElement ?? (document.activeElement === this.#host);
    this.#host.remove();
    if (hadFocus) (this.#before as HTMLElement | null)?.focus?.({ preventScroll: true });
  }

  #close(): void {
    this.hide();
    this.#shown.acts.close();
  }

  #fill(): void {
    const { step, texts, language, direction, takesFocus } = this.#shown;
    const root = this.#host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [overlaySheet()];
    const all = Object.assign(document.createElement("div"), { className: "all", lang: language, dir: direction });
    const live = Object.assign(document.createElement("div"), { className: "live" });
    live.setAttribute("role", "status");
    this.#ring.setAttribute("aria-hidden", "true");
    all.append(this.#ring, this.#card.element, live);
    root.append(all);
    // A live region is read when it changes, not with what it holds when it comes.
    if (!takesFocus) setTimeout(() => (live.textContent = `${texts.count}: ${step.title}. ${step.text}`), 100);
  }

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.key !== "Tab" || !event.shiftKey) return;
    event.preventDefault();
    this.#card.last.focus();
  };

  readonly #escape = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && event.target === this.#shown.target) this.#close();
  };

  #scrollToTarget(): void {
    const box = boxOf(this.#shown.target);
    const isInView = box.top >= 0 && box.left >= 0 && box.top + box.height <= innerHeight && box.left + box.width <= innerWidth;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!isInView || isCovered(this.#shown.target)) {
      this.#shown.target.scrollIntoView({ block: "center", inline: "nearest", behavior: isCalm ? "auto" : "smooth" });
    }
  }

  /** Keep ring and card at the target, a frame at a time, while it is shown. */
  readonly #follow = (): void => {
    const { target, direction } = this.#shown;
    if (!target.isConnected || !isVisible(target)) {
      this.hide();
      this.#shown.lost();
      return;
    }
    const box = boxOf(target);
    const now = [box.left, box.top, box.width, box.height, innerWidth, innerHeight].join();
    if (now !== this.#last) {
      this.#last = now;
      this.#draw(box, direction === "rtl");
    }
    this.#frame = requestAnimationFrame(this.#follow);
  };

  #draw(box: Box, isRightToLeft: boolean): void {
    const covered = isCovered(this.#shown.target);
    this.#ring.hidden = covered;
    this.#card.setCovered(covered);
    put(this.#ring, { left: box.left - 4, top: box.top - 4, width: box.width + 8, height: box.height + 8 });
    const card = this.#card.element;
    const placed = place(box, { width: card.offsetWidth, height: card.offsetHeight }, { width: innerWidth, height: innerHeight }, isRightToLeft);
    card.dataset["side"] = placed.side;
    put(card, { left: placed.left, top: placed.top });
  }
}
