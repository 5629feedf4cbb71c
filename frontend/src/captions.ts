// Captions line by line: their times, their words, played, split and joined. What is sent is the plain text, which is
// written anew at each change; without this, or where it cannot be read, the text itself is edited.
interface Line {
  begin: string;
  end: string;
  text: string;
}

const TIMES = /^\s*([\d:.,]+)\s*-->\s*([\d:.,]+)/;
const TIME = /^(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)[.,](\d{3})$/;

function unescaped(text: string): string {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

function escaped(text: string): string {
  return text.replace(/\s+/g, " ").trim().replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function secondOf(time: string): number | null {
  const found = TIME.exec(time.trim());
  if (!found) return null;
  const [hours, minutes, seconds, thousandths] = found.slice(1).map((one) => Number(one ?? 0)) as [number, number, number, number];
  return hours * 3600 + minutes * 60 + seconds + thousandths / 1000;
}

function timeOf(second: number): string {
  const all = Math.max(0, Math.round(second * 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(all / 60_000);
  const rest = `${two(minutes % 60)}:${two(Math.floor(all / 1000) % 60)}.${String(all % 1000).padStart(3, "0")}`;
  return minutes >= 60 ? `${two(Math.floor(minutes / 60))}:${rest}` : rest;
}

// Null where the text is none that can be shown in lines.
function read(text: string): Line[] | null {
  const lines: Line[] = [];
  for (const block of text.replace(/\r\n?/g, "\n").split(/\n{2,}/)) {
    const rows = block.split("\n").filter((row) => row.trim());
    if (!rows.length || rows[0]?.startsWith("WEBVTT")) continue;
    const at = rows.findIndex((row) => row.includes("-->"));
    const found = at >= 0 && at < 2 ? TIMES.exec(rows[at] ?? "") : null;
    if (!found) return null;
    lines.push({ begin: found[1] ?? "", end: found[2] ?? "", text: unescaped(rows.slice(at + 1).join(" ")) });
  }
  return lines;
}

function written(lines: Line[]): string {
  const blocks = lines.map((one) => `${one.begin.trim()} --> ${one.end.trim()}\n${escaped(one.text)}`);
  return `${["WEBVTT", ...blocks].join("\n\n")}\n`;
}

function start(page: HTMLElement): void {
  const player = page.querySelector("video") as HTMLVideoElement;
  const field = page.querySelector("textarea[data-cues]") as HTMLTextAreaElement;
  const box = page.querySelector("[data-cues-lines]") as HTMLElement;
  const around = field.closest(".field") as HTMLElement;
  const told = (name: string) => box.dataset[name] ?? "";
  let lines = read(field.value) ?? [];
  const list = document.createElement("ol");
  list.className = "cues";

  const button = (words: string, act: () => void, small = true): HTMLButtonElement => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `button button-${small ? "quiet" : "secondary"} button-small`;
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };
  const keep = () => {
    field.value = written(lines);
  };
  const words = (at: number) => list.children[at]?.querySelector<HTMLTextAreaElement>("textarea");
  const focus = (at: number, caret = 0) => {
    const found = words(Math.min(Math.max(at, 0), lines.length - 1));
    found?.focus();
    found?.setSelectionRange(caret, caret);
  };
  const play = (line: Line) => {
    const second = secondOf(line.begin);
    if (second === null) return;
    player.currentTime = second;
    void player.play().catch(() => undefined);
  };
  const split = (line: Line, caret: number) => {
    const [begin, end] = [secondOf(line.begin), secondOf(line.end)];
    const at = lines.indexOf(line);
    if (begin === null || end === null || caret <= 0 || caret >= line.text.length) return;
    const middle = timeOf(begin + ((end - begin) * caret) / line.text.length);
    const rest = { begin: middle, end: line.end, text: line.text.slice(caret).trim() };
    line.end = middle;
    line.text = line.text.slice(0, caret).trim();
    lines.splice(at + 1, 0, rest);
    show();
    focus(at + 1);
  };
  const join = (at: number) => {
    const [one, next] = [lines[at], lines[at + 1]];
    if (!one || !next) return;
    const caret = one.text.length;
    one.text = `${one.text} ${next.text}`.trim();
    one.end = next.end;
    lines.splice(at + 1, 1);
    show();
    focus(at, caret);
  };
  const remove = (line: Line) => {
    const at = lines.indexOf(line);
    lines.splice(at, 1);
    show();
    if (lines.length) focus(at);
    else add.focus();
  };
  const time = (line: Line, name: "begin" | "end", label: string): HTMLInputElement => {
    const input = document.createElement("input");
    input.value = line[name];
    input.className = "num";
    input.setAttribute("aria-label", label);
    input.addEventListener("input", () => {
      line[name] = input.value;
      keep();
    });
    input.addEventListener("change", check);
    return input;
  };
  // Which times cannot be kept: they are said again, by the line of the text, when the form is sent.
  function check(): void {
    lines.forEach((line, at) => {
      const [begin, end, before] = [secondOf(line.begin), secondOf(line.end), secondOf(lines[at - 1]?.begin ?? "0:00.000")];
      const wrong = [begin === null || (before !== null && begin < before), end === null || (begin !== null && end <= begin)];
      list.children[at]?.querySelectorAll("input").forEach((input, place) => {
        input.setAttribute("aria-invalid", String(wrong[place] ?? false));
        input.title = wrong[place] ? told("wrong") : "";
      });
    });
  }
  const shown = (line: Line, at: number): HTMLLIElement => {
    const row = document.createElement("li");
    const text = document.createElement("textarea");
    const label = `${told("line")} ${at + 1}`;
    text.value = line.text;
    text.rows = 2;
    text.lang = field.lang;
    text.setAttribute("aria-label", `${label}: ${told("words")}`);
    text.addEventListener("input", () => {
      line.text = text.value;
      keep();
    });
    text.addEventListener("keydown", (event) => {
      const here = lines.indexOf(line);
      const acts: Record<string, (() => void) | undefined> = {
        "Ctrl+Enter": () => play(line),
        Enter: () => split(line, text.selectionStart),
        Backspace: here > 0 && text.selectionStart + text.selectionEnd === 0 ? () => join(here - 1) : undefined,
        "Alt+ArrowUp": () => focus(here - 1),
        "Alt+ArrowDown": () => focus(here + 1),
      };
      const key = `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.key}`;
      const act = event.isComposing ? undefined : acts[key];
      if (!act) return;
      event.preventDefault();
      act();
    });
    const times = document.createElement("div");
    times.className = "cue-times";
    times.append(time(line, "begin", `${label}: ${told("begin")}`), time(line, "end", `${label}: ${told("end")}`));
    const acts = document.createElement("div");
    acts.className = "cluster cue-acts";
    for (const [name, act] of [
      ["play", () => play(line)],
      ["split", () => split(line, text.selectionStart || Math.floor(text.value.length / 2))],
      ["merge", () => join(lines.indexOf(line))],
      ["remove", () => remove(line)],
    ] as const) {
      const made = button(told(name), act);
      made.setAttribute("aria-label", `${told(name)}: ${label}`);
      acts.append(made);
    }
    row.append(times, text, acts);
    return row;
  };
  function show(): void {
    list.replaceChildren(...lines.map(shown));
    check();
    keep();
  }

  const add = button(told("add"), () => {
    const begin = Math.max(player.currentTime, secondOf(lines.at(-1)?.end ?? "") ?? 0);
    lines.push({ begin: timeOf(begin), end: timeOf(begin + 2), text: "" });
    show();
    focus(lines.length - 1);
  }, false);
  const toggle = button(told("asText"), () => {
    const asText = !box.hidden;
    const found = asText ? lines : read(field.value);
    if (!found) return;
    lines = found;
    if (!asText) show();
    box.hidden = asText;
    around.hidden = !asText;
    toggle.textContent = told(asText ? "asLines" : "asText");
  });
  const keys = document.createElement("p");
  keys.className = "hint";
  keys.textContent = told("keys");
  const below = document.createElement("div");
  below.className = "cluster mt-3";
  below.append(add);
  box.append(keys, list, below);
  box.after(toggle);
  player.addEventListener("timeupdate", () => {
    lines.forEach((line, at) => {
      const [begin, end] = [secondOf(line.begin), secondOf(line.end)];
      const is = begin !== null && end !== null && player.currentTime >= begin && player.currentTime < end;
      list.children[at]?.toggleAttribute("data-current", is);
    });
  });
  // Where something is wrong with the text it is shown as it is, with its lines as they are counted.
  if (read(field.value) && field.getAttribute("aria-invalid") !== "true") {
    const before = field.value;
    show();
    if (!lines.length) field.value = before;
    box.hidden = false;
    around.hidden = true;
  } else {
    toggle.textContent = told("asLines");
  }
}

export function captions(): void {
  document.querySelectorAll<HTMLElement>("[data-captions]").forEach(start);
}
