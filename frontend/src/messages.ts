// What the server says after an action goes by itself after a few seconds, and leaves its place empty: nothing moves
// under a pointer. It waits while it is pointed at or has focus, and while nobody sees the page; errors and what offers
// something to do stay until they are put away. A request that fails says so, and what was typed stays where it is.
const failed = "htmx:responseError";
const unreachable = "htmx:sendError";
const shortest = 4000;
const perLetter = 60;
const again = 2000;
// A screen reader announces what changes in a page that it knows, not what the page came with.
const known = 150;

function leave(message: Element, after: number): void {
  setTimeout(() => {
    if (document.hidden || message.matches(":hover, :focus-within")) leave(message, again);
    else message.classList.add("message-gone");
  }, after);
}

function stays(message: Element): boolean {
  return message.matches(".message-stays") || Boolean(message.querySelector(".message-words :is(a, button)"));
}

function announce(message: Element): void {
  const words = message.querySelector(".message-words");
  if (!words) return;
  setTimeout(() => words.replaceChildren(...words.childNodes), known);
  if (!stays(message)) leave(message, shortest + perLetter * (words.textContent ?? "").length);
}

function say(id: string): void {
  const words = document.querySelector<HTMLTemplateElement>(`template[data-message="${id}"]`);
  const place = document.querySelector("dialog:modal") ?? document.getElementById("messages");
  if (!words || !place) return;
  place.querySelectorAll(".message").forEach((earlier) => earlier.remove());
  place.append(words.content.cloneNode(true));
}

function putAway(button: Element): void {
  const place = button.closest<HTMLElement>("dialog") ?? document.getElementById("main");
  button.closest(".message")?.remove();
  place?.focus({ preventScroll: true });
}

export function messages(): void {
  document.querySelectorAll("#messages .message").forEach(announce);
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("[data-puts-away]");
    if (button) putAway(button);
  });
  document.addEventListener(failed, () => say("failed"));
  document.addEventListener(unreachable, () => say("unreachable"));
}
