// What is read of an element: all that may say that it is the same one on a changed page. Values are hashes or numbers.

import { nameOf, roleOf, tagOf, textOf } from "./names";
import { hash, partHashes, wordHashes } from "./words";

/** Features that are sets of hashes. */
export const SETS = ["id", "name", "data", "address", "class", "inner", "words", "hint", "label", "heading", "beside", "item", "within"] as const;
export type SetName = (typeof SETS)[number];

export interface Features {
  /** Tag, type of a field, role. */
  kind: [string, string, string];
  /** One number for the whole name, where word order and each digit count; 0 where there is none. */
  whole: number;
  sets: Record<SetName, number[]>;
  /** Tag and role of each element around, from near to far. */
  path: number[];
  /** Its number among the siblings of its tag, and how many those are; the same of the item of a list around it. */
  order: [number, number, number, number];
  /** Its middle as a share of the window's width and, below that, of the window's height from the top of the page. */
  place: [number, number];
  /** Its middle as shares of the part of the page that it is in. */
  inside: [number, number];
  /** Width and height in pixels. */
  size: [number, number];
  /** Shadow hosts and frames around it, from near to far. */
  roots: number[];
}

const DATA = /^data-(?!v-|reactroot|reactid|ember|n-head|svelte|rbd|state$|focus|hover|active|open|selected|checked)/;
const CONTAINERS = "dialog,[role=dialog],form,fieldset,section,article,nav,aside,main,header,footer,table,ul,ol,[role=navigation],[role=region],[role=group],[role=toolbar],[role=tablist],[role=menu]";
const ITEMS = "li,tr,article,[role=row],[role=listitem],[role=option],[role=treeitem]";
const HEADINGS = "h1,h2,h3,h4,h5,h6,legend,caption,[role=heading]";
const LONGEST_PATH = 10;
const SEARCHED_SIBLINGS = 12;

/** What surrounds an element is the same for its neighbours: read once a search. */
export interface Reading {
  items: Map<Element, number[]>;
  headings: Map<Element, number[]>;
  steps: Map<Element, number>;
  parts: Map<Element, number[]>;
  boxes: Map<Element, DOMRect>;
}

export function newReading(): Reading {
  return { items: new Map(), headings: new Map(), steps: new Map(), parts: new Map(), boxes: new Map() };
}

function kept<Value>(known: Map<Element, Value>, element: Element, read: (element: Element) => Value): Value {
  let value = known.get(element);
  if (value === undefined) known.set(element, (value = read(element)));
  return value;
}

/** The element around, out of a shadow root and out of a frame of the same origin. */
export function parentOf(element: Element): Element | null {
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  if ((root as ShadowRoot).host) return (root as ShadowRoot).host;
  return frameOf(root as Document);
}

function frameOf(document: Document): Element | null {
  try {
    return document.defaultView?.frameElement ?? null;
  } catch {
    return null; // The page around is of another origin.
  }
}

function ancestors(element: Element, most: number): Element[] {
  const found: Element[] = [];
  for (let around = parentOf(element); around && found.length < most; around = parentOf(around)) {
    if (around.localName === "body" || around.localName === "html") continue;
    found.push(around);
  }
  return found;
}

function without(hashes: number[], own: Set<number>): number[] {
  return hashes.filter((value) => !own.has(value));
}

function dataOf(element: Element): number[] {
  const found = new Set<number>();
  for (const { name, value } of element.attributes) {
    if (!DATA.test(name) || value.length > 100) continue;
    for (const part of partHashes(value, 12, true)) found.add(part ^ hash(name));
    if (found.size < 24) found.add(hash(name));
  }
  return [...found].slice(0, 24);
}

function addressOf(element: Element): number[] {
  const address = element.getAttribute("href") ?? element.getAttribute("action") ?? element.getAttribute("formaction");
  return address && !/^(javascript|data|blob):/i.test(address) ? partHashes(address.replace(/^[a-z]+:\/\/[^/]*|[?].*$/gi, "") || "/", 12, true) : [];
}

