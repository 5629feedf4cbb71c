// Finding a target on a page: it is pointed at only where score and lead are high enough, else it has moved.

import { candidatesFor, openRoots, type Open } from "./candidates";
import { featuresOf, newReading, type Features, type SetName } from "./features";
import type { Fingerprint } from "./fingerprint";
import { compare, explain, priorOf, score, THRESHOLDS, type Compared, type Evidence } from "./scoring";
import type { FeatureName } from "./likeness";

export interface Candidate {
  element: Element;
  /** Logarithm of the odds that this is the target and not that the target is gone. */
  score: number;
  features: Partial<Record<FeatureName, Evidence>>;
}

/** `lead` is the logarithm of the odds to the next best, or to an element of which nothing is known. */
export type Outcome = ({ moved: false; lead: number } & Candidate) | { moved: true; lead: number; best: Candidate[] };

export interface Options {
  open?: Open;
  /** Sets that are not looked at, as in the benchmark, which hides the name. */
  ignoring?: readonly SetName[];
}

const MOST_BEST = 3;

/** Search step by step: `next` until done, so that a caller can leave pauses. */
export function* searching(root: Document | ShadowRoot | Element, fingerprint: Fingerprint, options: Options = {}): Generator<void, Outcome> {
  const reading = newReading();
  const elements: Element[] = [];
  const found: Features[] = [];
  for (const element of candidatesFor(fingerprint.kind[0], root, options.open ?? openRoots)) {
    elements.push(element);
    found.push(featuresOf(element, reading));
    yield;
  }
  return decide(elements, compare(seen(fingerprint, options), found));
}

function seen(fingerprint: Fingerprint, options: Options): Fingerprint {
  if (!options.ignoring?.length) return fingerprint;
  const hidden = Object.fromEntries(options.ignoring.map((name) => [name, []]));
  return { ...fingerprint, whole: options.ignoring.includes("words") ? 0 : fingerprint.whole, sets: { ...fingerprint.sets, ...hidden } };
}

function decide(elements: Element[], page: Compared): Outcome {
  const scores = score(page);
  const order = scores.map((_score, at) => at).sort((one, other) => scores[other]! - scores[one]!);
  const best = order.slice(0, MOST_BEST).map((at) => ({ element: elements[at]!, score: scores[at]!, features: explain(at, page) }));
  const next = Math.max(priorOf(page), scores[order[1] ?? -1] ?? -Infinity);
  const lead = order.length ? scores[order[0]!]! - next : 0;
  const first = best[0];
  if (!first || first.score < THRESHOLDS.score || lead < THRESHOLDS.lead) return { moved: true, lead, best };
  return { moved: false, lead, ...first };
}

/** Search at once. */
export function find(root: Document | ShadowRoot | Element, fingerprint: Fingerprint, options: Options = {}): Outcome {
  const steps = searching(root, fingerprint, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
