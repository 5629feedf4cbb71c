// Words and name parts as hashes: what leaves a page says whether two texts are alike, never what they say.

const MOST_WORDS = 24;
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const STATES = new Set(["active", "selected", "current", "open", "opened", "closed", "hover", "focus", "focused", "disabled", "hidden", "visible", "show", "expanded", "collapsed", "checked", "loading", "is", "has"]);

/** A number of 24 bits for a text (FNV-1a, folded). Of a page's few thousand words hardly two share one. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return ((value >>> 24) ^ value) & 0xffffff;
}

/**
 * The words of a text, each once, as hashes. Case, accents and punctuation do not count. A word with a digit is left
 * out: it belongs to a record (an amount, an account), and a step has to hold for the next record too.
 */
export function wordHashes(text: string, most = MOST_WORDS): number[] {
  const found = new Set<number>();
  const plain = text.slice(0, 2000).normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
  for (const word of plain.split(/[^\p{L}\p{N}]+/u)) {
    if (found.size >= most) break;
    if (!word || /\p{N}/u.test(word)) continue;
    if (word.length > 2 && WITHOUT_SPACES.test(word)) {
      for (let at = 0; at + 1 < word.length && found.size < most; at++) found.add(hash(word.slice(at, at + 2)));
    } else {
      found.add(hash(word));
    }
  }
  return [...found];
}

/**
 * Whether part of an id or class looks as if a program had made it: numbers, digits between letters, hexadecimal, letters
 * of mixed case in short pieces, no vowel. Such parts are new with each build, so that they say nothing.
 */
export function looksGenerated(part: string): boolean {
  if (/^[a-z]?\d+$/i.test(part) || /[a-z]\d+[a-z]/i.test(part) || /\d[a-z]+\d/i.test(part)) return true;
  if (/\d/.test(part) && (/^[0-9a-f]{5,}$/i.test(part) || /^\d/.test(part) || /\d{3,}$/.test(part))) return true;
  const letters = part.replace(/\d+$/, "");
  if (letters.length >= 5 && !/[aeiouy]/i.test(letters)) return true;
  if (/[^aeiouy\d]{6,}/i.test(letters)) return true;
  const pieces = letters.split(/(?<=[a-z])(?=[A-Z])/);
  return pieces.length > 2 && letters.length / pieces.length < 3;
}

/**
 * The parts of an id, class or address that somebody chose, as hashes: `btn-saveOrder_4f2a91` is btn, save, order.
 * `whole` adds the value itself where no part looks generated, so that `row-3` and `row-4` are not the same.
 */
export function partHashes(value: string, most = MOST_WORDS, whole = false): number[] {
  const found = new Set<number>();
  const parts = value.slice(0, 500).split(/[^\p{L}\p{N}]+/u);
  if (whole && /\d/.test(value) && parts.every((part) => /^\d{0,6}$/.test(part) || !looksGenerated(part))) found.add(hash(value));
  for (const part of parts) {
    if (!part || looksGenerated(part)) continue;
    for (const piece of part.split(/(?<=[a-z])(?=[A-Z])/)) {
      const lower = piece.toLowerCase();
      if (found.size < most && !STATES.has(lower)) found.add(hash(lower));
    }
  }
  return [...found];
}
