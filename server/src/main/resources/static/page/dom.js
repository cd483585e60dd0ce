export const $ = (id) => document.getElementById(id);

/** A new element; text and children are only ever set as text or nodes, never parsed. */
export function make(tag, properties = {}, ...children) {
  const { data = {}, aria = {}, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  Object.assign(element.dataset, data);
  for (const [name, value] of Object.entries(aria)) element.setAttribute(name === 'role' ? name : `aria-${name}`, value);
  element.append(...children);
  return element;
}

export function say(text) {
  $('spoken').textContent = text;
}

export const sleep = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));
