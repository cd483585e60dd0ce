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

/** A picture that is kept nowhere is inside its address, and has no small copies. */
const small = (path) => (path.startsWith('data:') ? { src: path } : { src: `${path}?size=256`, srcset: `${path}?size=256, ${path}?size=512 2x` });

/** A small picture; where its file is gone a tile says so. */
export const thumbnail = (path) => make('img', { ...small(path), alt: '', loading: 'lazy', onerror: ({ target }) => target.replaceWith(make('i', { className: 'gone' }, 'Not there any more')) });

export const sleep = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));
