const SAMPLERS = { PLMS: 'pndm', DDIM: 'ddim', LMS: 'lms', Euler: 'euler' };
const latin1 = (bytes) => String.fromCharCode(...bytes);

/** The request a PNG carries in its uncompressed text `parameters`; null where there is none. */
export async function parametersIn(file) {
	const bytes = new Uint8Array(await file.arrayBuffer());
	const view = new DataView(bytes.buffer);
	for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
		const type = latin1(bytes.subarray(at + 4, at + 8));
		const data = bytes.subarray(at + 8, at + 8 + view.getUint32(at));
		const keyEnd = data.indexOf(0);
		if (['tEXt', 'iTXt'].includes(type) && latin1(data.subarray(0, keyEnd)) === 'parameters') return parse(textIn(type, data, keyEnd));
	}
	return null;
}

function textIn(type, data, keyEnd) {
	if (type === 'tEXt') return data.subarray(keyEnd + 1).reduce((text, byte) => text + String.fromCharCode(byte), '');
	const languageEnd = data.indexOf(0, keyEnd + 3);
	return new TextDecoder().decode(data.subarray(data.indexOf(0, languageEnd + 1) + 1));
}

/** Reads AUTOMATIC1111's lines: the prompt, `Negative prompt: …`, then comma-joined `Key: value`. */
function parse(text) {
	const lines = text.trim().split('\n');
	const pairs = [...lines.at(-1).matchAll(/\s*([\w ]+): *("(?:\\.|[^"\\])*"|[^,]*)(?:,|$)/g)];
	const values = pairs.length < 3 ? {} : Object.fromEntries(pairs.map(([, key, value]) => [key, value]));
	if (pairs.length >= 3) lines.pop();
	const [prompt, negativePrompt = ''] = lines.join('\n').split(/(?:^|\n)Negative prompt: ?/);
	const [width, height] = values.Size?.split('x').map(Number) ?? [];
	const number = (key) => (key in values ? Number(values[key]) : undefined);
	return { prompt, negativePrompt, width, height, steps: number('Steps'), guidanceScale: number('CFG scale'), seed: number('Seed'), scheduler: SAMPLERS[values.Sampler] };
}
