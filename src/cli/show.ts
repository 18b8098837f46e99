import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Locale, Voice } from '../domain/text.ts';
import { loadContent } from '../flows/load.ts';
import { mermaidOf } from '../flows/mermaid.ts';
import { scriptOf } from '../flows/script.ts';
import { faultLine } from '../texts/yaml.ts';

// npm run show -- FLOW [--voice child] [--locale vi] [--mermaid]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    voice: { type: 'string', default: 'child' },
    locale: { type: 'string', default: 'vi' },
    mermaid: { type: 'boolean', default: false },
  },
});

function show(): string | undefined {
  const voice = Voice.safeParse(values.voice);
  const locale = Locale.safeParse(values.locale);
  if (!voice.success || !locale.success)
    return complain('voices: child, teen, adult, unknown; locales: vi, en');
  const loaded = loadContent(join(import.meta.dirname, '../..'), 'Trung tâm');
  if (loaded.kind === 'faults')
    return complain([...loaded.faults.map(faultLine), 'mend these first'].join('\n'));
  const { library, texts } = loaded.content;
  const flow = library.flows.get(positionals[0] ?? '')?.flow;
  const words = texts.get(locale.data);
  if (flow === undefined || words === undefined)
    return complain(`flows: ${[...library.flows.keys()].join(', ')}`);
  return values.mermaid ? mermaidOf(flow) : scriptOf(flow, words, voice.data);
}

function complain(message: string): undefined {
  console.error(message);
  process.exitCode = 1;
  return undefined;
}

const shown = show();
if (shown !== undefined) console.log(shown);
