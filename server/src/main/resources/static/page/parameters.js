const SAMPLERS = { PLMS: 'pndm', DDIM: 'ddim', LMS: 'lms', Euler: 'euler' };
const latin1 = (bytes) => String.fromCharCode(...bytes);

/** The request a PNG carries in its uncompressed text `parameters`, a JPEG or WebP as comment; null where there is none. */
export async function parametersIn(file) {
	const bytes = new Uint8Array(await file.arrayBuffer());
	if (bytes[0] === 0x89) return parametersOfPng(bytes);
	const comment = commentIn(bytes);
	return comment ? parse(comment) : null;
}

/** The user comment of EXIF in UTF-16, as AUTOMATIC1111's web UI writes it. */
function commentIn(bytes) {
	const found = /(?:Exif\0\0|EXIF[^]{4})(?=MM\0\*|II\*\0)/.exec(new TextDecoder('latin1').decode(bytes));
	if (!found) return null;
	const start = found.index + found[0].length;
	const tiff = new DataView(bytes.buffer, start);
	const little = bytes[start] === 0x49;
	const valueOf = (directory, tag) => {
		for (let at = directory + 2; at < directory + 2 + 12 * tiff.getUint16(directory, little); at += 12) {
			if (tiff.getUint16(at, little) === tag) return { length: tiff.getUint32(at + 4, little), at: tiff.getUint32(at + 8, little) };
		}
		return null;
	};
	const exif = valueOf(tiff.getUint32(4, little), 0x8769);
	const comment = exif && valueOf(exif.at, 0x9286);
	if (!comment) return null;
	const text = bytes.subarray(start + comment.at, start + comment.at + comment.length);
	if (latin1(text.subarray(0, 7)) !== 'UNICODE') return null;
	// Writers disagree about the order; the high bytes of the keys are zeros.
	const high = text.subarray(8).reduce((sum, byte, at) => sum + (byte === 0 ? (at % 2 ? -1 : 1) : 0), 0);
	return new TextDecoder(high < 0 ? 'utf-16le' : 'utf-16be').decode(text.subarray(8));
}

function parametersOfPng(bytes) {
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
