// A link or button with data-opens="id" opens that <dialog>. Without this script the link leads to a page that
// does the same. What was typed there before is typed over. Closing gives focus back to where it was: the browser
// does that for showModal().
export function openDialog(id: string): boolean {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return false;
  if (!dialog.open) {
    document.querySelectorAll<HTMLElement>(":popover-open").forEach((open) => open.hidePopover());
    dialog.showModal();
    dialog.querySelector<HTMLInputElement>("input[autofocus]")?.select();
  }
  return true;
}

export function dialogs(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const opener = target.closest<HTMLElement>("[data-opens]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (opener && plain && openDialog(opener.dataset["opens"] ?? "")) event.preventDefault();
    if (target.closest("[data-closes]")) target.closest("dialog")?.close();
    if (target instanceof HTMLDialogElement && outside(target, event)) target.close();
  });
}

function outside(dialog: HTMLDialogElement, event: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  const across = event.clientX < box.left || event.clientX > box.right;
  return event.detail > 0 && (across || event.clientY < box.top || event.clientY > box.bottom);
}
