import { type Speech, useSpeech } from '../words.ts';

/** Words for codes of the server; a code without words is shown as it is, so that nothing is hidden. */
export function useCodes() {
  const speech = useSpeech();
  const { maybe } = speech;
  const reason = (code: string | null) => reasonText(code, speech);
  return {
    reason,
    sign: (id: string) => maybe(`signs.${dashed(id)}`) ?? maybe(`intents.${id}`) ?? id,
    channel: (name: string) => maybe(`channels.${name}`) ?? name,
    skill: (name: string) => maybe(`skills.${name}`) ?? name,
    role: (name: string) => maybe(`roles.${name}`) ?? name,
    state: (name: string) => maybe(`report-states.${name}`) ?? name,
    event: (name: string) => eventText(name, speech),
    field: (name: string) => maybe(`fields.${name}`) ?? name,
  };
}

function reasonText(code: string | null, { t, maybe }: Speech): string {
  if (code === null) return t('reasons.none');
  return maybe(`reasons.${code}`) ?? maybe(`signs.${dashed(code)}`) ?? code;
}

/** `holder:taken` is a sentence of its own; `handoff:suicide-means` and `urgency:soon` name a code of another list. */
function eventText(event: string, speech: Speech): string {
  const own = speech.maybe(`events.${dashed(event)}`);
  if (own !== undefined) return own;
  const [kind = '', code = ''] = event.split(':');
  const what =
    kind === 'urgency'
      ? speech.t(`urgency.${code}`)
      : code
          .split(',')
          .map((one) => reasonText(one, speech))
          .join('; ');
  return speech.maybe(`events.${kind}`, { what }) ?? event;
}

const dashed = (code: string) => code.replaceAll('.', '-').replaceAll(':', '-');
