// A link or button with data-opens="id" opens that <dialog>, whose first field has focus then; one with data-closes
// closes the dialog that it stands in. Without this script the link leads to a page that does the same. What was typed
// before where one searches is typed over. Closing gives focus back to where it was: the browser does that for
// showModal().
const fields = "textarea, select, input:not([type=hidden])";

export function openDialog(id: string): boolean {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return false;
  if (!dialog.open) {
    document.querySelectorAll<HTMLElement>(":popover-open").forEach((open) => open.hidePopover());
    dialog.showModal();
    const typed = dialog.querySelector<HTMLInputElement>("input[autofocus]");
    if (typed) typed.select();
    else dialog.querySelector<HTMLElement>(fields)?.focus();
  }
  return true;
}

export function dialogs(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const opener = target.closest<HTMLElement>("[data-opens]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (opener && plain && openDialog(opener.dataset["opens"] ?? "")) event.preventDefault();
    const closed = target.closest("[data-closes]")?.closest("dialog");
    if (closed && plain) {
      closed.close();
      event.preventDefault();
    }
    if (target instanceof HTMLDialogElement && outside(target, event)) target.close();
  });
}

function outside(dialog: HTMLDialogElement, event: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  const across = event.clientX < box.left || event.clientX > box.right;
  return event.detail > 0 && (across || event.clientY < box.top || event.clientY > box.bottom);
}