/** Classes, pictures and tags inside: what an icon is known by. */
function innerOf(element: Element): number[] {
  const found = new Set<number>();
  let seen = 0;
  for (const inner of element.querySelectorAll("*")) {
    if (seen++ >= 8) break;
    found.add(hash(`<${inner.localName}`));
    const source = inner.getAttribute("href") ?? inner.getAttribute("xlink:href") ?? inner.getAttribute("src");
    if (source && source.length < 300) for (const part of partHashes(source.replace(/.*[/#]/, ""))) found.add(part);
    for (const part of partHashes(inner.getAttribute("class") ?? "")) found.add(part);
    const path = inner.localName === "path" ? inner.getAttribute("d") : null;
    if (path) found.add(hash(path));
  }
  return [...found].slice(0, 24);
}

/** The nearest heading before the element, or the one that a part of the page around it begins with. */
function headingOf(element: Element, reading: Reading): number[] {
  for (const around of ancestors(element, 12)) {
    const found = kept(reading.headings, around, (part) => {
      const naming = part.getAttribute("aria-label") ?? "";
      const head = part.querySelector(HEADINGS);
      return wordHashes(naming || (head ? textOf(head, 120) : ""), 12);
    });
    if (found.length) return found;
  }
  return [];
}

/** The text right before a field or beside a control that no label names: what a person reads it by. */
function labelOf(element: Element, own: Set<number>): number[] {
  let at: Element | null = element;
  for (let up = 0; at && up < 3; up++, at = at.parentElement) {
    for (let before = at.previousElementSibling, seen = 0; before && seen < 2; before = before.previousElementSibling, seen++) {
      const words = without(wordHashes(textOf(before, 120), 12), own);
      if (words.length) return words;
    }
  }
  return [];
}

function besideOf(element: Element, own: Set<number>): number[] {
  const found = new Set<number>();
  let seen = 0;
  for (const sibling of element.parentElement?.children ?? []) {
    if (sibling === element || seen++ >= SEARCHED_SIBLINGS) continue;
    for (const word of wordHashes(textOf(sibling, 80), 6)) if (!own.has(word)) found.add(word);
  }
  return [...found].slice(0, 24);
}

function itemOf(element: Element): Element | null {
  return element.parentElement?.closest(ITEMS) ?? repeatedAround(element);
}

/** The element around that stands beside one of the same make, as cards do. */
function repeatedAround(element: Element): Element | null {
  for (let around = element.parentElement, up = 0; around && up < 5; around = around.parentElement, up++) {
    const next = around.nextElementSibling ?? around.previousElementSibling;
    if (next && around.childElementCount > 1 && makeOf(next) === makeOf(around)) return around;
  }
  return null;
}

function makeOf(element: Element): string {
  return `${element.localName} ${element.className} ${Array.from(element.children, (child) => child.localName)}`;
}

function numberAmong(element: Element): [number, number] {
  let before = 0;
  let all = 0;
  for (const sibling of element.parentElement?.children ?? []) {
    if (sibling === element) before = all;
    if (sibling.localName === element.localName) all++;
  }
  return [before, all];
}

/** What the elements around are called: ids, classes, roles and labels. */
function withinOf(around: Element[], reading: Reading): number[] {
  const found = new Set<number>();
  for (const element of around) {
    if (found.size >= 40) break;
    const parts = kept(reading.parts, element, (part) => [
      ...partHashes(part.id, 8),
      ...partHashes(part.getAttribute("class") ?? "", 12),
      ...wordHashes(part.getAttribute("aria-label") ?? "", 6),
    ]);
    for (const part of parts) found.add(part);
  }
  return [...found].slice(0, 40);
}

function shares(box: DOMRect, around: DOMRect): [number, number] {
  const share = (from: number, length: number): number => (length > 0 ? rounded(Math.min(Math.max(from / length, 0), 1)) : 0);
  return [share(box.left + box.width / 2 - around.left, around.width), share(box.top + box.height / 2 - around.top, around.height)];
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function rootsOf(element: Element): number[] {
  const found: number[] = [];
  for (let root = element.getRootNode(); found.length < 8; ) {
    const around: Element | null = (root as ShadowRoot).host ?? frameOf(root as Document);
    if (!around) break;
    found.push(hash(around.localName));
    root = around.getRootNode();
  }
  return found;
}

/** Read the features of an element. `reading` keeps what its neighbours share; nothing that somebody typed is read. */
export function featuresOf(element: Element, reading: Reading = newReading()): Features {
  const name = nameOf(element) || textOf(element, 200);
  const words = wordHashes(name);
  const own = new Set(words);
  const around = ancestors(element, LONGEST_PATH);
  const item = itemOf(element);
  const part = element.parentElement?.closest(CONTAINERS) ?? element.ownerDocument.documentElement;
  const view = element.ownerDocument.defaultView ?? window;
  const box = element.getBoundingClientRect();
  const itemWords = item ? kept(reading.items, item, (row) => wordHashes(textOf(row, 400), 32)) : [];
  const get = (attribute: string): string => element.getAttribute(attribute) ?? "";
  return {
    kind: [tagOf(element), tagOf(element) === "input" ? get("type").toLowerCase() : "", roleOf(element)],
    whole: name ? hash(name.replace(/\s+/g, " ").trim().toLowerCase()) : 0,
    sets: {
      id: partHashes(get("id"), 12, true),
      name: [...new Set([...partHashes(get("name"), 12, true), ...partHashes(get("autocomplete"), 4)])],
      data: dataOf(element),
      address: addressOf(element),
      class: partHashes(get("class")),
      inner: innerOf(element),
      words,
      hint: without(wordHashes(`${get("title")} ${get("placeholder")} ${get("aria-description")}`), own),
      label: labelOf(element, own),
      heading: headingOf(element, reading),
      beside: besideOf(element, own),
      item: without(itemWords, own),
      within: withinOf(around, reading),
    },
    path: around.map((step) => kept(reading.steps, step, (known) => hash(`${tagOf(known)} ${roleOf(known)}`))),
    order: [...numberAmong(element), ...(item ? numberAmong(item) : ([0, 0] as [number, number]))],
    place: [rounded((box.left + box.width / 2) / (view.innerWidth || 1)), rounded((box.top + view.scrollY + box.height / 2) / (view.innerHeight || 1))],
    inside: shares(box, kept(reading.boxes, part, (known) => known.getBoundingClientRect())),
    size: [Math.round(box.width), Math.round(box.height)],
    roots: rootsOf(element),
  };
}
