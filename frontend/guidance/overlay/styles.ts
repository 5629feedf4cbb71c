// The styles of the overlay, as a sheet that is made by script: a page's policy for styles does not bind it.

const CSS = `
:host { all: initial !important; display: block !important; position: fixed !important; inset: 0 !important; margin: 0 !important; border: 0 !important;
  padding: 0 !important; width: auto !important; height: auto !important; max-width: none !important; max-height: none !important; background: none !important;
  overflow: visible !important; pointer-events: none !important; z-index: 2147483647 !important; visibility: visible !important; opacity: 1 !important; transform: none !important; }
.all { --ink: oklch(0.25 0.012 62); --quiet: oklch(0.5 0.012 62); --paper: oklch(0.994 0.002 75); --line: oklch(0.912 0.006 75);
  --accent: oklch(0.47 0.16 266); --on-accent: oklch(0.99 0.005 266); --lift: 0 1px 2px oklch(0.25 0.012 62 / 0.06), 0 8px 28px oklch(0.25 0.012 62 / 0.14); color-scheme: light; font: 14px/1.5 "Inter Variable", Inter, system-ui, sans-serif; color: var(--ink); }
@media (prefers-color-scheme: dark) {
  .all { --ink: oklch(0.93 0.006 75); --quiet: oklch(0.715 0.009 75); --paper: oklch(0.235 0.007 62); --line: oklch(0.36 0.008 62);
    --accent: oklch(0.765 0.108 268); --on-accent: oklch(0.2 0.04 268); --lift: 0 1px 2px oklch(0 0 0 / 0.4), 0 12px 36px oklch(0 0 0 / 0.5); color-scheme: dark; }
}
.ring { position: fixed; left: var(--left); top: var(--top); width: var(--width); height: var(--height); box-sizing: border-box; border-radius: 6px;
  outline: 2px solid var(--accent); box-shadow: 0 0 0 4px var(--paper), 0 0 0 5px var(--ink); }
.card { position: fixed; left: var(--left); top: var(--top); box-sizing: border-box; width: min(20rem, calc(100vw - 16px)); max-height: calc(100vh - 16px); overflow: auto; padding: 16px;
  border-radius: 10px; background: var(--paper); box-shadow: var(--lift); pointer-events: auto; transition: opacity 120ms; overflow-wrap: anywhere; }
.card:focus { outline: none; }
.card:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.head { display: flex; align-items: start; gap: 8px; }
h2 { flex: 1; margin: 0; font-size: 16px; line-height: 1.4; font-weight: 600; }
p { margin: 8px 0 0; white-space: pre-line; }
.note { color: var(--quiet); }
.acts { display: flex; align-items: center; gap: 8px; margin-top: 16px; flex-wrap: wrap; }
.count { flex: 1; color: var(--quiet); font-variant-numeric: tabular-nums; }
button { min-height: 32px; padding: 4px 12px; border: 1px solid transparent; border-radius: 6px; font: inherit; color: inherit; background: none; cursor: pointer; }
button.main { background: var(--accent); color: var(--on-accent); font-weight: 500; }
button.quiet { border-color: var(--line); }
button.close { min-width: 32px; padding: 4px; margin: -4px -4px 0 0; font-size: 18px; line-height: 1; color: var(--quiet); }
:dir(rtl) button.close { margin: -4px 0 0 -4px; }
@media (pointer: coarse) { button { min-height: 44px; } button.close { min-width: 44px; } }
@media (prefers-reduced-motion: reduce) { .card { transition: none; } }
@media (forced-colors: active) { .ring { outline-color: Highlight; } .card { border: 1px solid CanvasText; } }
.live { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none; }
`;

let sheet: CSSStyleSheet | null = null;

export function overlaySheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
