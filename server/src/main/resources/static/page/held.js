import { $ } from './dom.js';
import { parametersIn } from './parameters.js';
import { toast } from './toast.js';

/** The picture a person dropped, pasted or picked: a chip in the box until it is taken out. */
export class HeldPicture {
	file = null;
	#parameters;

	/** `use` is given the request found inside a picture; `changed` is told when a picture comes or goes. */
	constructor(uploadBytes, use, changed) {
		Object.assign(this, { uploadBytes, changed });
		$('pick').onclick = () => $('file').click();
		$('file').onchange = () => this.hold($('file').files[0]);
		$('held-drop').onclick = () => this.drop();
		$('held-use').onclick = () => {
			use(this.#parameters);
			this.drop();
		};
		document.addEventListener('paste', (event) => this.#takeFrom(event, event.clipboardData));
		document.addEventListener('drop', (event) => this.#takeFrom(event, event.dataTransfer));
		for (const type of ['dragover', 'dragleave', 'drop']) document.addEventListener(type, mark);
	}

	drop() {
		URL.revokeObjectURL($('held-picture').src);
		this.file = null;
		$('file').value = '';
		$('held').hidden = true;
		this.changed();
	}

	#takeFrom(event, { files }) {
		const file = [...files].find(({ type }) => type.startsWith('image/'));
		if (!file) return;
		event.preventDefault();
		this.hold(file);
	}

	async hold(file) {
		if (!file || file === this.file) return;
		if (file.size > this.uploadBytes) return toast(`A picture may have ${this.uploadBytes >> 20} MB, this one has ${Math.ceil(file.size / 2 ** 20)}.`);
		this.drop();
		this.file = file;
		$('held-picture').src = URL.createObjectURL(file);
		$('held-words').textContent = 'Find pictures like this one; words in the box count too.';
		$('held-use').hidden = true;
		$('held').hidden = false;
		this.changed();
		const parameters = await parametersIn(file).catch(() => null);
		if (!parameters || this.file !== file) return;
		this.#parameters = parameters;
		$('held-words').textContent = `It was made for “${parameters.prompt}”.`;
		$('held-use').hidden = false;
	}
}

function mark(event) {
	if (!event.dataTransfer.types.includes('Files')) return;
	event.preventDefault();
	$('ask').classList.toggle('over', event.type === 'dragover' || (event.type === 'dragleave' && !!event.relatedTarget));
}
