// Chart.js is fetched by pages with a chart, which is drawn as soon as it is there, seen or not. Where it does not come
// the table takes the chart's place.
interface Charts {
  draw(figure: HTMLElement): void;
}

async function load(figure: HTMLElement): Promise<void> {
  const charts = (await import(figure.dataset["chartScript"] ?? "")) as Charts;
  await document.fonts.ready;
  charts.draw(figure);
}

export function loadCharts(): void {
  const begun = new WeakSet<HTMLElement>();
  const watch = () => {
    for (const figure of document.querySelectorAll<HTMLElement>("[data-chart]")) {
      if (!begun.has(figure)) load(figure).catch(() => figure.classList.add("chart-as-table"));
      begun.add(figure);
    }
  };
  watch();
  document.addEventListener("htmx:load", watch);
}
