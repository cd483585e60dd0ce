const NAMES = [['negative', 'negativePrompt'], ['width'], ['height'], ['steps'], ['guidance', 'guidanceScale'],
  ['scheduler'], ['model'], ['seed'], ['count'], ['memory']];
const NUMBERS = ['width', 'height', 'steps', 'guidanceScale', 'seed', 'count'];

/** The request as the page's address, so that Back works and a link can be shared; defaults are left out. */
export function addressOf(request, defaults) {
  const words = new URLSearchParams({ q: request.prompt });
  for (const [name, field = name] of NAMES) {
    const value = request[field];
    if (value !== undefined && value !== defaults[field]) words.set(name, value);
  }
  return `/?${words}`;
}

export function requestIn(words) {
  const request = { prompt: words.get('q') };
  for (const [name, field = name] of NAMES) {
    if (words.has(name)) request[field] = NUMBERS.includes(field) ? Number(words.get(name)) : words.get(name);
  }
  return request;
}

export const pictureAddress = (id) => `/?picture=${encodeURIComponent(id)}`;
