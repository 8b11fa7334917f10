import { element, setText } from './dom.js';

/** The buttons that switch the scenario. */
export class Scenarios {
  #group;
  #sentence;
  #problem;
  #sentences = {};
  #current = '';

  constructor(group, sentence, problem) {
    this.#group = group;
    this.#sentence = sentence;
    this.#problem = problem;
    for (const event of ['focusin', 'focusout', 'pointerover', 'pointerout']) {
      group.addEventListener(event, () => this.#explain());
    }
  }

  /** Ask which scenarios there are. */
  async load() {
    await this.#ask(fetch('/scenario'));
  }

  /** Show which scenario is in force, whoever has switched it on. */
  show(current) {
    this.#current = current;
    for (const button of this.#group.children) {
      const pressed = String(button.value === current);
      if (button.getAttribute('aria-pressed') !== pressed) {
        button.setAttribute('aria-pressed', pressed);
      }
    }
    this.#explain();
  }

  async #switch(name) {
    await this.#ask(fetch(`/scenario/${encodeURIComponent(name)}`, { method: 'POST' }));
  }

  async #ask(request) {
    try {
      const response = await request;
      if (!response.ok) {
        throw new Error(`The demo answered with status ${response.status}.`);
      }
      const { current, scenarios } = await response.json();
      this.#problem.hidden = true;
      this.#offer(scenarios);
      this.show(current);
    }
    catch (error) {
      setText(this.#problem, `That did not work. Is the demo still running? (${error.message})`);
      this.#problem.hidden = false;
    }
  }

  #offer(sentences) {
    this.#sentences = sentences;
    const offered = [...this.#group.children].map((button) => button.value);
    if (offered.join() === Object.keys(sentences).join()) {
      return;
    }
    this.#group.replaceChildren(...Object.entries(sentences).map(([name, sentence]) => {
      const button = element('button', { type: 'button', value: name, 'aria-pressed': 'false', 'aria-description': sentence }, name);
      button.addEventListener('click', () => this.#switch(name));
      return button;
    }));
  }

  /** What the button does that a person is about to press, else what is going on. */
  #explain() {
    const button = this.#group.querySelector('button:hover, button:focus-visible');
    setText(this.#sentence, this.#sentences[button?.value ?? this.#current] ?? '');
  }
}
