/** What is known: the last minute, the last calls, the breakers, the scenario. */
const SECONDS = 60;
const CALLS = 200;

export class Model {
  number = 0;
  scenario = '';
  breakers = [];
  /** The oldest first. */
  seconds = [];
  /** The newest first. */
  calls = [];

  #keys = 0;

  /** Begin with all that the server knows. */
  begin(state) {
    this.seconds = [];
    this.calls = [];
    this.#take(state);
  }

  /** Add what is new; the server may repeat itself. */
  add(update) {
    if (update.number > this.number) {
      this.#take(update);
    }
  }

  #take(update) {
    this.number = update.number;
    this.scenario = update.scenario;
    this.breakers = update.breakers;
    this.seconds = [...this.seconds, ...update.seconds].slice(-SECONDS);
    const calls = update.calls.map((call) => ({ ...call, key: ++this.#keys }));
    this.calls = [...calls.toReversed(), ...this.calls].slice(0, CALLS);
  }

  /** The calls by code within the last seconds, the most frequent first, `OK` before all. */
  codes(last = SECONDS) {
    const sums = new Map();
    for (const second of this.seconds.slice(-last)) {
      for (const { code, policy, count } of second.codes) {
        const sum = sums.get(code) ?? { code, policy, count: 0 };
        sum.count += count;
        sums.set(code, sum);
      }
    }
    return [...sums.values()].sort((a, b) => (b.code === 'OK') - (a.code === 'OK') || b.count - a.count);
  }

  /** The attempts by decision within the last seconds. */
  decisions(last = SECONDS) {
    const sums = { none: 0, retry: 0, 'circuit-break': 0, fail: 0 };
    for (const second of this.seconds.slice(-last)) {
      for (const [decision, count] of Object.entries(second.decisions)) {
        sums[decision] = (sums[decision] ?? 0) + count;
      }
    }
    return sums;
  }

  /** How long the callers of the last seconds waited, all of them together. */
  waitedMillis(last = SECONDS) {
    return sum(this.seconds.slice(-last).map((second) => second.waitedMillis));
  }
}

export function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
