// Which elements of a page may be a target: in the page, in its shadow roots and in frames of the same origin.

import { parentOf } from "./features";

/** Gives the shadow root of an element; the extension passes one that sees closed roots too. */
export type Open = (element: Element) => ShadowRoot | null;

export const openRoots: Open = (element) => element.shadowRoot;

const CONTROLS = "a[href],area[href],button,input:not([type=hidden]),select,textarea,summary,[role],[tabindex],[contenteditable=''],[contenteditable=true],[onclick]";
const NEVER = "html,body,head,script,style,template,[data-lifow-guidance]";

/** All roots below one, itself first: a page's document, its shadow roots, documents of its frames. */
export function* rootsBelow(root: Document | ShadowRoot | Element, open: Open): Generator<Document | ShadowRoot | Element> {
  yield root;
  for (const element of root.querySelectorAll("*")) {
    if (element.matches(NEVER)) continue;
    const shadow = element.localName.includes("-") || element.shadowRoot ? open(element) : maybeShadow(element, open);
    if (shadow) yield* rootsBelow(shadow, open);
    const inner = /^i?frame$/.test(element.localName) ? documentOf(element as HTMLIFrameElement) : null;
    if (inner) yield* rootsBelow(inner, open);
  }
}

function maybeShadow(element: Element, open: Open): ShadowRoot | null {
  return /^(article|aside|blockquote|div|footer|h[1-6]|header|main|nav|p|section|span)$/.test(element.localName) ? open(element) : null;
}

function documentOf(frame: HTMLIFrameElement): Document | null {
  try {
    return frame.contentDocument;
  } catch {
    return null;
  }
}

/** Whether somebody could see it by scrolling: drawn, with an extent, not transparent. */
export function isVisible(element: Element): boolean {
  const box = element.getBoundingClientRect();
  if (box.width < 1 || box.height < 1) return isDrawnByLabel(element);
  const check = (element as Element & { checkVisibility?: (options: object) => boolean }).checkVisibility;
  return check ? check.call(element, { opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) || isDrawnByLabel(element) : true;
}

/** A checkbox of which only the label is drawn can be used all the same. */
function isDrawnByLabel(element: Element): boolean {
  const label = (element as HTMLInputElement).labels?.[0];
  return label ? label.getBoundingClientRect().width > 1 : false;
}

/** Whether the middle of an element lies under something that does not belong to it, such as a dialog. */
export function isCovered(element: Element): boolean {
  const box = element.getBoundingClientRect();
  const root = element.getRootNode() as Document | ShadowRoot;
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const view = element.ownerDocument.defaultView;
  if (!view || x < 0 || y < 0 || x >= view.innerWidth || y >= view.innerHeight) return false;
  const top = root.elementFromPoint?.(x, y);
  if (!top) return false;
  for (let around: Element | null = top; around; around = parentOf(around)) if (around === element) return false;
  return !top.contains(element) && !Array.from((element as HTMLInputElement).labels ?? []).some((label) => label.contains(top));
}

/** Every visible element that may be what a fingerprint of this tag was taken from. */
export function* candidatesFor(tag: string, root: Document | ShadowRoot | Element, open: Open): Generator<Element> {
  const wanted = /^[a-z][a-z0-9-]*$/.test(tag) ? `${CONTROLS},${tag}` : CONTROLS;
  for (const part of rootsBelow(root, open)) {
    for (const element of part.querySelectorAll(wanted)) {
      if (!element.matches(NEVER) && isVisible(element)) yield element;
    }
  }
}
