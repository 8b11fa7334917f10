/* global Chart -- a classic script, loaded before the modules */

import { time } from './format.js';

/** Stacked columns: the calls of each second by code. */
const SLOTS = 60;

export class CodesChart {
  #chart;
  #colours;
  #places = new Map();

  constructor(canvas, colours) {
    this.#colours = colours;
    this.#chart = new Chart(canvas, {
      type: 'bar',
      data: { labels: [], datasets: [] },
      options: {
        animation: false,
        maintainAspectRatio: false,
        events: ['mousemove', 'mouseout', 'click', 'touchstart'],
        interaction: { mode: 'index', intersect: false },
        datasets: { bar: { categoryPercentage: 1, barPercentage: 0.86, maxBarThickness: 24 } },
        scales: {
          x: { stacked: true, grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 24 } },
          y: { stacked: true, beginAtZero: true, suggestedMax: 4, ticks: { precision: 0, maxTicksLimit: 6 }, border: { display: false } },
        },
        plugins: {
          legend: { display: false },
          tooltip: { filter: (item) => item.raw > 0, itemSort: (a, b) => b.datasetIndex - a.datasetIndex },
        },
      },
    });
    this.restyle();
  }

  /** Take over the colours and the font of the page, which change with its theme. */
  restyle() {
    const { options } = this.#chart;
    const style = getComputedStyle(document.body);
    options.font = { family: style.fontFamily, size: 12 };
    options.color = this.#colours.named('quiet');
    for (const scale of Object.values(options.scales)) {
      scale.ticks.color = this.#colours.named('quiet');
    }
    options.scales.y.grid = { color: this.#colours.named('line') };
    options.scales.x.border = { color: this.#colours.named('line') };
    options.plugins.tooltip.backgroundColor = this.#colours.named('tooltip');
  }

  /**
   * @param {Array} seconds the seconds, the oldest first
   * @param {Array} codes the codes that came in them; each keeps its place in the stack
   */
  show(seconds, codes) {
    const { data } = this.#chart;
    const missing = Array(Math.max(0, SLOTS - seconds.length)).fill(null);
    data.labels = [...missing.map(() => ''), ...seconds.map((second) => time(second.at))];
    const known = new Map(data.datasets.map((dataset) => [dataset.label, dataset]));
    const stack = codes.toSorted((a, b) => this.#place(a.code) - this.#place(b.code));
    data.datasets = stack.map(({ code }) => Object.assign(known.get(code) ?? { label: code }, {
      backgroundColor: this.#colours.of(code).fill,
      borderColor: this.#colours.of(code).edge,
      borderWidth: 1,
      borderSkipped: false,
      data: [...missing, ...seconds.map((second) => second.codes.find((one) => one.code === code)?.count ?? 0)],
    }));
    this.#chart.update('none');
  }

  #place(code) {
    if (!this.#places.has(code)) {
      this.#places.set(code, code === 'OK' ? -1 : this.#places.size);
    }
    return this.#places.get(code);
  }
}
