// How much of a page has stayed, by aspect. A sketch holds the smallest hashes of all that the page's candidates have
// (bottom-k, Broder 1997): two sketches say which share of the pages' words, classes … they have in common.

import type { Features, SetName } from "./features";
import { hash } from "./words";

/** Groups of features that change together: a translated page has all its words changed. */
export const ASPECTS = ["ids", "names", "styles", "words", "structure", "place"] as const;
export type Aspect = (typeof ASPECTS)[number];
export type Sketch = Record<Aspect, number[]>;

const KEPT_HASHES = 24;
const SETS_OF: Partial<Record<Aspect, SetName[]>> = {
  ids: ["id"],
  names: ["name", "data", "address"],
  styles: ["class", "inner", "within"],
  words: ["words", "hint", "heading"],
};

function membersOf(aspect: Aspect, { sets, kind, path, order, place }: Features): number[] {
  const named = SETS_OF[aspect];
  if (named) return named.flatMap((name) => sets[name]);
  if (aspect === "structure") return [hash(`${kind} ${path} ${order}`)];
  return [hash(`${kind[0]} ${Math.round(place[0] * 16)} ${Math.round(place[1] * 16)}`)];
}

/** The sketch of a page from the features of its candidates. */
export function sketchOf(candidates: readonly Features[]): Sketch {
  const smallest = (aspect: Aspect): number[] => {
    const all = new Set(candidates.flatMap((candidate) => membersOf(aspect, candidate).map(spread)));
    return [...all].sort((one, other) => one - other).slice(0, KEPT_HASHES);
  };
  return Object.fromEntries(ASPECTS.map((aspect) => [aspect, smallest(aspect)])) as Sketch;
}

/** Another number for each hash, so that the smallest are a sample of all. */
function spread(value: number): number {
  return Math.imul(value, 0x9e3779b1) >>> 8;
}

/** The share of what either page has that both have, for each aspect; 1 where neither has anything. */
export function keptShares(before: Sketch, now: Sketch): number[] {
  return ASPECTS.map((aspect) => {
    const [one, other] = [new Set(before[aspect]), new Set(now[aspect])];
    const union = [...new Set([...one, ...other])].sort((first, second) => first - second).slice(0, KEPT_HASHES);
    return union.length ? union.filter((value) => one.has(value) && other.has(value)).length / union.length : 1;
  });
}
