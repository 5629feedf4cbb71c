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

// Each piece of code gets a button of its own, in the words that its article has for it.
function addToCode(): void {
  for (const code of document.querySelectorAll<HTMLElement>("[data-copy-code] pre")) {
    const { copyCode, copied } = code.closest<HTMLElement>("[data-copy-code]")!.dataset;
    const [frame, button, said] = ["div", "button", "span"].map((tag) => document.createElement(tag));
    if (!frame || !(button instanceof HTMLButtonElement) || !said) continue;
    frame.className = "code-frame";
    said.className = "sr";
    said.setAttribute("role", "status");
    button.type = "button";
    button.className = "button button-secondary button-small code-copy";
    button.textContent = copyCode ?? "";
    code.replaceWith(frame);
    frame.append(code, button, said);
    button.addEventListener("click", () => {
      void navigator.clipboard.writeText((code.textContent ?? "").replace(/\n$/, "")).then(() => {
        button.textContent = said.textContent = copied ?? "";
        setTimeout(() => {
          button.textContent = copyCode ?? "";
          said.textContent = "";
        }, SAID_FOR);
      });
    });
  }
}

export function copying(): void {
  if (!("clipboard" in navigator)) return;
  addToCode();
  if (typeof ClipboardItem === "undefined") return;
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", () => void copyAndSay(button));
  }
}
