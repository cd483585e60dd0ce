const NUMBERS = ['width', 'height', 'steps', 'guidanceScale', 'seed', 'count'];
const WORDS = ['negativePrompt', 'scheduler', 'model', 'memory'];

/** The request as the page's address, so that Back works and a link can be shared; defaults are left out. */
export function addressOf(request, defaults) {
	const words = new URLSearchParams({ q: request.prompt });
	for (const field of [...WORDS, ...NUMBERS]) {
		const value = request[field];
		if ((value ?? defaults[field]) !== defaults[field]) words.set(field, value);
	}
	return `/?${words}`;
}

export function requestIn(words) {
	const request = { prompt: words.get('q') };
	for (const field of WORDS) if (words.has(field)) request[field] = words.get(field);
	for (const field of NUMBERS) if (words.has(field)) request[field] = Number(words.get(field));
	return request;
}

export const pictureAddress = (id) => `/?picture=${encodeURIComponent(id)}`;
