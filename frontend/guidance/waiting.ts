// Waiting for a target: it is searched in short slices while the page is idle, and again when the page has changed.

import { isVisible, openRoots, rootsBelow } from "./candidates";
import { searching, type Options, type Outcome } from "./finding";
import type { Fingerprint } from "./fingerprint";
import { nameOf } from "./names";

export interface WaitingOptions extends Options {
  /** How long a target may come late before it counts as moved, in milliseconds. */
  patience?: number;
  /** The least time between two searches, in milliseconds. */
  pause?: number;
}

const SLICE = 4;
const PATIENCE = 3000;
const PAUSE = 250;
// Who was told that a step has moved can wait: a page that changes all the time is not searched all the time.
const PAUSE_ONCE_MOVED = 3000;
// What shows and hides elements; texts are read when something else has changed, or at the next search.
const ATTRIBUTES = ["class", "hidden", "style", "open", "aria-hidden", "aria-label", "id", "disabled"];

function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === "function") {
    const waiting = requestIdleCallback(work, { timeout: 200 });
    return () => cancelIdleCallback(waiting);
  }
  const waiting = setTimeout(work, 16);
  return () => clearTimeout(waiting);
}

/** What a found element is known by: while it stays, whatever else the page changes needs no search. */
function knownBy(element: Element): string {
  return `${element.id} ${nameOf(element)}`;
}

/**
 * Say where a target is, each time that this changes: at once or when it comes, and again when it is elsewhere or gone.
 * That it has moved is said only after `patience`. What the page changes costs a mark; who reads it is the next search,
 * in slices of a few milliseconds. Returns what ends it.
 */
export function watch(root: Document, fingerprint: Fingerprint, tell: (outcome: Outcome) => void, options: WaitingOptions = {}): () => void {
  const { patience = PATIENCE, pause = PAUSE } = options;
  const started = performance.now();
  const watched = new WeakSet<Node>();
  let told: Element | "moved" | null = null;
  let steps: Generator<void, Outcome> | null = null;
  let identity = "";
  let isMarked = true;
  let searched = 0;
  let cancel = (): void => {};
  let waiting = 0;

  const observer = new MutationObserver(() => {
    isMarked = true;
    schedule();
  });

  function schedule(): void {
    if (steps || waiting) return;
    const least = told === "moved" ? Math.max(pause, PAUSE_ONCE_MOVED) : pause;
    const late = Math.max(0, searched + least - performance.now());
    waiting = window.setTimeout(() => {
      waiting = 0;
      cancel = whenIdle(slice);
    }, late);
  }

  function slice(): void {
    const end = performance.now() + SLICE;
    if (!steps) {
      if (!isMarked) return;
      isMarked = false;
      if (told !== null && told !== "moved" && told.isConnected && isVisible(told) && knownBy(told) === identity) return;
      observeAll();
      steps = searching(root, fingerprint, options);
    }
    for (;;) {
      const step = steps.next();
      if (step.done) return finish(step.value);
      if (performance.now() >= end) break;
    }
    cancel = whenIdle(slice);
  }

  function finish(outcome: Outcome): void {
    steps = null;
    searched = performance.now();
    const now = outcome.moved ? "moved" : outcome.element;
    if (now === "moved" && told === null && searched - started < patience) {
      isMarked = true;
    } else if (now !== told) {
      told = now;
      identity = outcome.moved ? "" : knownBy(outcome.element);
      tell(outcome);
    }
    if (isMarked) schedule();
  }

  function observeAll(): void {
    for (const part of rootsBelow(root, options.open ?? openRoots)) {
      if (watched.has(part)) continue;
      watched.add(part);
      observer.observe(part, { subtree: true, childList: true, attributes: true, attributeFilter: ATTRIBUTES });
    }
  }

  schedule();
  return () => {
    observer.disconnect();
    clearTimeout(waiting);
    cancel();
  };
}
