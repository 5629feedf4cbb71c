// A picture that is pasted, dropped or chosen is sent at once; with the words for those who cannot see it, it is put into
// the text. Without this it is sent with the form, and put at the end of the text.
export interface Pictures {
  open(file?: File): void;
}

const REFUSED = 422;

function part<T extends HTMLElement>(box: HTMLElement, name: string): T {
  return box.querySelector(`[data-picture-${name}]`) as T;
}

function escaped(words: string): string {
  return words.trim().replace(/\s+/g, " ").replace(/([\\[\]])/g, "\\$1");
}

export function pictures(form: HTMLFormElement | null, put: (text: string) => void): Pictures | null {
  const box = form?.querySelector<HTMLDetailsElement>("details[data-picture]");
  if (!form || !box) return null;
  const chooser = box.querySelector("input[type=file]") as HTMLInputElement;
  const words = box.querySelector("input:not([type=file])") as HTMLInputElement;
  const [shown, said, problem] = [part<HTMLImageElement>(box, "shown"), part(box, "said"), part(box, "problem")];
  let address = "";
  // It is sent by itself, so the form does not send it as well.
  chooser.removeAttribute("name");

  const tell = (error: string) => {
    problem.textContent = error;
    problem.hidden = error === "";
    if (error) chooser.focus();
  };
  const clear = () => {
    address = words.value = chooser.value = said.textContent = "";
    shown.hidden = true;
    shown.removeAttribute("src");
    tell("");
  };
  const send = async (file: File) => {
    clear();
    said.textContent = said.dataset["sends"] ?? "";
    const data = new FormData();
    data.set("picture-file", file);
    data.set("csrfmiddlewaretoken", form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "");
    try {
      const answer = await fetch(box.dataset["picture"] ?? "", { method: "POST", body: data });
      const told = answer.status === REFUSED || answer.ok ? ((await answer.json()) as Record<string, string>) : {};
      address = told["address"] ?? "";
      tell(address ? "" : (told["error"] ?? said.dataset["failed"] ?? ""));
    } catch {
      tell(said.dataset["failed"] ?? "");
    }
    said.textContent = "";
    if (!address) return;
    shown.src = address;
    shown.hidden = false;
    words.focus();
  };
  const add = () => {
    if (!address) return tell(said.dataset["none"] ?? "");
    const text = `![${escaped(words.value)}](${address})`;
    clear();
    box.open = false;
    put(text);
    said.textContent = said.dataset["added"] ?? "";
  };

  chooser.addEventListener("change", () => {
    if (chooser.files?.[0]) void send(chooser.files[0]);
  });
  part(box, "add").addEventListener("click", (event) => {
    event.preventDefault();
    add();
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  });
  // What the picture shows is told with the text, not as a field of the form.
  words.removeAttribute("name");
  return {
    open(file) {
      box.open = true;
      box.scrollIntoView({ block: "nearest" });
      if (file) void send(file);
      else chooser.focus();
    },
  };
}
