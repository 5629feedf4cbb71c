// Chart.js is fetched when the first chart comes near the window. Without it the table beside the chart says it all.
interface Charts {
  draw(figure: HTMLElement): void;
}

export function lazyCharts(): void {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting || !(target instanceof HTMLElement)) continue;
        near.unobserve(target);
        void import(target.dataset["chartScript"] ?? "").then((charts: Charts) => charts.draw(target));
      }
    },
    { rootMargin: "200px" },
  );
  const watch = () => document.querySelectorAll("[data-chart]:not([data-drawn])").forEach((figure) => near.observe(figure));
  watch();
  document.addEventListener("htmx:load", watch);
}
