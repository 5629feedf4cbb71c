// What the server says after an action stays until it is put away. A request that fails says so, and what was
// typed stays where it is.
const failed = "htmx:responseError";
const unreachable = "htmx:sendError";

function say(id: string): void {
  const words = document.querySelector<HTMLTemplateElement>(`template[data-message="${id}"]`);
  const place = document.getElementById("messages");
  if (words && place) place.replaceChildren(words.content.cloneNode(true));
}

export function messages(): void {
  document.addEventListener("click", (event) => {
    (event.target as Element).closest("[data-puts-away]")?.closest(".message")?.remove();
  });
  document.addEventListener(failed, () => say("failed"));
  document.addEventListener(unreachable, () => say("unreachable"));
}
