// Where a card stands beside its target: pure numbers, so that it can be tested without a page.

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}
export type Side = "below" | "above" | "after" | "before" | "bottom";

export interface Placed {
  side: Side;
  left: number;
  top: number;
}

const GAP = 18;
const MARGIN = 8;

function within(value: number, length: number, whole: number): number {
  return Math.max(MARGIN, Math.min(value, whole - length - MARGIN));
}

/**
 * The first side on which a card of this size fits: below, above, after, before the target, in the reading direction.
 * Where it fits on none, as at 200% zoom, it stands at the bottom of the window, or at its top where that hides less.
 */
export function place(target: Box, card: { width: number; height: number }, view: { width: number; height: number }, isRightToLeft: boolean): Placed {
  const [right, bottom] = [target.left + target.width, target.top + target.height];
  const fitsBelow = bottom + GAP + card.height + MARGIN <= view.height;
  const fitsAbove = target.top - GAP - card.height >= MARGIN;
  const across = within(isRightToLeft ? right - card.width : target.left, card.width, view.width);
  if (fitsBelow) return { side: "below", left: across, top: Math.max(MARGIN, bottom + GAP) };
  if (fitsAbove) return { side: "above", left: across, top: Math.min(target.top - GAP, view.height - MARGIN) - card.height };
  const down = within(target.top, card.height, view.height);
  const sides: Placed[] = [
    { side: isRightToLeft ? "before" : "after", left: right + GAP, top: down },
    { side: isRightToLeft ? "after" : "before", left: target.left - GAP - card.width, top: down },
  ];
  const fitting = sides.filter(({ left }) => left >= MARGIN && left + card.width + MARGIN <= view.width);
  const chosen = isRightToLeft ? fitting.at(-1) : fitting[0];
  if (chosen) return chosen;
  const isLow = target.top + target.height / 2 > view.height / 2;
  return { side: "bottom", left: within(across, card.width, view.width), top: isLow ? MARGIN : within(view.height, card.height, view.height) };
}
