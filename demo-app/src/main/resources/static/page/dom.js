/**
 * Makes elements. Text becomes text nodes, never markup: much of it was written by servers.
 */

/**
 * @param {string} name the name of the element
 * @param {Object<string, string>} attributes its attributes; `undefined` leaves one out
 * @param {...(Node|string|number)} children what is in it
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.map((child) => (child instanceof Node ? child : String(child))));
  return made;
}

/** A code with places where a narrow screen may break it: after its dots. */
export function breakable(code) {
  const whole = document.createDocumentFragment();
  code.split(/(?<=\.)/).forEach((part, index) => {
    if (index > 0) {
      whole.append(document.createElement('wbr'));
    }
    whole.append(part);
  });
  return whole;
}

/** Sets the text of an element, if it is another one: nothing is announced or drawn twice. */
export function setText(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}
