// A video with its transcript beside it: a sentence that is chosen is played, the one that is played is shown, words are
// found in it, and what was seen is noted. Without this, the browser's own controls and plain links do.
const NOTED_EVERY = 10_000;
const FROM_START = 5;

type Stretch = { begin: number; end: number };

function lines(panel: HTMLElement): HTMLAnchorElement[] {
  return [...panel.querySelectorAll<HTMLAnchorElement>("[data-second]")];
}

function secondOf(line: HTMLElement): number {
  return Number(line.dataset["second"]);
}

function isStill(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

// Where an address says a second it begins there, else where this person was.
function begin(panel: HTMLElement, player: HTMLVideoElement): void {
  const asked = new URLSearchParams(location.search).get("t");
  const before = Number(panel.dataset["position"] ?? 0);
  const at = asked !== null && /^\d{1,6}$/.test(asked) ? Number(asked) : before >= FROM_START ? before : 0;
  const seek = () => {
    if (at > 0 && at < player.duration - 1) player.currentTime = at;
  };
  if (player.readyState >= HTMLMediaElement.HAVE_METADATA) seek();
  else player.addEventListener("loadedmetadata", seek, { once: true });
}

// One sentence is a stop of the Tab key: a transcript has hundreds. Arrows go on from there.
function stopAt(panel: HTMLElement, stop: HTMLAnchorElement | undefined): void {
  for (const line of lines(panel)) line.tabIndex = line === stop ? 0 : -1;
}

function moveFocus(panel: HTMLElement, event: KeyboardEvent): void {
  const shown = lines(panel).filter((line) => !line.closest<HTMLElement>("[hidden]"));
  const at = shown.indexOf(document.activeElement as HTMLAnchorElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  shown[Math.min(Math.max(to, 0), shown.length - 1)]?.focus();
}

function follow(panel: HTMLElement, player: HTMLVideoElement): void {
  const all = lines(panel);
  const list = panel.querySelector<HTMLElement>(".video-lines");
  const current = all.filter((line) => "sentence" in line.dataset && secondOf(line) <= player.currentTime + 0.05).at(-1);
  for (const line of all) {
    const is = line === current;
    if (is === (line.getAttribute("aria-current") === "true")) continue;
    if (is) line.setAttribute("aria-current", "true");
    else line.removeAttribute("aria-current");
    if (is && list && !list.matches(":hover, :focus-within")) {
      stopAt(panel, line);
      const top = line.offsetTop - list.offsetTop - list.clientHeight / 3;
      list.scrollTo({ top, behavior: isStill() ? "auto" : "smooth" });
    }
  }
}

function search(panel: HTMLElement): void {
  const box = panel.querySelector<HTMLElement>("[data-video-search]");
  const field = box?.querySelector("input");
  const said = box?.querySelector<HTMLElement>("[role=status]");
  if (!box || !field || !said) return;
  box.hidden = false;
  const sentences = lines(panel).filter((line) => "sentence" in line.dataset);
  const find = () => {
    const words = field.value.trim().toLocaleLowerCase();
    const found = sentences.filter((line) => {
      const is = (line.textContent ?? "").toLocaleLowerCase().includes(words);
      (line.closest("li") as HTMLElement).hidden = words !== "" && !is;
      return is;
    });
    said.textContent = words === "" ? "" : found.length ? String(found.length) : (said.dataset["none"] ?? "");
  };
  field.addEventListener("input", find);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && field.value) {
      event.stopPropagation();
      field.value = "";
      find();
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (field.value.trim()) sentences.find((line) => !line.closest<HTMLElement>("[hidden]"))?.click();
  });
}

