import { breakable, element, row, setText } from './dom.js';
import { duration, many, percent, time } from './format.js';
import { sum } from './model.js';

const OK = 'OK';
const REFUSED = 'ClientError.CircuitBreakerOpen';
/** Below this share of tokens a budget is worth a look. */
const LOW = 0.5;

/** The figures of the last seconds: what callers got, and what guarded them. */
export function showFigures(list, model, last) {
  for (const [name, figure] of Object.entries({ ...callers(model, last), ...guards(model, last) })) {
    const shown = row(list, name, () => element('div', {}, element('dt', {}, name), element('dd'), element('dd', { class: 'note' })));
    const [, value, note] = shown.children;
    setText(value, figure.value);
    if (note.textContent !== (figure.note ?? '')) {
      note.replaceChildren(breakable(figure.note ?? ''));
    }
    shown.dataset.state = figure.wrong ? 'wrong' : 'right';
  }
}

function callers(model, last) {
  const codes = model.codes(last);
  const seconds = Math.max(1, Math.min(last, model.seconds.length));
  const calls = sum(codes.map(({ count }) => count));
  const count = (code) => codes.find((one) => one.code === code)?.count ?? 0;
  const ended = model.total(({ seen }) => seen.calls, last);
  return {
    'Calls a second': { value: (calls / seconds).toFixed(1) },
    Succeeded: { value: calls ? `${percent(count(OK), calls)} %` : '–' },
    'Attempts per call': { value: ended ? (model.total(({ seen }) => seen.attemptsOfCalls, last) / ended).toFixed(2) : '–' },
    'Average wait': { value: calls ? duration(model.total(({ waitedMillis }) => waitedMillis, last) / calls) : '–' },
    'Breaker refusals': { value: String(count(REFUSED)) },
  };
}

function guards(model, last) {
  const { mode, switches, budget, clock } = model.guard;
  return {
    'Items in answers': items(model.items(last)),
    Clock: {
      value: clock.text,
      note: clock.products > 0 ? `put right in signatures, ${many(clock.products, 'product')}` : 'no signature has expired',
      wrong: clock.products > 0,
    },
    'Held back': held(model.total(({ held }) => held.calls, last), model.total(({ held }) => held.millis, last)),
    'Retry budget': budget ? {
      value: `${percent(budget.tokens, budget.full || 1)} %`,
      note: `${budget.product} has the least, ${budget.tokens} of ${budget.full} tokens`,
      wrong: budget.tokens < LOW * budget.full,
    } : { value: '–', note: 'no call yet' },
    Mode: {
      value: mode,
      note: switches.length === 0 ? 'as configured, nothing is switched'
        : `switched: ${switches.map(({ text, until }) => `${text} until ${time(until)}`).join('; ')}`,
      wrong: switches.length > 0,
    },
  };
}

function items(counts) {
  const failed = [...counts].filter(([code]) => code !== OK).sort((a, b) => b[1] - a[1]);
  const all = sum([...counts.values()]);
  return failed.length === 0
    ? { value: all > 0 ? 'all fine' : '–', note: all > 0 ? `${many(all, 'item')} inside of successes` : 'none came' }
    : { value: `${sum(failed.map(([, count]) => count))} of ${all} failed`, note: failed[0][0], wrong: true };
}

function held(calls, millis) {
  return calls > 0
    ? { value: many(calls, 'call'), note: `by pacing or a limit, ${duration(millis / calls)} each`, wrong: true }
    : { value: 'none', note: 'nothing is paced' };
}
