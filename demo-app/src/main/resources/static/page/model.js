/** What is known: the last minute, the last calls, what guards them, the scenario. */
const SECONDS = 60;
const CALLS = 200;

export class Model {
  number = 0;
  scenario = '';
  guard = null;
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
    this.guard = update.guard;
    this.breakers = update.breakers;
    this.seconds = [...this.seconds, ...update.seconds].slice(-SECONDS);
    const calls = update.calls.map((call) => ({ ...call, key: ++this.#keys }));
    this.calls = [...calls.toReversed(), ...this.calls].slice(0, CALLS);
  }

  /** The calls by code within the last seconds, the most frequent first, `OK` before all. */
  codes(last = SECONDS) {
    const sums = new Map();
    for (const { code, policy, count } of this.seconds.slice(-last).flatMap((second) => second.codes)) {
      const one = sums.get(code) ?? { code, policy, count: 0 };
      one.count += count;
      sums.set(code, one);
    }
    return [...sums.values()].sort((a, b) => (b.code === 'OK') - (a.code === 'OK') || b.count - a.count);
  }

  /** The calls at which something went wrong within the last seconds, by what became of them. */
  fates(last = SECONDS) {
    const sums = {};
    for (const { kind, why, count } of this.seconds.slice(-last).flatMap((second) => second.seen.fates)) {
      const one = (sums[kind] ??= { count: 0, reasons: new Map() });
      one.count += count;
      if (why) {
        one.reasons.set(why, (one.reasons.get(why) ?? 0) + count);
      }
    }
    return sums;
  }

  /** The items of successes within the last seconds, by code. */
  items(last = SECONDS) {
    const sums = new Map();
    for (const [code, count] of this.seconds.slice(-last).flatMap((second) => Object.entries(second.items))) {
      sums.set(code, (sums.get(code) ?? 0) + count);
    }
    return sums;
  }

  /** The sum of a number that each of the last seconds has. */
  total(number, last = SECONDS) {
    return sum(this.seconds.slice(-last).map(number));
  }
}

export function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
