/**
 * Gives each code a colour. Codes of one kind of trouble share a hue, in several shades; the
 * hues are in the style sheet, one set for light and one for dark.
 */
const TONES = {
  none: 'ok',
  throttled: 'limit', conflict: 'limit', capacity: 'limit', retry: 'limit',
  transient: 'fault', 'circuit-break': 'fault',
  network: 'network',
  clock: 'auth', credential: 'auth', auth: 'auth', permission: 'auth',
  quota: 'money', billing: 'money',
};
const REFUSED = 'ClientError.CircuitBreakerOpen';
/** How much of the colour of the text is mixed in, so that no shade pales. */
const SHADES = [0, 0.4, 0.2, 0.6, 0.3];

export class Colours {
  #shades = new Map();
  #counts = new Map();
  #style = getComputedStyle(document.documentElement);

  /** The colour of a code; the same again each time, as long as the theme is the same. */
  of(code, policy) {
    const tone = code === REFUSED ? 'refused' : TONES[policy] ?? 'other';
    let shade = this.#shades.get(code);
    if (shade === undefined) {
      const before = this.#counts.get(tone) ?? 0;
      this.#counts.set(tone, before + 1);
      shade = SHADES[before % SHADES.length];
      this.#shades.set(code, shade);
    }
    return mix(this.named(`tone-${tone}`), this.named('text'), shade);
  }

  /** A colour of the style sheet. */
  named(name) {
    return this.#style.getPropertyValue(`--${name}`).trim();
  }
}

function mix(colour, other, share) {
  const a = parts(colour);
  const b = parts(other);
  return `rgb(${a.map((part, index) => Math.round(part * (1 - share) + b[index] * share)).join(' ')})`;
}

/** The parts of a colour that is written as `#rrggbb`. */
function parts(colour) {
  return [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));
}
