import { coded, element } from './dom.js';

/** The table beside the chart. */
export function showSums(body, codes, colours) {
  body.replaceChildren(...codes.map(({ code, policy, count }) => element('tr', {},
    element('th', { scope: 'row' }, coded(code, colours)),
    element('td', { class: 'policy' }, policy),
    element('td', { class: 'number' }, count))));
}
