const at = (id) => document.getElementById(id);
const address = () => `/chat?on=${at('on').value}&as=${encodeURIComponent(at('as').value)}`;
let shown = '';

async function act(what) {
  await fetch(address(), { method: 'POST', body: JSON.stringify(what) });
  await look();
}

async function look() {
  const response = await fetch(address());
  const text = await response.text();
  if (!response.ok || text === shown) return;
  shown = text;
  const log = at('lines');
  log.replaceChildren(...JSON.parse(text).flatMap(drawn));
  log.scrollTop = log.scrollHeight;
}

function drawn({ by, text, file, buttons = [] }) {
  const line = document.createElement('div');
  line.className = `line ${by}`;
  line.textContent = text;
  if (file !== undefined) line.append(drawnFile(file));
  if (buttons.length === 0) return [line];
  const row = document.createElement('div');
  row.className = 'buttons';
  row.append(...buttons.map(button));
  return [line, row];
}

function drawnFile({ href, name, picture }) {
  const element = document.createElement(picture ? 'img' : 'a');
  if (picture) return Object.assign(element, { src: href, alt: name });
  return Object.assign(element, { href, download: name, textContent: `📎 ${name}` });
}

function button({ title, payload, href }) {
  const element = document.createElement(href === undefined ? 'button' : 'a');
  element.textContent = title;
  if (href === undefined) element.addEventListener('click', () => act({ kind: 'tap', title, payload }));
  else Object.assign(element, { href, target: '_blank', rel: 'noreferrer' });
  return element;
}

function written(then) {
  const text = at('text').value.trim();
  at('text').value = '';
  if (text !== '') then(text);
}

at('say').addEventListener('submit', (event) => {
  event.preventDefault();
  written((text) => act({ kind: 'say', text }));
});
at('twice').addEventListener('click', () => written((text) => act({ kind: 'say', text, copies: 2 })));
at('staff').addEventListener('click', () => written((text) => act({ kind: 'staff', text })));
for (const kind of ['arrive', 'leave', 'picture']) at(kind).addEventListener('click', () => act({ kind }));
at('mood').addEventListener('change', () => act({ kind: 'mood', mood: at('mood').value }));
for (const id of ['on', 'as']) {
  at(id).addEventListener('change', () => {
    shown = '';
    at('lines').replaceChildren();
    look();
  });
}
setInterval(look, 700);
look();
