import { showBreakers } from './breakers.js';
import { Calls } from './calls.js';
import { CodesChart } from './codes-chart.js';
import { Colours } from './colours.js';
import { setText } from './dom.js';
import { showFates } from './fates.js';
import { Feed } from './feed.js';
import { showFigures } from './figures.js';
import { Model } from './model.js';
import { showPromise } from './promise.js';
import { Scenarios } from './scenarios.js';
import { showSums } from './sums.js';

const $ = (id) => document.getElementById(id);

const TITLE = document.title;
/** How many seconds the figures are about. */
const LAST = 10;
const model = new Model();
const colours = new Colours();
const chart = new CodesChart($('chart'), colours);
const calls = new Calls($('calls'), $('still'), colours);
const scenarios = new Scenarios($('scenarios'), $('sentence'), $('problem'));

let paused = false;
let connection = 'connecting';
let troubled = null;

function show() {
  if (paused || document.hidden) {
    return;
  }
  const codes = model.codes();
  chart.show(model.seconds, codes);
  showSums($('sums'), codes, colours);
  showPromise($('promise'), $('attempts'), model, LAST);
  showFigures($('figures'), model, LAST);
  showBreakers($('breakers'), model.breakers);
  showFates($('fates'), model.fates());
  calls.show(model.calls, $('failures').checked);
  scenarios.show(model.scenario);
  announce();
}

/** Tells only what a person would call out: a breaker that opens, and one that is well again. */
function announce() {
  const now = model.breakers.filter(({ state }) => state !== 'CLOSED').map(({ name }) => name);
  const opened = now.filter((name) => troubled && !troubled.includes(name));
  const closed = (troubled ?? []).filter((name) => !now.includes(name));
  const news = [
    opened.length > 0 ? `Circuit breaker opened: ${opened.join(', ')}.` : '',
    closed.length > 0 ? `Circuit breaker closed: ${closed.join(', ')}.` : '',
  ].filter(Boolean).join(' ');
  if (news) {
    setText($('news'), news);
  }
  troubled = now;
  document.title = now.length > 0 ? `${now.length} not closed · ${TITLE}` : TITLE;
}

function showConnection() {
  const state = paused && connection === 'live' ? 'paused' : connection;
  $('connection').dataset.state = state;
  setText($('connection'), { connecting: 'Connecting', live: 'Live', lost: 'Connection lost, trying again', paused: 'Paused' }[state]);
}

$('pause').addEventListener('click', () => {
  paused = !paused;
  $('pause').setAttribute('aria-pressed', String(paused));
  showConnection();
  show();
});
$('failures').addEventListener('change', () => calls.filter(model.calls, $('failures').checked));
document.addEventListener('visibilitychange', show);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  chart.restyle();
  calls.restyle();
  show();
});

new Feed('/page/events', {
  state(update) {
    model.begin(update);
    scenarios.load();
    show();
  },
  update(update) {
    model.add(update);
    show();
  },
  connection(state) {
    if (connection !== state) {
      connection = state;
      showConnection();
    }
  },
}).open();
