import { breakable, element, setText } from './dom.js';
import { sum } from './model.js';
import { time } from './codes-chart.js';

const OK = 'OK';
const REFUSED = 'ClientError.CircuitBreakerOpen';
const STATES = { CLOSED: 'closed', OPEN: 'open', HALF_OPEN: 'half-open', FORCED_OPEN: 'forced open', DISABLED: 'disabled', METRICS_ONLY: 'metrics only' };
const ROWS = 25;

/** The figures of the last seconds. */
export function showFigures(list, model) {
  const window = 10;
  const codes = model.codes(window);
  const seconds = Math.max(1, Math.min(window, model.seconds.length));
  const calls = sum(codes.map(({ count }) => count));
  const count = (code) => codes.find((one) => one.code === code)?.count ?? 0;
  const attempts = sum(Object.values(model.decisions(window)));
  const figures = {
    'Calls a second': (calls / seconds).toFixed(1),
    Succeeded: calls ? `${percent(count(OK), calls)} %` : '–',
    'Attempts per call': calls ? (attempts / calls).toFixed(2) : '–',
    'Average wait': calls ? duration(model.waitedMillis(window) / calls) : '–',
    'Refused by a breaker': String(count(REFUSED)),
  };
  for (const [name, value] of Object.entries(figures)) {
    setText(row(list, name, () => element('div', {}, element('dt', {}, name), element('dd'))).lastChild, value);
  }
}

/** The sums under the chart. */
export function showSums(body, codes, colours) {
  body.replaceChildren(...codes.map(({ code, policy, count }) => element('tr', {},
    element('th', { scope: 'row' }, coded(code, policy, colours)),
    element('td', { class: 'policy' }, policy),
    element('td', { class: 'number' }, count))));
}

export function showDecisions(list, decisions) {
  const most = Math.max(1, ...Object.values(decisions));
  for (const [decision, count] of Object.entries(decisions)) {
    const shown = row(list, decision, () => element('div', { 'data-decision': decision },
      element('dt', {}, decision === 'none' ? 'none: success' : decision),
      element('dd', {}, element('span', { class: 'bar', 'aria-hidden': 'true' }), element('span', { class: 'number' }))));
    const [bar, number] = shown.lastChild.children;
    bar.style.setProperty('--share', count > 0 ? Math.max(count / most, 0.02) : 0);
    setText(number, String(count));
  }
}

export function showBreakers(list, breakers) {
  const names = new Set(breakers.map(({ name }) => name));
  for (const shown of [...list.children]) {
    if (!names.has(shown.dataset.row)) {
      shown.remove();
    }
  }
  for (const { name, state, attempts, failureRate } of breakers) {
    const shown = row(list, name, () => element('li', {},
      element('span', { class: 'name' }, breakable(name)), element('span', { class: 'state' }), element('span', { class: 'quiet' })));
    shown.dataset.state = state;
    const [, stateText, detail] = shown.children;
    setText(stateText, STATES[state] ?? state);
    setText(detail, failureRate === null || failureRate === undefined
      ? `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`
      : `${Math.round(failureRate)} % of ${attempts} failed`);
  }
}

export function showCalls(body, calls, onlyFailures, colours) {
  const shown = calls.filter(({ code }) => !onlyFailures || code !== OK).slice(0, ROWS);
  const known = new Map([...body.rows].map((one) => [one.dataset.row, one]));
  body.replaceChildren(...shown.map((call) => known.get(String(call.key)) ?? callRow(call, colours)));
}

function callRow(call, colours) {
  const cell = (name, ...children) => element('td', { role: 'cell', class: name }, ...children);
  const policy = call.decision === 'none' ? 'none' : `${call.decision} (${call.policy})`;
  return element('tr', { role: 'row', 'data-row': call.key },
    cell('time', time(call.at)),
    cell('call', breakable(`${call.product}.${call.action}`)),
    cell('code', coded(call.code, call.policy, colours)),
    cell('decision', policy),
    cell('attempts number', call.attempts, element('span', { class: 'unit' }, call.attempts === 1 ? ' attempt' : ' attempts')),
    cell('took number', duration(call.tookMillis)),
    cell('request-id', call.requestId ?? '–'));
}

/** The child of a list that has a name; it is made if it is not there yet. */
function row(list, name, make) {
  let found = [...list.children].find((child) => child.dataset.row === name);
  if (!found) {
    found = make();
    found.dataset.row = name;
    list.append(found);
  }
  return found;
}

/** A code, with the colour that it has in the chart. */
function coded(code, policy, colours) {
  const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' });
  swatch.style.backgroundColor = colours.of(code, policy);
  return element('span', { class: 'coded' }, swatch, element('span', {}, breakable(code)));
}

/** Rounded, but 100 only where it is all, and 0 only where it is nothing. */
function percent(part, whole) {
  const share = (100 * part) / whole;
  return share > 99 && share < 100 ? 99 : share > 0 && share < 1 ? 1 : Math.round(share);
}

function duration(millis) {
  return millis < 1000 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(1)} s`;
}
