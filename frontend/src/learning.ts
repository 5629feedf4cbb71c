// How long a module is learned from, and how far its text was seen. Seconds count while the page is in front and
// somebody has touched a key, the pointer or the page within the last minute, or a video plays. What was counted is told
// every three minutes and when the page is left, and goes along with "Done". Without this the reader says it.
const told = 180;
const still = 60_000;
const toBegin = 15;

function form(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>("form[data-learning]");
}

function reachedNow(text: Element): number {
  const box = text.getBoundingClientRect();
  if (box.height <= 0) return 100;
  return Math.max(0, Math.min(100, Math.floor(((innerHeight - box.top) / box.height) * 100)));
}

function isPlaying(): boolean {
  return [...document.querySelectorAll("video")].some((one) => !one.paused && !one.ended);
}

function field(shown: HTMLFormElement, name: string): HTMLInputElement | null {
  return shown.querySelector<HTMLInputElement>(`input[name="${name}"]`);
}

export function learning(): void {
  const shown = form();
  if (!shown) return;
  const text = document.getElementById("text");
  let seconds = 0;
  let reached = 0;
  let used = Date.now();
  let hasBegun = false;

  const look = (): void => {
    if (text) reached = Math.max(reached, reachedNow(text));
  };
  const touch = (): void => {
    used = Date.now();
    look();
  };
  const fill = (): void => {
    const counted = field(shown, "seconds");
    const far = field(shown, "reached");
    if (counted) counted.value = String(seconds);
    if (far) far.value = String(reached);
  };
  const tell = (): void => {
    const address = shown.dataset.learning;
    if (!address || !seconds || (!hasBegun && seconds < toBegin)) return;
    fill();
    if (navigator.sendBeacon(address, new FormData(shown))) {
      hasBegun = true;
      seconds = 0;
    }
  };

  for (const what of ["pointermove", "pointerdown", "keydown", "scroll", "touchmove"])
    addEventListener(what, touch, { passive: true });
  addEventListener("resize", look, { passive: true });
  addEventListener("pagehide", tell);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") tell();
  });
  shown.addEventListener("submit", () => {
    look();
    fill();
    seconds = 0;
  });
  setInterval(() => {
    const isUsed = Date.now() - used < still || isPlaying();
    if (document.visibilityState !== "visible" || !isUsed) return;
    seconds += 1;
    look();
    if (seconds >= told) tell();
  }, 1_000);
  look();
}
