// What runs in the page: shows a version, takes what each way keeps of a target, and says what each points at.
import { finder } from "@medv/finder";
import { getCssSelector } from "css-selector-generator";
import { computeAccessibleName, getRole } from "dom-accessibility-api";
import { candidatesFor, openRoots, isVisible } from "../../frontend/guidance/candidates";
import { featuresOf, newReading, type SetName } from "../../frontend/guidance/features";
import { find, take, type Fingerprint, type Outcome } from "../../frontend/guidance/index";
import { compare } from "../../frontend/guidance/scoring";

interface Pair { before: string; after: string; key: string; kind: string }
interface Kept { fingerprint: Fingerprint; finder: string; generator: string }
type Answer = "right" | "wrong" | "moved";
interface Judged { kind: string; ours: Answer; finder: Answer; generator: Answer; score: number; lead: number; best: boolean; key: string }

const KEY = "data-made-key";
const HIDDEN: SetName[] = ["words", "hint"];

function show(html: string): Map<string, Element> {
  document.documentElement.innerHTML = html;
  const found = new Map<string, Element>();
  for (const element of document.querySelectorAll(`[${KEY}]`)) {
    found.set(element.getAttribute(KEY)!, element);
    element.removeAttribute(KEY);
  }
  return found;
}

function attempt(make: () => string): string {
  try {
    return make();
  } catch {
    return "";
  }
}

function keep(element: Element): Kept {
  return {
    fingerprint: JSON.parse(JSON.stringify(take(element))),
    finder: attempt(() => finder(element, { timeoutMs: 1000 })),
    generator: attempt(() => getCssSelector(element, { maxCombinations: 200, maxCandidates: 200 })),
  };
}

function bySelector(selector: string, truth: Element | undefined): Answer {
  let found: Element | null = null;
  try {
    found = selector ? document.querySelector(selector) : null;
  } catch {
    found = null;
  }
  return !found ? "moved" : found === truth ? "right" : "wrong";
}

function judge(kept: Kept, truth: Element | undefined, ignoring: SetName[]): Omit<Judged, "kind" | "key"> {
  const outcome: Outcome = find(document, kept.fingerprint, { ignoring });
  const best = outcome.moved ? outcome.best[0] : outcome;
  return {
    ours: outcome.moved ? "moved" : outcome.element === truth ? "right" : "wrong",
    finder: bySelector(kept.finder, truth),
    generator: bySelector(kept.generator, truth),
    score: best?.score ?? -99,
    lead: Math.min(outcome.lead, 99),
    best: !!best && best.element === truth,
  };
}

function judgePairs(pairs: Pair[]): Judged[] {
  return pairs.map((pair) => {
    const kept = keep(show(pair.before).get(pair.key)!);
    return { kind: pair.kind, key: pair.key, ...judge(kept, show(pair.after).get(pair.key), []) };
  });
}

/** For fitting: the levels of each candidate, and which of them is the target (-1: none). */
function levelsOfPairs(pairs: Pair[]): { levels: (number | null)[][]; kept: number[]; target: number }[] {
  return pairs.map((pair) => {
    const kept = take(show(pair.before).get(pair.key)!);
    const truth = show(pair.after).get(pair.key);
    const reading = newReading();
    const elements = [...candidatesFor(kept.kind[0], document, openRoots)];
    return { ...compare(kept, elements.map((element) => featuresOf(element, reading))), target: truth ? elements.indexOf(truth) : -1 };
  });
}

/** The targets of a real page: visible, with a role to act on, whose role and name no other has. */
function realTargets(): Map<string, Element> {
  const found = new Map<string, Element | null>();
  const roles = new Set(["button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "tab", "menuitem", "option", "switch", "spinbutton", "slider", "listbox", "heading"]);
  for (const element of document.querySelectorAll("*")) {
    const role = getRole(element);
    if (!role || !roles.has(role) || !isVisible(element)) continue;
    const name = computeAccessibleName(element).trim().replace(/\s+/g, " ");
    if (!name) continue;
    const key = `${role} ${name}`;
    found.set(key, found.has(key) ? null : element);
  }
  return new Map([...found].filter((entry): entry is [string, Element] => entry[1] !== null));
}

function keepReal(): Record<string, Kept> {
  return Object.fromEntries([...realTargets()].map(([key, element]) => [key, keep(element)]));
}

/** Names are withheld; in `shared` stand the targets of both versions. */
function judgeReal(kept: Record<string, Kept>): Judged[] {
  const targets = realTargets();
  return Object.entries(kept)
    .filter(([key]) => targets.has(key))
    .map(([key, one]) => ({ kind: "real", key, ...judge(one, targets.get(key), HIDDEN) }));
}

Object.assign(window, { targets: { judgePairs, levelsOfPairs, keepReal, judgeReal } });
