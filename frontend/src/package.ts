// The page around an opened SCORM package: what its frame tells is sent to lifow, each time under a number of its own, until
// it is known to be written. A message counts where it comes from that frame alone, which has no origin ("null").
const SOON = 1_000;
const AT_ONCE = 50;
const AGAIN = 5_000;
// What a browser sends for a page that is left already: 64 KiB of all that is under way.
const KEPT_ALIVE = 60_000;
const LONGEST = 70_000;

type Elements = Record<string, string>;

function elements(told: unknown): Elements {
  const found: Elements = {};
  for (const [name, value] of Object.entries(told ?? {})) {
    if (name.startsWith("cmi.") && typeof value === "string" && value.length < LONGEST) found[name] = value;
  }
  return found;
}

class Reports {
  private waiting: Elements = {};
  private underWay: Elements | null = null;
  private number: number;
  private timer = 0;
  private ended = false;

  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly said: HTMLElement | null,
    private readonly standing: HTMLElement | null,
    sequence: number,
  ) {
    this.number = sequence;
  }

  add(told: Elements, now: boolean): void {
    if (this.ended) return;
    Object.assign(this.waiting, told);
    if (Object.keys(this.waiting).length) this.later(now ? AT_ONCE : SOON);
  }

  // What is under way may not arrive where the page is left: it is told again with what is new, under a later number.
  leave(): void {
    this.waiting = { ...this.underWay, ...this.waiting };
    this.underWay = null;
    void this.send();
  }

  private later(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), milliseconds);
  }

  private say(name: string): void {
    if (this.said) this.said.textContent = this.said.dataset[name] ?? "";
  }

  async send(): Promise<void> {
    clearTimeout(this.timer);
    if (this.ended || this.underWay || !Object.keys(this.waiting).length) return;
    const told = (this.underWay = this.waiting);
    this.waiting = {};
    this.say("saving");
    const cmi = JSON.stringify(told);
    const body = new URLSearchParams({ csrfmiddlewaretoken: this.token, sequence: String((this.number += 1)), cmi });
    const keepalive = body.toString().length < KEPT_ALIVE;
    try {
      const answer = await fetch(this.url, { method: "POST", body, keepalive });
      if (answer.ok && !answer.redirected) this.written((await answer.json()) as { words: string });
      else if (answer.status >= 500 || answer.status === 429) throw new Error();
      else this.end(((await answer.json().catch(() => ({}))) as { problem?: string }).problem ?? "");
    } catch {
      // It is sent again with what comes next.
      if (this.underWay === told) {
        this.waiting = { ...told, ...this.waiting };
        this.underWay = null;
      }
      this.say("waits");
      this.later(AGAIN);
    }
  }

  private written(said: { words: string }): void {
    this.underWay = null;
    if (this.standing) this.standing.textContent = said.words;
    if (Object.keys(this.waiting).length) this.later(AT_ONCE);
    else this.say("saved");
  }

  private end(problem: string): void {
    this.ended = true;
    if (this.said) this.said.textContent = problem || (this.said.dataset["waits"] ?? "");
  }
}

export function packages(): void {
  const panel = document.querySelector<HTMLElement>("[data-package]");
  const frame = panel?.querySelector("iframe");
  const close = document.querySelector<HTMLFormElement>("[data-package-close]");
  if (!panel || !frame || !close) return;
  const said = document.querySelector<HTMLElement>("[data-package-said]");
  const reports = new Reports(
    panel.dataset["report"] ?? "",
    close.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "",
    said,
    document.querySelector<HTMLElement>("[data-package-standing]"),
    Number(panel.dataset["sequence"]),
  );
  addEventListener("message", (event: MessageEvent<{ lifow?: string; cmi?: unknown; now?: unknown } | null>) => {
    if (event.origin !== "null" || typeof event.data !== "object" || event.data === null) return;
    if (event.data.lifow === "scorm-nested" && said) said.textContent = said.dataset["nested"] ?? "";
    if (event.source !== frame.contentWindow || event.data.lifow !== "scorm") return;
    reports.add(elements(event.data.cmi), event.data.now === true);
  });
  // Closed, hidden or kept by the browser for a step back: what is known by then is sent.
  addEventListener("pagehide", () => reports.leave());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void reports.send();
  });
  // The package is closed once what it told is written, or could not be within a moment.
  let leaving = false;
  close.addEventListener("submit", (event) => {
    if (leaving) return;
    event.preventDefault();
    leaving = true;
    const wait = new Promise((done) => setTimeout(done, 3_000));
    // A message that the package has just sent comes first.
    setTimeout(() => void Promise.race([reports.send(), wait]).finally(() => close.submit()), 20);
  });
}
