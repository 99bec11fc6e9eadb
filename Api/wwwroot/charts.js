// Says beside a chart what the mark under the pointer, or with the focus, stands for. The arrow keys go from mark to mark, so
// that a chart is one stop of the Tab key.

/** Lets a chart be read by pointer and keys. */
function watch(chart) {
  const marks = [...chart.querySelectorAll("[data-mark]")];
  const readout = chart.querySelector("[data-readout]");
  readout.hidden = false;
  const show = (mark) => (readout.textContent = mark?.getAttribute("aria-label") ?? "");
  const markOf = ({ target }) => target.closest?.("[data-mark]");
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  chart.addEventListener("pointerover", (event) => show(markOf(event)));
  chart.addEventListener("pointerleave", () => show(marks.find((mark) => mark === document.activeElement)));
  chart.addEventListener("focusin", (event) => show(markOf(event)));
  chart.addEventListener("focusout", () => show());
  chart.addEventListener("keydown", (event) => {
    const next = marks[marks.indexOf(document.activeElement) + (steps[event.key] ?? NaN)];
    if (!next) return;
    event.preventDefault();
    for (const mark of marks) mark.setAttribute("tabindex", mark === next ? 0 : -1);
    next.focus();
  });
}

/** Looks after the charts of the page. */
export function watchCharts() {
  for (const chart of document.querySelectorAll("[data-chart]")) watch(chart);
}
