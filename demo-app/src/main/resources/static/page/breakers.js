import { breakable, element, keepOnly, row, setText } from './dom.js';
import { many } from './format.js';

const STATES = { CLOSED: 'closed', OPEN: 'open', HALF_OPEN: 'half-open', FORCED_OPEN: 'forced open', DISABLED: 'disabled', METRICS_ONLY: 'metrics only' };

export function showBreakers(list, breakers) {
  keepOnly(list, new Set(breakers.map(({ name }) => name)));
  for (const breaker of breakers) {
    const shown = row(list, breaker.name, () => element('li', {}, element('span', { class: 'name' }, breakable(breaker.name)),
      element('span', { class: 'state' }), ' ', element('span', { class: 'quiet' })));
    shown.dataset.state = breaker.state;
    const [, state, detail] = shown.children;
    setText(state, STATES[breaker.state] ?? breaker.state);
    setText(detail, explain(breaker));
  }
}

/** A half-open breaker counts its trial calls, any other one the attempts of its window. */
function explain({ attempts, failureRate, trialCalls }) {
  if (trialCalls !== null && trialCalls !== undefined) {
    return `${Math.min(attempts, trialCalls)} of ${many(trialCalls, 'trial call')}`;
  }
  return failureRate === null || failureRate === undefined ? many(attempts, 'attempt') : `${Math.round(failureRate)} % of ${attempts} failed`;
}
