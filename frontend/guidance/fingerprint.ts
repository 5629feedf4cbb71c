// A fingerprint: what is kept of a target, as JSON of one or two kilobytes without any text of the page.

import { candidatesFor, openRoots, type Open } from "./candidates";
import { SETS, featuresOf, newReading, type Features } from "./features";
import { identitiesOf } from "./likeness";
import { ASPECTS, sketchOf, type Sketch } from "./sketch";

export const VERSION = 1;
export interface Fingerprint extends Features {
  version: typeof VERSION;
  /** A sketch of what the page has, by which one sees how much of it has changed since. */
  page: Sketch;
  /** What the elements before and after are known by, so that none of them is taken for the target. */
  others: number[];
}

const NEIGHBOURS = 24;
const MOST_NUMBERS = 300;

/** Take the fingerprint of an element, as it and its page are now. */
export function take(element: Element, open: Open = openRoots): Fingerprint {
  const reading = newReading();
  const features = featuresOf(element, reading);
  const elements = [...candidatesFor(features.kind[0], topDocument(element), open)];
  const all = elements.map((other) => featuresOf(other, reading));
  const at = Math.max(elements.indexOf(element), 0);
  const near = all.slice(Math.max(at - NEIGHBOURS, 0), at + NEIGHBOURS + 1).flatMap(identitiesOf);
  const own = new Set(identitiesOf(features));
  return { version: VERSION, ...features, page: sketchOf(all), others: [...new Set(near)].filter((value) => !own.has(value)) };
}

/** The document in which a search will begin: the outermost of the same origin. */
function topDocument(element: Element): Document {
  let document = element.ownerDocument;
  try {
    while (document.defaultView?.frameElement) document = document.defaultView.frameElement.ownerDocument;
  } catch {
    return document; // The page around is of another origin.
  }
  return document;
}

/** A fingerprint that came as JSON. Throws TypeError where it is none: what is wrong, in words. */
export function read(value: unknown): Fingerprint {
  const given = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  if (given["version"] !== VERSION) throw new TypeError(`A fingerprint of version ${VERSION} was expected.`);
  const kind = given["kind"];
  if (!Array.isArray(kind) || kind.length !== 3 || !kind.every((part) => typeof part === "string" && part.length <= 80)) {
    throw new TypeError("The fingerprint has no kind: tag, type and role.");
  }
  const page = (given["page"] ?? {}) as Record<string, unknown>;
  const sets = (given["sets"] ?? {}) as Record<string, unknown>;
  return {
    version: VERSION,
    kind: kind as Features["kind"],
    whole: numbers([given["whole"]], 1, "whole")[0]!,
    sets: Object.fromEntries(SETS.map((name) => [name, numbers(sets[name], null, name)])) as Features["sets"],
    path: numbers(given["path"], null, "path"),
    order: numbers(given["order"], 4, "order") as Features["order"],
    place: numbers(given["place"], 2, "place") as Features["place"],
    inside: numbers(given["inside"], 2, "inside") as Features["inside"],
    size: numbers(given["size"], 2, "size") as Features["size"],
    roots: numbers(given["roots"], null, "roots"),
    others: numbers(given["others"], null, "others"),
    page: Object.fromEntries(ASPECTS.map((aspect) => [aspect, numbers(page[aspect], null, aspect)])) as Sketch,
  };
}

function numbers(value: unknown, length: number | null, name: string): number[] {
  const fits = Array.isArray(value) && (length === null ? value.length <= MOST_NUMBERS : value.length === length);
  if (!fits || !value.every((part) => Number.isFinite(part))) throw new TypeError(`The fingerprint's ${name} cannot be read.`);
  return value as number[];
}
