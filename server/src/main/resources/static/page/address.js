/** The request as the page's address, so that Back works and a link can be shared; what equals the defaults is left out. */
export function addressOf(request, defaults) {
  const words = new URLSearchParams({ q: request.prompt });
  const put = (name, value, usual = '') => value !== undefined && value !== usual && words.set(name, value);
  put('negative', request.negativePrompt, defaults.negativePrompt);
  const { width = defaults.width, height = defaults.height } = request;
  put('size', `${width}x${height}`, `${defaults.width}x${defaults.height}`);
  put('steps', request.steps, defaults.steps);
  put('guidance', request.guidanceScale, defaults.guidanceScale);
  put('scheduler', request.scheduler, defaults.scheduler);
  put('model', request.model, defaults.model);
  put('seed', request.seed);
  put('count', request.count, 1);
  put('memory', request.memory);
  return `/?${words}`;
}

export function requestIn(search) {
  const words = new URLSearchParams(search);
  const request = { prompt: words.get('q') ?? '' };
  const take = (name, field, as = String) => words.has(name) && (request[field] = as(words.get(name)));
  take('negative', 'negativePrompt');
  take('steps', 'steps', Number);
  take('guidance', 'guidanceScale', Number);
  take('scheduler', 'scheduler');
  take('model', 'model');
  take('seed', 'seed', Number);
  take('count', 'count', Number);
  take('memory', 'memory');
  const size = words.get('size')?.match(/^(\d+)x(\d+)$/);
  if (size) Object.assign(request, { width: Number(size[1]), height: Number(size[2]) });
  return request;
}

export const pictureAddress = (id) => `/?picture=${encodeURIComponent(id)}`;
