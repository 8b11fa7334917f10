import { breakable, coded, element, setText } from './dom.js';
import { duration, many, time } from './format.js';

const OK = 'OK';
const ROWS = 25;
/** How long the rows stand still after a finger has touched them. */
const TOUCH = 3000;

const hover = matchMedia('(hover: hover)');

/**
 * The last calls. A row opens and tells each attempt. While one is open, and while somebody points at
 * the rows or walks through them with the keyboard, they stand still: nobody could hit a row that moves.
 */
export class Calls {
  #body;
  #note;
  #colours;
  #shown = [];
  #rows = new Map();
  #open = new Set();
  #touched = -TOUCH;

  constructor(body, note, colours) {
    this.#body = body;
    this.#note = note;
    this.#colours = colours;
    body.addEventListener('pointerdown', (event) => { this.#touched = event.timeStamp; });
  }

  /** Show the newest calls, unless somebody reads. */
  show(calls, onlyFailures) {
    const wanted = wantedOf(calls, onlyFailures);
    if (this.#stands()) {
      const newest = this.#shown[0]?.key ?? 0;
      const newer = wanted.filter(({ key }) => key > newest).length;
      setText(this.#note, `Standing still while you read: ${many(newer, 'newer call')}`);
      return;
    }
    setText(this.#note, '');
    this.#draw(wanted.slice(0, ROWS));
  }

  /** Show other calls, whoever reads; the open ones are closed. */
  filter(calls, onlyFailures) {
    this.#open.clear();
    this.#rows.clear();
    this.#draw(wantedOf(calls, onlyFailures).slice(0, ROWS));
  }

  /** The theme has changed, and with it the colours. */
  restyle() {
    this.#rows.clear();
    this.#draw(this.#shown);
  }

  #stands() {
    return this.#open.size > 0 || (hover.matches && this.#body.matches(':hover')) || this.#body.querySelector(':focus-visible') !== null
      || performance.now() - this.#touched < TOUCH;
  }

  #draw(calls) {
    const before = this.#rows;
    this.#shown = calls;
    this.#rows = new Map(calls.map((call) => [call.key, before.get(call.key) ?? this.#row(call)]));
    this.#body.replaceChildren(...[...this.#rows.values()].flat());
  }

  /** One or two rows: the call, and its attempts if it is open. */
  #row(call) {
    const cell = (name, ...children) => element('td', { role: 'cell', class: name }, ...children);
    const open = this.#open.has(call.key);
    const button = element('button', { type: 'button', class: 'opener', 'aria-expanded': String(open), 'aria-controls': open ? detailId(call) : undefined },
      breakable(`${call.product}.${call.action}`));
    button.addEventListener('click', () => this.#toggle(call, button));
    const row = element('tr', { role: 'row', 'data-row': call.key, class: 'one' },
      cell('time', time(call.at)),
      cell('call', button),
      cell('code', coded(call.code, this.#colours)),
      cell('decision', call.decision === 'none' ? 'none' : `${call.decision} (${call.policy})`),
      cell('attempts number', call.attempts, element('span', { class: 'unit' }, call.attempts === 1 ? ' attempt' : ' attempts')),
      cell('took number', duration(call.tookMillis)),
      cell('request-id', call.requestId ?? '–'));
    return open ? [row, this.#detail(call)] : [row];
  }

  #toggle(call, button) {
    const [row, detail] = this.#rows.get(call.key);
    if (detail) {
      this.#open.delete(call.key);
      detail.remove();
      this.#rows.set(call.key, [row]);
      button.removeAttribute('aria-controls');
    }
    else {
      this.#open.add(call.key);
      const made = this.#detail(call);
      row.after(made);
      this.#rows.set(call.key, [row, made]);
      button.setAttribute('aria-controls', made.id);
    }
    button.setAttribute('aria-expanded', String(!detail));
  }

  #detail(call) {
    const trail = call.trail.map((attempt, index) => element('li', {},
      element('span', { class: 'nth' }, `Attempt ${index + 1}`),
      element('span', { class: 'waited' }, attempt.waitedMillis > 0 ? `waited ${duration(attempt.waitedMillis)}` : 'no wait'),
      element('span', { class: 'took' }, `took ${duration(attempt.tookMillis)}`),
      element('span', { class: 'status' }, attempt.status > 0 ? `status ${attempt.status}` : 'no answer'),
      element('span', { class: 'code' }, coded(attempt.code, this.#colours)),
      element('span', { class: 'request-id' }, attempt.requestId ?? 'no RequestId')));
    return element('tr', { role: 'row', class: 'detail', id: detailId(call) },
      element('td', { role: 'cell', colspan: '7' },
        ...(trail.length > 0 ? [element('ol', { class: 'trail' }, ...trail)] : []),
        element('p', { class: 'verdict' }, call.verdict)));
  }
}

function wantedOf(calls, onlyFailures) {
  return onlyFailures ? calls.filter(({ code }) => code !== OK) : calls;
}

function detailId(call) {
  return `attempts-of-${call.key}`;
}
