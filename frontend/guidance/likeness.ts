// How alike a feature is on a candidate and in a fingerprint, in six levels.

import { SETS, type Features, type SetName } from "./features";
import type { Fingerprint } from "./fingerprint";
import { hash } from "./words";

/** 0 different, 1 slightly, 2 half, 3 mostly, 4 the same; 5: the candidate has nothing there. */
export const LEVELS = 6;
export const SAME = 4;
export const GONE = 5;
export type Level = 0 | 1 | 2 | 3 | 4 | 5;

export const FEATURES = [...SETS, "kind", "path", "order", "row", "place", "inside", "size", "roots", "others"] as const;
export type FeatureName = (typeof FEATURES)[number];

/** How much a hash says: nothing if every candidate has it, most if none or one has. */
export type Rarity = (feature: SetName, hash: number) => number;

/**
 * The share of two sets that they have in common, each member counting by its rarity on the page. Null where the
 * fingerprint has nothing to compare.
 */
function likenessOfSets(feature: SetName, known: number[], found: number[], rarity: Rarity): Level | null {
  if (!known.length) return null;
  if (!found.length) return GONE;
  const other = new Set(found);
  let both = 0;
  let either = 0;
  for (const value of known) {
    const weight = rarity(feature, value);
    either += weight;
    if (other.delete(value)) both += weight;
  }
  for (const value of other) either += rarity(feature, value);
  return levelOf(either > 0 ? both / either : 1);
}

/** The same only where the whole name is, with its digits and order. */
function likenessOfWords(known: Features, found: Features, rarity: Rarity): Level | null {
  if (!known.whole) return null;
  if (known.whole === found.whole) return SAME;
  if (!found.whole) return GONE;
  const level = likenessOfSets("words", known.sets.words, found.sets.words, rarity);
  return level === SAME ? 3 : level === GONE ? 0 : (level ?? 0);
}

function levelOf(share: number): Level {
  if (share > 0.95) return 4;
  if (share >= 0.6) return 3;
  if (share >= 0.3) return 2;
  return share > 0 ? 1 : 0;
}

/** The longest common run of steps in order, as a share of the longer path: wrappers cost little. */
function likenessOfPaths(known: number[], found: number[]): Level {
  if (!known.length && !found.length) return SAME;
  let row: number[] = new Array(found.length + 1).fill(0);
  for (const step of known) {
    const next = [0];
    found.forEach((other, at) => next.push(step === other ? row[at]! + 1 : Math.max(row[at + 1]!, next[at]!)));
    row = next;
  }
  return levelOf(row[found.length]! / Math.max(known.length, found.length));
}

function likenessOfKinds(known: Features["kind"], found: Features["kind"]): Level {
  const [tag, type, role] = known.map((value, at) => value === found[at]);
  if (role && tag && type) return 4;
  if (role && known[2]) return 3;
  return tag ? 2 : 0;
}

function likenessOfOrders(known: number[], found: number[]): Level | null {
  if (known[1]! < 2 && found[1]! < 2) return null;
  if (known[0] === found[0]) return known[1] === found[1] ? 4 : 3;
  if (known[1]! - known[0]! === found[1]! - found[0]!) return 2;
  return Math.abs(known[0]! - found[0]!) === 1 ? 1 : 0;
}

function likenessOfPoints(known: [number, number], found: [number, number]): Level {
  const apart = Math.hypot(known[0] - found[0], known[1] - found[1]);
  return apart < 0.02 ? 4 : apart < 0.08 ? 3 : apart < 0.2 ? 2 : apart < 0.5 ? 1 : 0;
}

function likenessOfSizes(known: [number, number], found: [number, number]): Level {
  const apart = Math.max(...[0, 1].map((side) => Math.abs(Math.log((known[side]! + 1) / (found[side]! + 1)))));
  return apart < 0.05 ? 4 : apart < 0.2 ? 3 : apart < 0.5 ? 2 : apart < 1 ? 1 : 0;
}

function likenessOfRoots(known: number[], found: number[]): Level {
  if (known.length === found.length && known.every((host, at) => host === found[at])) return SAME;
  return known.length === found.length ? 2 : 0;
}

const IDENTIFYING = ["id", "name", "data", "address"] as const;

/** What an element alone is known by, as hashes: its name, its id, its address. */
export function identitiesOf({ whole, sets, kind }: Features): number[] {
  const found = IDENTIFYING.filter((name) => sets[name].length).map((name) => hash(`${name} ${sets[name]}`));
  return whole ? [...found, hash(`${kind[0]} ${whole}`)] : found;
}

/** How far a candidate is known as another element of the page of before: as a neighbour that took the target's place. */
function likenessToOthers(own: Set<number>, others: Set<number>, found: Features): Level | null {
  const foreign = identitiesOf(found).filter((value) => !own.has(value));
  if (!foreign.length) return null;
  const known = foreign.filter((value) => others.has(value)).length;
  return known === 0 ? 0 : known === foreign.length ? 4 : 2;
}

/** The levels of all features of a candidate, in the order of FEATURES; null says nothing. */
export function levelsOf(known: Fingerprint, found: Features, rarity: Rarity): (Level | null)[] {
  return [
    ...SETS.map((feature) =>
      feature === "words" ? likenessOfWords(known, found, rarity) : likenessOfSets(feature, known.sets[feature], found.sets[feature], rarity),
    ),
    likenessOfKinds(known.kind, found.kind),
    likenessOfPaths(known.path, found.path),
    likenessOfOrders(known.order.slice(0, 2), found.order.slice(0, 2)),
    likenessOfOrders(known.order.slice(2), found.order.slice(2)),
    likenessOfPoints(known.place, found.place),
    likenessOfPoints(known.inside, found.inside),
    likenessOfSizes(known.size, found.size),
    likenessOfRoots(known.roots, found.roots),
    likenessToOthers(new Set(identitiesOf(known)), new Set(known.others), found),
  ];
}
