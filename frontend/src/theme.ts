// The look follows the system until a person chooses. The choice is a cookie, so the server draws the first
// frame in the right colours.
type Choice = "system" | "light" | "dark";

const year = 60 * 60 * 24 * 365;

function current(): Choice {
  const name = document.documentElement.dataset["theme"];
  if (name === "lifow-light") return "light";
  return name === "lifow-dark" ? "dark" : "system";
}

function mark(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset["themeChoice"] === current()));
  }
}

function choose(choice: Choice): void {
  const root = document.documentElement;
  if (choice === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = `lifow-${choice}`;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const age = choice === "system" ? 0 : year;
  document.cookie = `theme=${choice}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
  mark();
  document.dispatchEvent(new CustomEvent("themechange"));
}

export function theme(): void {
  mark();
  for (const part of document.querySelectorAll<HTMLElement>("[data-theme-menu]")) part.hidden = false;
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-theme-choice]");
    if (button) choose(button.dataset["themeChoice"] as Choice);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    document.dispatchEvent(new CustomEvent("themechange")),
  );
}
