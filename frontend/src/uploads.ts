// Uploads by tus: in pieces, resumed where a connection is lost, and where the same file is chosen again later.
import * as tus from "tus-js-client";

export interface Uploads {
  upload(input: HTMLInputElement, field: HTMLElement): void;
}

const PIECE = 4 * 1024 * 1024;
const RETRIES = [500, 1000, 3000, 5000, 10_000, 20_000, 30_000];
const FILE_HEADER = "Lifow-File";

function part<T extends HTMLElement>(field: HTMLElement, name: string): T {
  return field.querySelector(`[data-upload-${name}]`) as T;
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function token(field: HTMLElement): string {
  return field.closest("form")?.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
}

function refusal(error: Error | tus.DetailedError): string {
  const answer = "originalResponse" in error ? error.originalResponse : null;
  return answer && answer.getStatus() < 600 && answer.getHeader("Content-Type")?.startsWith("text/plain")
    ? answer.getBody()
    : "";
}

export function upload(input: HTMLInputElement, field: HTMLElement): void {
  const file = input.files?.[0];
  if (!file) return;
  const [around, said] = [part(field, "progress"), part(field, "said")];
  const [bar, problem] = [around.querySelector("progress") as HTMLProgressElement, part(field, "problem")];
  // What goes in pieces is not sent with the form as well.
  const name = input.name;
  input.removeAttribute("name");
  input.disabled = true;
  problem.hidden = true;
  around.hidden = false;
  addEventListener("beforeunload", warn);

  const end = (words = "") => {
    removeEventListener("beforeunload", warn);
    around.hidden = true;
    input.disabled = false;
    input.value = "";
    input.name = name;
    problem.textContent = words;
    problem.hidden = words === "";
    if (words) input.focus();
  };
  const sending = new tus.Upload(file, {
    endpoint: field.dataset["upload"] ?? "",
    chunkSize: PIECE,
    retryDelays: RETRIES,
    removeFingerprintOnSuccess: true,
    headers: { "X-CSRFToken": token(field) },
    metadata: { filename: file.name, purpose: field.dataset["purpose"] ?? "" },
    onProgress: (sent, all) => {
      bar.value = (100 * sent) / all;
      said.textContent = `${megabytes(sent)} / ${megabytes(all)} MB`;
    },
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      const again = status === 0 || status === 409 || status === 423 || status === 503;
      if (again) said.textContent = said.dataset["waits"] ?? "";
      return again;
    },
    onError: (error) => end(refusal(error) || (said.dataset["failed"] ?? "")),
    onSuccess: ({ lastResponse }) => {
      part<HTMLInputElement>(field, "file").value = lastResponse.getHeader(FILE_HEADER) ?? "";
      end();
      part<HTMLButtonElement>(field, "done").click();
    },
  });
  part(field, "cancel").onclick = () => {
    void sending.abort(true).catch(() => undefined);
    end();
  };
  void sending.findPreviousUploads().then(([before]) => {
    if (before) sending.resumeFromPreviousUpload(before);
    sending.start();
  });
}
