import { $ } from './dom.js';

/** The answer's menu: opens by its button, arrows move, Esc and a press elsewhere close. */
export function wireMenu() {
  const button = $('more');
  const menu = $('menu');
  const items = () => [...menu.querySelectorAll('button:not([hidden])')];
  const toggle = (open) => {
    menu.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    if (!open) return;
    // On a phone the button may stand at the left, where a menu hung from its right edge would leave the page.
    menu.style.right = '0';
    menu.style.left = 'auto';
    if (menu.getBoundingClientRect().left < 8) Object.assign(menu.style, { left: '0', right: 'auto' });
    items()[0]?.focus();
  };
  button.addEventListener('click', () => toggle(menu.hidden));
  menu.addEventListener('click', () => toggle(false));
  document.addEventListener('pointerdown', (event) => !event.target.closest('.menu-holder') && toggle(false));
  menu.addEventListener('focusout', (event) => !menu.contains(event.relatedTarget) && event.relatedTarget !== button && toggle(false));
  menu.addEventListener('keydown', (event) => {
    const at = items().indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape') {
      toggle(false);
      button.focus();
    } else if (to !== undefined) {
      items().at(to % items().length).focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
