// A frame that scrolls is reached by the keyboard; one that shows everything is no stop at all.
const frames = ".table-frame, .heat-frame, .chart-canvas";

function mark(frame: HTMLElement): void {
  const scrolls = frame.scrollWidth > frame.clientWidth + 1 || frame.scrollHeight > frame.clientHeight + 1;
  if (scrolls) frame.tabIndex = 0;
  else frame.removeAttribute("tabindex");
}

export function scrolling(): void {
  const seen = new ResizeObserver((entries) => entries.forEach((entry) => mark(entry.target as HTMLElement)));
  const watch = () => document.querySelectorAll<HTMLElement>(frames).forEach((frame) => seen.observe(frame));
  watch();
  document.addEventListener("htmx:load", watch);
}
