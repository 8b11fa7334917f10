import { element, row, setText } from './dom.js';
import { many, percent } from './format.js';
import { sum } from './model.js';

/**
 * The promise of the library in three lines: how well the attempts of the last seconds went, to
 * whoever looks at the status, into the body, and at the items in it.
 */
export function showPromise(list, note, model, last) {
  const attempts = model.total(({ seen }) => seen.attempts, last);
  const items = model.items(last);
  line(list, 'status', 'By HTTP status', model.total(({ seen }) => seen.fineByStatus, last), attempts);
  line(list, 'body', 'By what the bodies say', model.total(({ seen }) => seen.fineByBody, last), attempts);
  line(list, 'items', 'By the items in them', items.get('OK') ?? 0, sum([...items.values()]));
  setText(note, attempts > 0 ? `of ${many(attempts, 'attempt')}` : 'no attempt');
}

function line(list, name, label, fine, all) {
  const shown = row(list, name, () => element('div', {}, element('dt', {}, label),
    element('dd', {}, element('span', { class: 'bar', 'aria-hidden': 'true' }), element('span', { class: 'share' }))));
  const [bar, share] = shown.lastChild.children;
  bar.style.setProperty('--share', all > 0 ? fine / all : 0);
  bar.dataset.empty = String(all === 0);
  setText(share, all > 0 ? `${percent(fine, all)} % fine` : '–');
  shown.dataset.state = all === 0 ? 'none' : fine === all ? 'good' : 'bad';
}
