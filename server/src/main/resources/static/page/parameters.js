const SAMPLERS = { PLMS: 'pndm', DDIM: 'ddim', LMS: 'lms', Euler: 'euler' };
const decoded = (bytes, as = 'latin1') => new TextDecoder(as).decode(bytes);

/** The request a PNG carries in its uncompressed text `parameters`, a JPEG or WebP as comment; null where there is none. */
export async function parametersIn(file) {
	const bytes = new Uint8Array(await file.arrayBuffer());
	const text = bytes[0] === 0x89 ? textOfPng(bytes) : commentIn(bytes);
	return text && parse(text);
}

/** The user comment of EXIF in UTF-16, as AUTOMATIC1111's web UI writes it. */
function commentIn(bytes) {
	const start = decoded(bytes).search(/(?<=Exif\0\0|EXIF[^]{4})(?:MM\0\*|II\*\0)/);
	if (start < 0) return null;
	const tiff = new DataView(bytes.buffer, start);
	const little = bytes[start] === 0x49;
	const int = (at) => tiff.getUint32(at, little);
	const valueOf = (directory, tag) => {
		const end = directory + 2 + 12 * tiff.getUint16(directory, little);
		for (let at = directory + 2; at < end; at += 12) if (tiff.getUint16(at, little) === tag) return [int(at + 8), int(at + 4)];
		return [];
	};
	const [exif] = valueOf(int(4), 0x8769);
	const [at, length] = exif ? valueOf(exif, 0x9286) : [];
	const comment = bytes.subarray(start + at, start + at + length);
	if (!at || decoded(comment.subarray(0, 7)) !== 'UNICODE') return null;
	const text = comment.subarray(8);
	// Writers disagree about the order; the high bytes of the keys are zeros.
	const high = text.reduce((sum, byte, place) => sum + (byte ? 0 : place % 2 ? -1 : 1), 0);
	return decoded(text, high < 0 ? 'utf-16le' : 'utf-16be');
}

function textOfPng(bytes) {
	const view = new DataView(bytes.buffer);
	for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
		const type = decoded(bytes.subarray(at + 4, at + 8));
		const data = bytes.subarray(at + 8, at + 8 + view.getUint32(at));
		const keyEnd = data.indexOf(0);
		if (/tEXt|iTXt/.test(type) && decoded(data.subarray(0, keyEnd)) === 'parameters') return textIn(type, data, keyEnd);
	}
	return null;
}

function textIn(type, data, keyEnd) {
	if (type === 'tEXt') return decoded(data.subarray(keyEnd + 1));
	const languageEnd = data.indexOf(0, keyEnd + 3);
	return decoded(data.subarray(data.indexOf(0, languageEnd + 1) + 1), 'utf-8');
}

/** Reads AUTOMATIC1111's lines: the prompt, `Negative prompt: …`, then comma-joined `Key: value`. */
function parse(text) {
	const lines = text.trim().split('\n');
	const pairs = [...lines.at(-1).matchAll(/\s*([\w ]+): *("(?:\\.|[^"\\])*"|[^,]*)(?:,|$)/g)];
	const values = pairs.length < 3 ? {} : Object.fromEntries(pairs.map((pair) => pair.slice(1, 3)));
	if (pairs.length >= 3) lines.pop();
	const [prompt, negativePrompt = ''] = lines.join('\n').split(/(?:^|\n)Negative prompt: ?/);
	const [width, height] = values.Size?.split('x').map(Number) ?? [];
	const number = (key) => (key in values ? Number(values[key]) : undefined);
	return { prompt, negativePrompt, width, height, steps: number('Steps'), guidanceScale: number('CFG scale'), seed: number('Seed'), scheduler: SAMPLERS[values.Sampler] };
}
