// Digits rate: while focus is inside a rating group, the key of a level chooses that level.
export function rating(): void {
  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || !/^\d$/.test(event.key)) return;
    const group = (event.target as Element).closest("[data-rating]");
    const level = group?.querySelector<HTMLInputElement>(`input[type=radio][value="${event.key}"]:not(:disabled)`);
    if (!level) return;
    event.preventDefault();
    level.focus();
    if (level.checked) return;
    level.checked = true;
    level.dispatchEvent(new Event("input", { bubbles: true }));
    level.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
