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

/** The child of a list that has a name; it is made if it is not there yet. */
export function row(list, name, make) {
  let found = [...list.children].find((child) => child.dataset.row === name);
  if (!found) {
    found = make();
    found.dataset.row = name;
    list.append(found);
  }
  return found;
}

/** Removes the children of a list whose names are not among these. */
export function keepOnly(list, names) {
  for (const child of [...list.children]) {
    if (!names.has(child.dataset.row)) {
      child.remove();
    }
  }
}

/** A code, with the colour that it has in the chart. */
export function coded(code, colours) {
  const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' });
  const { fill, edge } = colours.of(code);
  swatch.style.backgroundColor = fill;
  swatch.style.borderColor = edge;
  return element('span', { class: 'coded' }, swatch, element('span', {}, breakable(code)));
}
