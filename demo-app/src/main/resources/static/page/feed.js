/**
 * The stream of updates. It comes back by itself: after a broken connection as browsers do,
 * and also after an error status and after silence, where they would give up or wait for ever.
 */
const SILENCE = 5000;
const AGAIN = 1500;

export class Feed {
  #url;
  #source;
  #watch;
  #again;

  /**
   * @param {string} url where the stream is
   * @param {{state: Function, update: Function, connection: Function}} listener is told
   *   the whole state, each update, and whether the connection is `live` or `lost`
   */
  constructor(url, listener) {
    this.#url = url;
    this.listener = listener;
  }

  open() {
    this.close();
    const source = new EventSource(this.#url);
    this.#source = source;
    source.addEventListener('state', (event) => this.#told('state', event));
    source.addEventListener('update', (event) => this.#told('update', event));
    source.addEventListener('error', () => {
      this.listener.connection('lost');
      if (source.readyState === EventSource.CLOSED) {
        this.#openLater();
      }
    });
    this.#expect();
  }

  close() {
    clearTimeout(this.#watch);
    clearTimeout(this.#again);
    this.#source?.close();
  }

  #told(kind, event) {
    this.#expect();
    this.listener.connection('live');
    this.listener[kind](JSON.parse(event.data));
  }

  /** There is news every second; if there is none for long, the connection is dead. */
  #expect() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      this.listener.connection('lost');
      this.open();
    }, SILENCE);
  }

  #openLater() {
    this.close();
    this.#again = setTimeout(() => this.open(), AGAIN);
  }
}
