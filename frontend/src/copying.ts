// A button that copies a text of the page, with its headings and lists where they can be pasted, and says so in
// the element after it. Without a clipboard it stays hidden: the text can be selected all the same.
const SAID_FOR = 2000;

async function copy(text: HTMLElement): Promise<void> {
  const plain = new Blob([text.innerText], { type: "text/plain" });
  const rich = new Blob([text.innerHTML], { type: "text/html" });
  await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain, "text/html": rich })]);
}

async function copyAndSay(button: HTMLButtonElement): Promise<void> {
  const text = document.getElementById(button.dataset.copies ?? "");
  const said = button.nextElementSibling;
  if (!text || !said) return;
  await copy(text);
  said.textContent = button.dataset.copied ?? "";
  setTimeout(() => (said.textContent = ""), SAID_FOR);
}

export function copying(): void {
  if (!("clipboard" in navigator) || typeof ClipboardItem === "undefined") return;
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", () => void copyAndSay(button));
  }
}
