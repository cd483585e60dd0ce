const SAMPLERS = { PLMS: 'pndm', PNDM: 'pndm', DDIM: 'ddim', LMS: 'lms', Euler: 'euler' };

/** The request inside a picture: what its PNG text `parameters` says, or null where there is none. */
export async function parametersIn(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const view = new DataView(bytes.buffer);
  if (bytes.length < 8 || view.getUint32(0) !== 0x89504e47) return null;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = latin1(bytes.subarray(at + 4, at + 8));
    if (type === 'IEND' || at + 12 + length > bytes.length) break;
    const text = await textIn(type, bytes.subarray(at + 8, at + 8 + length));
    if (text !== null) return parse(text);
    at += 12 + length;
  }
  return null;
}

const latin1 = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

async function textIn(type, data) {
  if (type !== 'tEXt' && type !== 'iTXt') return null;
  const keyEnd = data.indexOf(0);
  if (latin1(data.subarray(0, keyEnd)) !== 'parameters') return null;
  if (type === 'tEXt') return latin1(data.subarray(keyEnd + 1));
  const compressed = data[keyEnd + 1] === 1;
  const languageEnd = data.indexOf(0, keyEnd + 3);
  const text = data.subarray(data.indexOf(0, languageEnd + 1) + 1);
  if (!compressed) return new TextDecoder().decode(text);
  return new Response(new Blob([text]).stream().pipeThrough(new DecompressionStream('deflate'))).text();
}

/** Reads AUTOMATIC1111's lines: the prompt, `Negative prompt: …`, then comma-joined `Key: value`. */
export function parse(text) {
  const lines = text.trim().split('\n');
  const values = Object.fromEntries(
    [...lines.at(-1).matchAll(/\s*([\w ()/-]+): *("(?:\\.|[^\\"])*"|[^,]*)(?:,|$)/g)].map(([, key, value]) => [key.trim(), value.trim()]));
  const counted = Object.keys(values).length >= 3;
  const said = (counted ? lines.slice(0, -1) : lines).join('\n');
  const [prompt, negativePrompt = ''] = said.split(/(?:^|\n)Negative prompt: ?/);
  const request = { prompt: prompt.trim(), negativePrompt: negativePrompt.trim() };
  const take = (key, field) => counted && Number.isFinite(Number(values[key])) && (request[field] = Number(values[key]));
  take('Steps', 'steps');
  take('CFG scale', 'guidanceScale');
  take('Seed', 'seed');
  const size = counted && values.Size?.match(/^(\d+)x(\d+)$/);
  if (size) Object.assign(request, { width: Number(size[1]), height: Number(size[2]) });
  if (counted && SAMPLERS[values.Sampler]) request.scheduler = SAMPLERS[values.Sampler];
  return request;
}
