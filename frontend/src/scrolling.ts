// A frame that scrolls is reached by the keyboard, and says at which edges it goes on; one that shows everything is no
// stop at all.
const frames = ".table-frame, .heat-frame, .chart-canvas";
const tabs = ".tabs";

function markStop(frame: HTMLElement): void {
  const scrolls = frame.scrollWidth > frame.clientWidth + 1 || frame.scrollHeight > frame.clientHeight + 1;
  if (scrolls) frame.tabIndex = 0;
  else frame.removeAttribute("tabindex");
}

function markEdges(frame: HTMLElement): void {
  const before = Math.abs(frame.scrollLeft);
  const after = frame.scrollWidth - frame.clientWidth - before;
  const below = frame.scrollHeight - frame.clientHeight - frame.scrollTop;
  const more = [before > 1 && "before", after > 1 && "after", below > 1 && "below"].filter(Boolean);
  if (more.length) frame.dataset["more"] = more.join(" ");
  else delete frame.dataset["more"];
}

function mark(frame: HTMLElement): void {
  if (!frame.matches(tabs)) markStop(frame);
  markEdges(frame);
}

// Where tabs scroll, the current one is in the middle of what shows.
function centre(list: HTMLElement): void {
  const current = list.querySelector("[aria-current]")?.getBoundingClientRect();
  if (!current) return;
  const frame = list.getBoundingClientRect();
  list.scrollLeft += current.left + current.width / 2 - (frame.left + frame.width / 2);
}

export function scrolling(): void {
  const seen = new ResizeObserver((entries) => entries.forEach((entry) => mark(entry.target as HTMLElement)));
  const watch = () => {
    document.querySelectorAll<HTMLElement>(tabs).forEach(centre);
    document.querySelectorAll<HTMLElement>(`${frames}, ${tabs}`).forEach((frame) => {
      seen.observe(frame);
      frame.addEventListener("scroll", () => markEdges(frame), { passive: true });
    });
  };
  watch();
  document.addEventListener("htmx:load", watch);
}
