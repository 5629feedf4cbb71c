// The card of a step: its elements and its keys, in the overlay's shadow root. Texts come in the reader's language.

export interface Texts {
  back: string;
  next: string;
  done: string;
  close: string;
  /** As “Step 2 of 5”. */
  count: string;
  /** Said where something lies over the target. */
  covered: string;
}

export interface Step {
  title: string;
  text: string;
  isFirst: boolean;
  isLast: boolean;
}

export interface Acts {
  back(): void;
  next(): void;
  close(): void;
}

export interface Card {
  element: HTMLElement;
  /** The last control, to which one comes back from the target. */
  last: HTMLElement;
  /** Whether something lies over the target, so that nothing is pointed at. */
  setCovered(isCovered: boolean): void;
}

function made<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, properties: Partial<HTMLElementTagNameMap[Tag]>, ...inside: Node[]): HTMLElementTagNameMap[Tag] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
}

/** Build the card. Escape closes it; after its last control, Tab goes to the target, and Shift+Tab comes back from there. */
export function buildCard(step: Step, texts: Texts, acts: Acts, target: Element): Card {
  const title = made("h2", { id: "title", textContent: step.title });
  const text = made("p", { id: "text", textContent: step.text });
  const note = made("p", { className: "note", textContent: texts.covered, hidden: true });
  const close = made("button", { type: "button", className: "close", textContent: "×", onclick: acts.close });
  close.setAttribute("aria-label", texts.close);
  const buttons = [made("button", { type: "button", className: "main", textContent: step.isLast ? texts.done : texts.next, onclick: acts.next })];
  if (!step.isFirst) buttons.unshift(made("button", { type: "button", className: "quiet", textContent: texts.back, onclick: acts.back }));
  const row = made("div", { className: "acts" }, made("span", { className: "count", textContent: texts.count }), ...buttons);
  const card = made("div", { className: "card", tabIndex: -1 }, made("div", { className: "head" }, title, close), text, note, row);
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-labelledby", "title");
  card.setAttribute("aria-describedby", "text");
  card.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      acts.close();
    } else if (event.key === "Tab" && !event.shiftKey && event.target === buttons.at(-1) && canFocus(target)) {
      event.preventDefault();
      (target as HTMLElement).focus();
    }
  });
  return { element: card, last: buttons.at(-1)!, setCovered: (isCovered) => (note.hidden = !isCovered) };
}

function canFocus(element: Element): boolean {
  return element.matches("a[href],button:not(:disabled),input:not(:disabled),select:not(:disabled),textarea:not(:disabled),summary,[tabindex],[contenteditable]");
}
