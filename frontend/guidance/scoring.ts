// How likely each candidate is the target. The model is that of record linkage (Fellegi and Sunter 1969): for each
// feature, how often a target that changed is as alike as this, over how often another element is. The first is learned
// from pages (weights.json); the second is counted on the page itself, the candidate left out, so that a rare likeness
// counts for much and a common one for nothing. docs/decisions/0067 derives it.

import { SETS, type Features } from "./features";
import type { Fingerprint } from "./fingerprint";
import { FEATURES, LEVELS, levelsOf, type FeatureName, type Level } from "./likeness";
import { keptShares, sketchOf } from "./sketch";
import weights from "./weights.json";

/** Which features go with which aspect of a page. */
const ASPECT_OF: readonly (readonly FeatureName[])[] = [
  ["id"],
  ["name", "data", "address"],
  ["class", "inner", "within"],
  ["words", "hint", "label", "heading", "beside", "item", "others"],
  ["kind", "path", "order", "row", "roots"],
  ["place", "inside", "size"],
];
const ASPECTS = FEATURES.map((feature) => ASPECT_OF.findIndex((members) => members.includes(feature)));
// The background counts as this many candidates beside those of the page.
const BACKGROUND_SIZE = 4;

export interface Evidence {
  level: Level;
  /** Natural logarithm of how much more often a target is as alike as this than other elements of the page are. */
  weight: number;
}

/** A page beside a fingerprint. */
export interface Compared {
  /** The levels of every candidate. */
  levels: (Level | null)[][];
  /** The share of each aspect that the page has kept. */
  kept: number[];
}

/** Compare every candidate of a page with a fingerprint. */
export function compare(known: Fingerprint, candidates: readonly Features[]): Compared {
  const counts = Object.fromEntries(SETS.map((name) => [name, new Map<number, number>()]));
  for (const candidate of candidates) {
    for (const name of SETS) {
      const count = counts[name]!;
      for (const value of candidate.sets[name]) count.set(value, (count.get(value) ?? 0) + 1);
    }
  }
  const rarity = (name: string, value: number): number => Math.log((candidates.length + 1) / (counts[name]!.get(value) || 1));
  return {
    levels: candidates.map((candidate) => levelsOf(known, candidate, rarity)),
    kept: keptShares(known.page, sketchOf(candidates)),
  };
}

/** How many candidates are at each level of each feature. */
function countLevels(all: Compared["levels"]): number[][] {
  const counts = FEATURES.map(() => new Array<number>(LEVELS).fill(0));
  for (const levels of all) levels.forEach((level, feature) => level !== null && counts[feature]![level]!++);
  return counts;
}

/** Chances are kept as tenths of their negative logarithm. */
function chance(tenths: number): number {
  return Math.exp(-tenths / 10);
}

/** How often another element of this page is at this level: those of the page but this one, and the background. */
function chanceOfOthers(feature: number, level: Level, counts: number[][]): number {
  const all = counts[feature]!.reduce((sum, count) => sum + count, 0);
  return (counts[feature]![level]! - 1 + BACKGROUND_SIZE * chance(weights.background[feature]![level]!)) / (all - 1 + BACKGROUND_SIZE);
}

/** Which of the tables holds for a page that has kept this share of an aspect. */
function tableOf(kept: number): number {
  return weights.kept_from.filter((from) => kept >= from).length;
}

/** What one feature of a candidate says: how much more often a target is as alike as this than another element is. */
function evidenceOf(feature: number, level: Level, counts: number[][], kept: readonly number[]): number {
  const ofTargets = chance(weights.targets[tableOf(kept[ASPECTS[feature]!]!)]![feature]![level]!);
  const said = Math.log(ofTargets / chanceOfOthers(feature, level, counts));
  return said * (said > 0 ? weights.for : weights.against)[feature]!;
}

/** The score of an element of which nothing is known: how likely the target is on this page at all, among so many. */
export function priorOf({ levels, kept }: Compared): number {
  const still = kept.reduce((sum, share, aspect) => sum + share * weights.page[aspect]!, weights.bias);
  return still - Math.log(levels.length || 1);
}

/** The logarithm of the odds of each candidate, that it is the target and not that the target is gone. */
export function score(page: Compared): number[] {
  const counts = countLevels(page.levels);
  const prior = priorOf(page);
  return page.levels.map((levels) =>
    levels.reduce<number>((sum, level, feature) => sum + (level === null ? 0 : evidenceOf(feature, level, counts, page.kept)), prior),
  );
}

/** What each feature says of one candidate, for whoever wants to know why. */
export function explain(at: number, page: Compared): Partial<Record<FeatureName, Evidence>> {
  const counts = countLevels(page.levels);
  const found: Partial<Record<FeatureName, Evidence>> = {};
  page.levels[at]!.forEach((level, feature) => {
    if (level === null) return;
    found[FEATURES[feature]!] = { level, weight: Math.round(evidenceOf(feature, level, counts, page.kept) * 100) / 100 };
  });
  return found;
}

export const THRESHOLDS = { score: weights.least_score, lead: weights.least_lead };
