// The field in which authors write Markdown is fetched by pages with one; where it does not come, the plain field does.
import type { Writing } from "./writing";

async function load(field: HTMLTextAreaElement, tools: HTMLElement): Promise<void> {
  const writing = (await import(tools.dataset["writingScript"] ?? "")) as Writing;
  writing.write(field, tools);
}

export function loadWriting(): void {
  for (const field of document.querySelectorAll<HTMLTextAreaElement>("textarea[data-writing]")) {
    const tools = field.closest("form")?.querySelector<HTMLElement>("[data-writing-tools]");
    if (tools) load(field, tools).catch(() => undefined);
  }
}
