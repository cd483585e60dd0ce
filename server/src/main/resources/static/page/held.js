import { $ } from './dom.js';
import { parametersIn } from './png.js';
import { toast } from './toast.js';

/** The picture a person has dropped, pasted or picked: a chip in the box, until it is taken out. */
export class HeldPicture {
  file = null;
  #uploadBytes;
  #parameters = null;
  #changed;

  /** `use` is given the request found inside a picture; `changed` is told when a picture comes or goes. */
  constructor(uploadBytes, { use, changed }) {
    this.#uploadBytes = uploadBytes;
    this.#changed = changed;
    $('pick').addEventListener('click', () => $('file').click());
    $('file').addEventListener('change', () => this.#hold($('file').files[0]));
    $('held-drop').addEventListener('click', () => this.drop());
    $('held-use').addEventListener('click', () => {
      use(this.#parameters);
      this.drop();
    });
    document.addEventListener('paste', (event) => this.#fromTransfer(event, event.clipboardData));
    document.addEventListener('drop', (event) => this.#fromTransfer(event, event.dataTransfer));
    for (const type of ['dragover', 'dragleave', 'drop']) document.addEventListener(type, (event) => over(type, event));
  }

  drop() {
    if (!this.file) return;
    URL.revokeObjectURL($('held-picture').src);
    this.file = null;
    $('file').value = '';
    $('pictures-in-box').hidden = true;
    this.#changed();
  }

  #fromTransfer(event, transfer) {
    const file = [...transfer.files].find(({ type }) => type.startsWith('image/'));
    if (!file) return;
    event.preventDefault();
    this.#hold(file);
  }

  async #hold(file) {
    if (!file) return;
    if (file.size > this.#uploadBytes) {
      toast(`A picture may have ${Math.floor(this.#uploadBytes / 2 ** 20)} MB; this one has ${Math.ceil(file.size / 2 ** 20)}.`);
      return;
    }
    this.drop();
    this.file = file;
    $('held-picture').src = URL.createObjectURL(file);
    $('held-words').textContent = 'Find pictures like this one. Words in the box count too.';
    $('held-use').hidden = true;
    $('pictures-in-box').hidden = false;
    this.#changed();
    const parameters = await parametersIn(file).catch(() => null);
    if (!parameters || this.file !== file) return;
    this.#parameters = parameters;
    $('held-words').textContent = `It was made for “${parameters.prompt}”.`;
    $('held-use').hidden = false;
  }
}

function over(type, event) {
  if (!event.dataTransfer.types.includes('Files')) return;
  event.preventDefault();
  const leaving = type === 'drop' || (type === 'dragleave' && !event.relatedTarget);
  $('ask').classList.toggle('over', !leaving);
}
