import type { BuiltChat } from '../../web/build.ts';
import type { WebTexts } from '../../web/texts.ts';
import { icons } from './icons.ts';

/**
 * The page as HTML, whole before any script runs: whoever has no script, or a slow line, still sees
 * whom to call. Every word passes `html`; nothing a person wrote is ever in here.
 */
export function chatDocument(texts: WebTexts, built: BuiltChat): string {
  return `<!doctype html>
<html lang="${html(texts.lang)}" translate="no">
<head>
<meta charset="utf-8">
<title>${html(texts.title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="format-detection" content="telephone=no">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#f5f1ea" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#161c20" media="(prefers-color-scheme: dark)">
<link rel="icon" href="/assets/${built.icon.name}" type="image/svg+xml">
<link rel="stylesheet" href="/assets/${built.style.name}">
<script type="application/json" id="texts">${jsonBlock(texts)}</script>
<script src="/assets/${built.script.name}" defer></script>
</head>
<body>
${header(texts)}
${conversation(texts)}
${composer(texts)}
</body>
</html>
`;
}

function header({ heading, help, exit, calls }: WebTexts): string {
  const numbers = calls.numbers.map(
    ({ number, who }) =>
      `<li><a class="call" href="tel:${html(number)}"><b>${html(number)}</b> <span>${html(who)}</span></a></li>`,
  );
  const lines = calls.numbers.map(
    ({ number, what }) =>
      `<li><a href="tel:${html(number)}">${icons.phone}<b>${html(number)}</b><span>${html(what)}</span></a></li>`,
  );
  return `<header class="top">
<div class="bar">
<h1>${html(heading)}</h1>
<button type="button" class="quiet" id="help-button" aria-expanded="false" aria-controls="help">${icons.help}<span>${html(help.label)}</span></button>
<a class="exit" id="exit" href="${html(exit.to)}" rel="noreferrer">${icons.exit}<span>${html(exit.label)}</span></a>
</div>
<nav class="calls" aria-label="${html(calls.label)}"><ul>${numbers.join('')}</ul></nav>
<section id="help" class="help" aria-labelledby="help-title" hidden>
<h2 id="help-title" tabindex="-1">${html(help.title)}</h2>
<ul class="numbers">${lines.join('')}</ul>
<p>${html(help.free)}</p>
<h3>${html(exit.label)}</h3>
<p>${html(exit.note)} ${html(exit.keys)}</p>
<p>${html(help.private)}</p>
<p>${html(help.machine)}</p>
<button type="button" class="plain" id="help-close">${html(help.close)}</button>
</section>
<p class="banner" id="banner" role="status"></p>
</header>`;
}

function conversation({ intro, log, noScript }: WebTexts): string {
  return `<main id="scroll" tabindex="0" aria-label="${html(log.label)}">
<div class="column">
<section class="intro" aria-labelledby="intro-title">
<div class="greeting">
<div class="sun" aria-hidden="true">${icons.listening}</div>
<h2 id="intro-title">${html(intro.title)}</h2>
</div>
<ul>${intro.lines.map((line) => `<li>${html(line)}</li>`).join('')}</ul>
</section>
<noscript><p class="noscript">${html(noScript)}</p></noscript>
<div id="log" class="log" role="log" aria-live="polite" aria-label="${html(log.label)}"></div>
<p id="typing" class="typing" hidden><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span class="words">${html(log.typing)}</span></p>
<div id="replies" class="replies" role="group" aria-label="${html(log.repliesLabel)}" hidden></div>
</div>
<button type="button" class="latest" id="latest" hidden>${icons.down}<span>${html(log.latest)}</span></button>
</main>`;
}

function composer({ composer: words, recorder, exit }: WebTexts): string {
  return `<footer class="bottom" aria-label="${html(words.label)}">
<div class="column">
<p class="first-note" id="first-note">${html(exit.label)}: ${html(exit.hides)}</p>
<p class="trouble" id="trouble" role="alert"></p>
<div id="add-panel" class="add-panel" role="group" aria-label="${html(words.add)}" hidden>
<button type="button" id="add-photo">${icons.photo}<span>${html(words.photo)}</span></button>
<button type="button" id="add-voice">${icons.voice}<span>${html(words.voice)}</span></button>
<button type="button" id="add-file">${icons.file}<span>${html(words.file)}</span></button>
<p>${html(words.addNote)}</p>
</div>
<input type="file" id="pick-photo" accept="image/*" tabindex="-1" aria-label="${html(words.photo)}" hidden>
<input type="file" id="pick-file" accept="image/*,audio/*,video/*,application/pdf" tabindex="-1" aria-label="${html(words.file)}" hidden>
<div id="confirm" class="confirm" role="group" aria-label="${html(words.confirm)}" hidden>
<div id="confirm-file"></div>
<button type="button" class="plain" id="confirm-cancel">${html(recorder.cancel)}</button>
<button type="button" class="strong" id="confirm-send">${html(words.send)}</button>
</div>
<div id="recorder" class="recorder" role="group" aria-label="${html(recorder.recording)}" hidden>
<span class="red" aria-hidden="true"></span><span>${html(recorder.recording)}</span> <output id="recorded" aria-live="off">0:00</output>
<button type="button" class="plain" id="record-cancel">${html(recorder.cancel)}</button>
<button type="button" class="strong" id="record-send">${html(recorder.send)}</button>
</div>
<form id="composer" class="composer" autocomplete="off" novalidate>
<button type="button" class="round" id="add" aria-expanded="false" aria-controls="add-panel" aria-label="${html(words.add)}">${icons.add}</button>
<textarea id="text" rows="1" aria-label="${html(words.label)}" placeholder="${html(words.placeholder)}" autocomplete="off" autocapitalize="sentences" autocorrect="off" spellcheck="false" enterkeyhint="send"></textarea>
<button type="submit" class="round send" id="send" aria-label="${html(words.send)}">${icons.send}</button>
</form>
</div>
</footer>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function html(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}

/** JSON inside a script element must not be able to close it. */
function jsonBlock(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
