import { breakable, element, keepOnly, row, setText } from './dom.js';
import { sum } from './model.js';

const KINDS = {
  rescued: 'Rescued by a retry',
  'in-vain': 'Failed in spite of retries',
  'not-repeated': 'Not repeated',
  refused: 'Refused, nothing was sent',
};
const REASONS = 4;

/** What became of the calls at which something went wrong, and why. */
export function showFates(list, fates) {
  const all = Math.max(1, sum(Object.values(fates).map(({ count }) => count)));
  for (const [kind, label] of Object.entries(KINDS)) {
    const { count, reasons } = fates[kind] ?? { count: 0, reasons: new Map() };
    const shown = row(list, kind, () => element('div', { 'data-fate': kind }, element('dt', {}, label),
      element('dd', { class: 'count' }, element('span', { class: 'number' }), element('span', { class: 'bar', 'aria-hidden': 'true' })),
      element('dd', { class: 'reasons' }, element('ul'))));
    const [number, bar] = shown.children[1].children;
    setText(number, String(count));
    bar.style.setProperty('--share', count > 0 ? Math.max(count / all, 0.02) : 0);
    showReasons(shown.querySelector('ul'), reasons);
  }
}

/** Each keeps its line as long as it is there, so that none has to be searched for. */
function showReasons(list, reasons) {
  const most = [...reasons].sort((a, b) => b[1] - a[1]).slice(0, REASONS);
  keepOnly(list, new Set(most.map(([why]) => why)));
  for (const [why, count] of most) {
    const shown = row(list, why, () => element('li', {}, element('span', { class: 'number' }), ' ', element('span', {}, breakable(why))));
    setText(shown.firstChild, String(count));
  }
}