// What was played without a jump is a stretch; it is sent from time to time, and before the page is left.
function note(panel: HTMLElement, player: HTMLVideoElement): void {
  const form = panel.querySelector<HTMLFormElement>("[data-video-notes]");
  const shown = panel.querySelector<HTMLElement>("[data-video-seen]");
  if (!form) return;
  let waiting: Stretch[] = [];
  let open: Stretch | null = null;
  let sentAt = Date.now();
  const close = () => {
    if (open && open.end > open.begin) waiting.push(open);
    open = null;
  };
  const send = () => {
    close();
    if (!waiting.length) return;
    const told = new FormData(form);
    told.set("position", String(player.ended ? 0 : player.currentTime));
    told.set("seen", waiting.map((one) => `${one.begin.toFixed(2)}-${one.end.toFixed(2)}`).join(","));
    const sent = waiting;
    waiting = [];
    sentAt = Date.now();
    fetch(form.action, { method: "POST", body: told, keepalive: true })
      .then((answer) => (answer.ok && !answer.redirected ? answer.json() : Promise.reject(new Error())))
      .then((said: { words: string; is_enough: boolean }) => {
        if (shown) shown.textContent = said.words;
        if (said.is_enough) form.querySelector("button")?.remove();
      })
      // A connection that is away loses nothing: it is sent with what comes next.
      .catch(() => (waiting = [...sent, ...waiting]));
  };
  player.addEventListener("timeupdate", () => {
    if (player.seeking || player.paused) return;
    const now = player.currentTime;
    if (open && now >= open.end && now - open.end < 2 * player.playbackRate) open.end = now;
    else {
      close();
      open = { begin: now, end: now };
    }
    if (Date.now() - sentAt > NOTED_EVERY) send();
  });
  player.addEventListener("seeking", close);
  const finish = () => {
    if (open && player.currentTime > open.end && player.currentTime - open.end < 2) open.end = player.currentTime;
    send();
  };
  player.addEventListener("pause", finish);
  player.addEventListener("ended", finish);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") finish();
  });
}

// A question at a moment: the video waits there once, however often one goes back, and goes on without an answer too.
function ask(panel: HTMLElement, player: HTMLVideoElement): void {
  const moments = [...panel.querySelectorAll<HTMLDetailsElement>("details[data-moment]")];
  const asked = new WeakSet<HTMLDetailsElement>();
  let before = -1;
  const goOn = (moment: HTMLDetailsElement) => {
    moment.open = false;
    player.focus();
    void player.play().catch(() => undefined);
  };
  for (const moment of moments) {
    const on = moment.querySelector<HTMLElement>("[data-moment-on]");
    if (on) on.hidden = false;
    on?.addEventListener("click", () => goOn(moment));
    moment.addEventListener("toggle", () => {
      if (moment.open) player.pause();
    });
  }
  player.addEventListener("seeked", () => (before = player.currentTime - 0.01));
  player.addEventListener("timeupdate", () => {
    const now = player.currentTime;
    const isPlayed = !player.seeking && now > before && now - before < 2 * player.playbackRate;
    const due = moments.find((one) => {
      const at = Number(one.dataset["moment"]);
      return !asked.has(one) && !("answered" in one.dataset) && at > before && at <= now;
    });
    before = now;
    if (!due || !isPlayed) return;
    asked.add(due);
    player.pause();
    // It is beside the picture, which would cover it.
    if (document.fullscreenElement) void document.exitFullscreen();
    due.open = true;
    due.querySelector("summary")?.focus();
    due.scrollIntoView({ block: "nearest" });
  });
}

function play(player: HTMLVideoElement, line: HTMLAnchorElement): void {
  player.currentTime = secondOf(line);
  void player.play().catch(() => undefined);
}

function start(panel: HTMLElement): void {
  const player = panel.querySelector("video");
  if (!player) return;
  panel.addEventListener("click", (event) => {
    const line = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("[data-second]") : null;
    if (!line || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    play(player, line);
    // A preview notes nothing, and an editor keeps its own address.
    if (panel.querySelector("[data-video-notes]")) history.replaceState(history.state, "", line.href);
  });
  stopAt(panel, lines(panel)[0]);
  panel.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLAnchorElement && target.dataset["second"]) stopAt(panel, target);
  });
  panel.addEventListener("keydown", (event) => moveFocus(panel, event));
  for (const moved of ["timeupdate", "seeked"]) player.addEventListener(moved, () => follow(panel, player));
  search(panel);
  ask(panel, player);
  if (!panel.querySelector("[data-video-notes]")) return;
  begin(panel, player);
  note(panel, player);
}

export function video(): void {
  const begun = new WeakSet<HTMLElement>();
  const watch = () => {
    for (const panel of document.querySelectorAll<HTMLElement>("[data-video]")) {
      if (!begun.has(panel)) start(panel);
      begun.add(panel);
    }
  };
  watch();
  document.addEventListener("htmx:load", watch);
}
