// The field in which authors write Markdown: it shows what marks mean while they are typed, and has a row of buttons. What
// is written stays in the plain field, with which the form is sent, kept and shown as without this.
import { Editor } from "tiny-markdown-editor/lib/tiny";
import { pictures } from "./pictures";

export interface Writing {
  write(field: HTMLTextAreaElement, tools: HTMLElement): void;
}

interface Place {
  row: number;
  col: number;
}

const KEYS: Record<string, string> = { b: "bold", i: "italic", k: "link" };
const COMMANDS = new Set(["bold", "italic", "code", "h2", "ul", "ol", "blockquote"]);

// A label names a field of a form; what is written in is named by the label all the same.
function name(editor: HTMLElement, field: HTMLTextAreaElement): void {
  const label = field.labels?.[0];
  editor.id = field.id;
  field.removeAttribute("id");
  editor.setAttribute("role", "textbox");
  editor.setAttribute("aria-multiline", "true");
  for (const told of ["aria-describedby", "aria-invalid", "lang", "spellcheck"]) {
    const value = field.getAttribute(told);
    if (value !== null) editor.setAttribute(told, value);
  }
  if (!label) return;
  label.id ||= `${editor.id}_label`;
  label.removeAttribute("for");
  editor.setAttribute("aria-labelledby", label.id);
  label.addEventListener("click", () => editor.focus());
}

// One button is a stop of the Tab key; arrows go on from there.
function rove(tools: HTMLElement): void {
  const buttons = [...tools.querySelectorAll<HTMLButtonElement>("button")];
  const stop = (at: number) => {
    buttons.forEach((button, place) => (button.tabIndex = place === at ? 0 : -1));
    buttons[at]?.focus();
  };
  tools.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const last = buttons.length - 1;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    stop(to < 0 ? last : to > last ? 0 : to);
  });
}

export function write(field: HTMLTextAreaElement, tools: HTMLElement): void {
  const hadFocus = document.activeElement === field;
  const editor = new Editor({ textarea: field });
  const shown = editor.e;
  if (!shown) return;
  name(shown, field);
  field.before(tools);
  tools.hidden = false;
  rove(tools);
  if (hadFocus) shown.focus();

  let place: { focus: Place; anchor: Place } | null = null;
  // The browser tells of a selection later than of the key that leaves the field: it is asked for.
  const remember = () => {
    const focus = editor.getSelection(false);
    if (focus) place = { focus: { ...focus }, anchor: { ...(editor.getSelection(true) ?? focus) } };
  };
  const goBack = () => {
    remember();
    shown.focus();
    if (place) editor.setSelection(place.focus, place.anchor);
  };
  // Each is a step that can be undone.
  const insert = (text: string) => {
    const [anchor, focus] = [place?.anchor ?? null, place?.focus ?? null];
    shown.focus();
    editor["pushHistory"]();
    editor.paste(text, anchor, focus);
    const row = editor.getSelection()?.row ?? editor.lines.length - 1;
    (editor.lineElements[row] as HTMLElement | undefined)?.scrollIntoView({ block: "nearest" });
  };
  const lineAt = (): string => (place ? (editor.lines[place.focus.row] ?? "") : (editor.lines.at(-1) ?? ""));
  const paragraph = (text: string) => {
    remember();
    const before = lineAt();
    if (place) place.focus = place.anchor = { row: place.focus.row, col: before.length };
    insert(before.trim() ? `\n\n${text}` : text);
  };
  const selected = (): string => {
    if (!place || place.focus.row !== place.anchor.row) return "";
    const [from, to] = [place.focus.col, place.anchor.col].sort((a, b) => a - b) as [number, number];
    return (editor.lines[place.focus.row] ?? "").slice(from, to);
  };
  const link = () => {
    remember();
    const words = selected();
    insert(`[${words}](https://)`);
    const at = editor.getSelection();
    // Where the address is to stand, or the words where there are none.
    if (at) editor.setSelection({ row: at.row, col: words ? at.col - 1 : at.col - "](https://)".length });
  };
  const adding = pictures(tools.closest("form"), (text) => paragraph(`${text}\n`));
  const act = (what: string) => {
    if (what === "picture") return adding?.open();
    goBack();
    if (COMMANDS.has(what)) editor.toggleCommandState(what);
    else if (what === "note") paragraph("> [!NOTE]\n> ");
    else if (what === "link") link();
  };

  editor.addEventListener("change", () => field.dispatchEvent(new Event("input", { bubbles: true })));
  shown.addEventListener("focusout", remember);
  // What replaces a selection would be given the look of what was there, as a style that the policy of the page refuses.
  shown.addEventListener("beforeinput", (event) => {
    const isOver = event.inputType === "insertText" && !event.isComposing && !document.getSelection()?.isCollapsed;
    if (!isOver || event.data === null) return;
    event.preventDefault();
    remember();
    insert(event.data);
  });
  editor.addEventListener("selection", ({ commandState }) => {
    for (const button of tools.querySelectorAll<HTMLElement>("[aria-pressed]")) {
      button.setAttribute("aria-pressed", String(commandState[button.dataset["write"] ?? ""] === true));
    }
  });
  tools.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-write]") : null;
    if (button) act(button.dataset["write"] ?? "");
  });
  shown.addEventListener("keydown", (event) => {
    const what = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey ? KEYS[event.key] : undefined;
    if (!what) return;
    event.preventDefault();
    event.stopPropagation();
    act(what);
  });
  // Before the editor takes a file's name for a text.
  const take = (event: ClipboardEvent | DragEvent, data: DataTransfer | null) => {
    const file = [...(data?.files ?? [])].find((one) => one.type.startsWith("image/"));
    if (!adding || !file || !(event.target instanceof Node) || !shown.contains(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    adding.open(file);
  };
  shown.parentElement?.addEventListener("paste", (event) => take(event, event.clipboardData), true);
  shown.parentElement?.addEventListener("drop", (event) => take(event, event.dataTransfer), true);
}
