// Draws a figure's chart from the table inside the same figure: the first column names the points, each further
// column with numbers in data-value is a series.
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LineController,
  LineElement,
  LinearScale,
  PointElement,
  Tooltip,
  type ChartDataset,
} from "chart.js";

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LineController,
  LineElement,
  LinearScale,
  PointElement,
  Tooltip,
);

Chart.defaults.font.family = "Inter Variable";

const drawn = new Map<HTMLElement, Chart>();

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function texts(row: Element | null | undefined): string[] {
  return [...(row?.children ?? [])].map((cell) => cell.textContent?.trim() ?? "");
}

function number(cell: Element | undefined): number | null {
  const value = cell?.getAttribute("data-value") ?? "";
  return value === "" ? null : Number(value);
}

// Series differ by lightness and by dash, never by hue alone.
function style(index: number): Pick<ChartDataset<"line">, "borderColor" | "backgroundColor" | "borderDash"> {
  const tone = index === 0 ? colour("--known") : colour("--faint");
  return { borderColor: tone, backgroundColor: tone, borderDash: index % 2 ? [5, 4] : [] };
}

function datasets(figure: HTMLElement): ChartDataset<"line">[] {
  const bars = figure.dataset["chart"] === "bar";
  const rows = [...figure.querySelectorAll("tbody tr")];
  const columns = texts(figure.querySelector("thead tr")).map((label, column) => ({
    label,
    data: rows.map((row) => number(row.children[column])),
  }));
  const series = columns.filter(({ data }, column) => column > 0 && data.some((value) => value !== null));
  return series.map((one, index) => ({
    ...one,
    ...style(index),
    borderWidth: bars ? 0 : 2,
    pointRadius: 2.5,
    pointHitRadius: 12,
    maxBarThickness: 28,
  }));
}

// One point is no trend.
function isTrend(series: ChartDataset<"line">[]): boolean {
  return series.some(({ data }) => data.filter((value) => value !== null).length > 1);
}

function axes(unit: string) {
  const ticks = { color: colour("--muted"), font: { size: 12 } };
  return {
    x: { grid: { display: false }, border: { color: colour("--color-base-300") }, ticks },
    y: {
      beginAtZero: true,
      border: { display: false },
      grid: { color: colour("--color-base-300") },
      ticks: { ...ticks, maxTicksLimit: 5, callback: (value: string | number) => `${value}${unit}` },
    },
  };
}

export function draw(figure: HTMLElement): void {
  const canvas = figure.querySelector("canvas");
  if (!canvas) return;
  drawn.get(figure)?.destroy();
  const series = datasets(figure);
  figure.classList.toggle("chart-as-table", !isTrend(series) && figure.dataset["chart"] !== "bar");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const chart = new Chart(canvas, {
    type: figure.dataset["chart"] === "bar" ? ("bar" as "line") : "line",
    data: { labels: [...figure.querySelectorAll("tbody tr")].map((row) => texts(row)[0] ?? ""), datasets: series },
    options: {
      maintainAspectRatio: false,
      animation: calm ? false : { duration: 150 },
      interaction: { mode: "index", intersect: false },
      scales: axes(figure.dataset["chartUnit"] ?? ""),
      plugins: {
        legend: {
          display: series.length > 1,
          align: "start",
          labels: { color: colour("--color-base-content"), boxHeight: 0, boxWidth: 20 },
        },
      },
    },
  });
  figure.dataset["drawn"] = "";
  drawn.set(figure, chart);
}

document.addEventListener("themechange", () => [...drawn.keys()].forEach(draw));
