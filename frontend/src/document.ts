// A PDF in the browser's own viewer beside the text of its pages, where the browser has one and the window is wide
// enough; a page that is chosen is shown there too. Without this there are links that open the PDF.
const WIDE = "(min-width: 1024px)";

function show(frame: HTMLElement, page: string): void {
  const viewer = document.createElement("iframe");
  viewer.title = frame.dataset["title"] ?? "";
  viewer.src = `${frame.dataset["url"] ?? ""}#page=${page}&navpanes=0&view=FitH`;
  // A new frame, as one whose address changes behind the # alone stays where it is, and would be a step back.
  frame.replaceChildren(viewer);
  frame.hidden = false;
}

function begin(panel: HTMLElement): void {
  const frame = panel.querySelector<HTMLElement>("[data-document-frame]");
  if (!frame || !navigator.pdfViewerEnabled || !matchMedia(WIDE).matches) return;
  const page = () => panel.querySelector<HTMLElement>("#pages")?.dataset["page"] ?? "1";
  let shown = page();
  show(frame, shown);
  panel.addEventListener("htmx:afterSettle", () => {
    if (page() !== shown) show(frame, (shown = page()));
  });
}

export function pdf(): void {
  const begun = new WeakSet<HTMLElement>();
  const watch = () => {
    for (const panel of document.querySelectorAll<HTMLElement>("[data-document]")) {
      if (!begun.has(panel)) begin(panel);
      begun.add(panel);
    }
  };
  watch();
  document.addEventListener("htmx:load", watch);
}
