/**
 * Gives each code a colour, which follows from its name alone: it is the same after a reload, on
 * every machine, and whatever else is on the page. Where the Grafana dashboards name a colour, it is
 * that one; the codes of one family share its hue and differ in their shade, all but the most frequent,
 * which comes first here.
 */
const FAMILIES = [
  ['OK', /^OK$/, '#56a64b', '#73bf69'],
  ['ClientError.CircuitBreakerOpen', /^ClientError\.CircuitBreakerOpen$/, '#8ab8ff', '#c0d8ff'],
  ['ClientError.NetworkError.ReadTimeout', /^ClientError\.NetworkError/, '#a352cc', '#b877d9'],
  ['ClientError.HttpStatusCodeError.503', /^ClientError\.HttpStatusCodeError/, '#ff7383', '#ffa6b0'],
  ['ClientError.ParseJsonError', /^ClientError\.ParseJsonError$/, '#b877d9', '#ca95e5'],
  ['ClientError.Throttled', /^ClientError\.(Throttled|CallTimeout)/, '#5794f2', '#8ab8ff'],
  ['InternalError', /^InternalError/, '#e02f44', '#f2495c'],
  ['ServiceUnavailable', /^(Service|Resource)Unavailable/, '#ad0317', '#c4162a'],
  ['RequestLimitExceeded', /^RequestLimitExceeded/, '#ff780a', '#ff9830'],
  ['LimitExceeded', /^LimitExceeded/, '#e0b400', '#f2cc0c'],
  ['ResourceInsufficient', /^ResourceInsufficient/, '#ffb357', '#ffcb7d'],
  ['AuthFailure.SignatureExpire', /^AuthFailure\.SignatureExpire$/, '#1250b0', '#1f60c4'],
  ['AuthFailure.SignatureFailure', /^AuthFailure/, '#3274d9', '#5794f2'],
  ['UnauthorizedOperation', /^UnauthorizedOperation/, '#1f60c4', '#3274d9'],
  ['InvalidParameterValue', /^InvalidParameter/, '#fade2a', '#ffee52'],
];
/** How far from the colour of its family a code may be: in lightness, and in degrees of the hue. */
const LIGHTER = 0.08;
const TURNED = 15;
/** Hues that no family has, for codes that no dashboard names. */
const FREE = [[168, 64], [322, 26]];
/** What WCAG 2.2 asks of whatever is to be told from its ground. */
const CONTRAST = 3;

const dark = matchMedia('(prefers-color-scheme: dark)');

export class Colours {
  #known = new Map();
  #style = getComputedStyle(document.documentElement);

  constructor() {
    dark.addEventListener('change', () => this.#known.clear());
  }

  /**
   * The colours of a code in the present theme.
   * @returns {{fill: string, edge: string}} its colour, and that of a line around it, which stands
   *   out from the page even where the colour itself is pale
   */
  of(code) {
    let colours = this.#known.get(code);
    if (!colours) {
      const fill = fillOf(code);
      colours = { fill, edge: this.#edge(fill) };
      if (this.#known.size > 1000) {
        this.#known.clear();
      }
      this.#known.set(code, colours);
    }
    return colours;
  }

  /** A colour of the style sheet. */
  named(name) {
    return this.#style.getPropertyValue(`--${name}`).trim();
  }

  #edge(fill) {
    const surface = parts(this.named('surface'));
    const text = parts(this.named('text'));
    let edge = parts(fill);
    for (let share = 0.2; share < 1 && contrast(edge, surface) < CONTRAST + 0.1; share += 0.1) {
      edge = parts(fill).map((part, index) => part * (1 - share) + text[index] * share);
    }
    return hex(edge);
  }
}

function fillOf(code) {
  const [one, other] = chances(code);
  const family = FAMILIES.find(([, pattern]) => pattern.test(code));
  if (!family) {
    const place = one * (FREE[0][1] + FREE[1][1]);
    const hue = place < FREE[0][1] ? FREE[0][0] + place : FREE[1][0] + place - FREE[0][1];
    return ofLch([(dark.matches ? 0.66 : 0.54) + 0.14 * other, 0.1, hue]);
  }
  const [base, , light, dim] = family;
  const colour = dark.matches ? dim : light;
  if (code === base) {
    return colour;
  }
  const [lightness, chroma, hue] = toLch(colour);
  const angle = one * 2 * Math.PI;
  const far = other < 0.5 ? 0.65 : 1;
  return ofLch([Math.min(0.95, lightness + far * LIGHTER * Math.sin(angle)), chroma, hue + far * TURNED * Math.cos(angle)]);
}

/**
 * Two numbers between 0 and 1 that follow from a text (FNV-1a, mixed once more). The first number was
 * searched for: with it, the codes of the demo lie far apart.
 */
function chances(text) {
  let hash = 0x814a0ccd;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  hash = (hash ^ (hash >>> 15)) >>> 0;
  return [(hash & 0xffff) / 0x10000, (hash >>> 16) / 0x10000];
}

/* A colour as lightness, chroma and hue as people see them (Oklab), and back. */

function toLch(colour) {
  const [r, g, b] = parts(colour).map(linear);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const y = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, Math.hypot(a, y), (Math.atan2(y, a) * 180) / Math.PI];
}

function ofLch([lightness, chroma, hue]) {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const y = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * y) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * y) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * y) ** 3;
  return hex([
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((part) => 255 * (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055)));
}

function contrast(one, other) {
  const [a, b] = [one, other].map((colour) => {
    const [r, g, blue] = colour.map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  });
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function linear(part) {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** The parts of a colour that is written as `#rrggbb`. */
function parts(colour) {
  return [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));
}

function hex(colour) {
  return `#${colour.map((part) => Math.round(Math.min(255, Math.max(0, part || 0))).toString(16).padStart(2, '0')).join('')}`;
}
