export const $ = (id) => document.getElementById(id);

/** A new element with properties or attributes; text and children are set as text or nodes, never parsed. */
export function make(tag, fields = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(fields)) {
		if (name in element) element[name] = value;
		else element.setAttribute(name, value);
	}
	element.append(...children);
	return element;
}

export const sleep = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));
