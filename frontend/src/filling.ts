// A file that a text is taken from: it is read into the text field that it names, and sent with it as text.
function fill(event: Event): void {
  const input = event.target instanceof HTMLInputElement ? event.target : null;
  const field = document.getElementById(input?.dataset["fills"] ?? "");
  const file = input?.files?.[0];
  if (!input || !file || !(field instanceof HTMLTextAreaElement)) return;
  void file.text().then((text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    input.value = "";
    field.focus();
  });
}

export function filling(): void {
  document.addEventListener("change", fill);
}
