// The client of resumable uploads is fetched once a file is chosen where it goes in pieces; where it does not come, the
// file is sent with the form.
import type { Uploads } from "./uploads";

async function start(input: HTMLInputElement, field: HTMLElement): Promise<void> {
  const uploads = (await import(field.dataset["uploadScript"] ?? "")) as Uploads;
  uploads.upload(input, field);
}

export function loadUploads(): void {
  document.addEventListener("change", (event) => {
    const input = event.target instanceof HTMLInputElement && event.target.type === "file" ? event.target : null;
    const field = input?.closest<HTMLElement>("[data-upload]");
    if (input?.files?.length && field) void start(input, field).catch(() => undefined);
  });
}
