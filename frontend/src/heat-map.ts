// Walk a heat map with the arrow keys, from one link to the next that way; at its edges they scroll as ever.
const steps: Record<string, readonly [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function linkFrom(cell: HTMLTableCellElement, key: string): HTMLElement | null {
  const table = cell.closest("table");
  const step = steps[key];
  if (!table || !step) return null;
  const across = getComputedStyle(table).direction === "rtl" ? -step[1] : step[1];
  let row = (cell.parentElement as HTMLTableRowElement).rowIndex + step[0];
  let column = cell.cellIndex + across;
  for (let next = table.rows[row]?.cells[column]; next; next = table.rows[row]?.cells[column]) {
    const link = next.querySelector<HTMLElement>("a[href]");
    if (link) return link;
    row += step[0];
    column += across;
  }
  return null;
}

export function heatMap(): void {
  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey || !(event.target instanceof Element)) return;
    const cell = event.target.closest<HTMLTableCellElement>(".heat :is(th, td)");
    const link = cell && linkFrom(cell, event.key);
    if (!link) return;
    event.preventDefault();
    link.focus();
  });
}
