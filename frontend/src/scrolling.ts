// A frame that scrolls is reached by the keyboard; one that shows everything is no stop at all.
const frames = ".table-frame, .heat-frame, .chart-canvas";

function mark(frame: HTMLElement): void {
  const scrolls = frame.scrollWidth > frame.clientWidth + 1 || frame.scrollHeight > frame.clientHeight + 1;
  if (scrolls) frame.tabIndex = 0;
  else frame.removeAttribute("tabindex");
}

// Where tabs scroll, the current one is in the middle of what shows.
function centre(tabs: HTMLElement): void {
  const current = tabs.querySelector("[aria-current]")?.getBoundingClientRect();
  if (!current) return;
  const frame = tabs.getBoundingClientRect();
  tabs.scrollLeft += current.left + current.width / 2 - (frame.left + frame.width / 2);
}

export function scrolling(): void {
  const seen = new ResizeObserver((entries) => entries.forEach((entry) => mark(entry.target as HTMLElement)));
  const watch = () => {
    document.querySelectorAll<HTMLElement>(frames).forEach((frame) => seen.observe(frame));
    document.querySelectorAll<HTMLElement>(".tabs").forEach(centre);
  };
  watch();
  document.addEventListener("htmx:load", watch);
}
