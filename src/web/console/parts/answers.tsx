import { places } from 'virtual:console/places';
import { Button } from 'antd';
import { useState } from 'react';
import type { Answer } from '../../../domain/answer.ts';
import type { PlaceFound } from '../../../domain/place.ts';
import type { FileOwner } from '../api/files.ts';
import { type Speech, useSpeech } from '../words.ts';
import { useCodes } from './codes.ts';
import { groupsOf, isHeavyField } from './fields.ts';
import { AttachmentTile } from './files/attachment-tile.tsx';
import { dayOf } from './time.ts';

interface Props {
  readonly answers: Readonly<Record<string, Answer>>;
  /** Where files that were told can be opened; without it only their number is shown. */
  readonly owner?: FileOwner;
}

/** What was told, by the parts of Mẫu 01; the person's own words stay as they were written. */
export function AnswerList({ answers, owner }: Props) {
  const { t } = useSpeech();
  const groups = groupsOf(answers);
  return groups.map(({ name, fields }) => (
    <section key={name} className="answers" aria-label={t(`groups.${name}`)}>
      <h3>{t(`groups.${name}`)}</h3>
      <dl>
        {fields.map(([field, answer]) => (
          <AnswerLine key={field} field={field} answer={answer} owner={owner} />
        ))}
      </dl>
    </section>
  ));
}

interface LineProps {
  readonly field: string;
  readonly answer: Answer;
  readonly owner: FileOwner | undefined;
}

function AnswerLine({ field, answer, owner }: LineProps) {
  const speech = useSpeech();
  const codes = useCodes();
  const [open, setOpen] = useState(!isHeavyField(field));
  return (
    <div className="answer">
      <dt>{codes.field(field)}</dt>
      <dd>
        {open ? (
          <AnswerText field={field} answer={answer} owner={owner} />
        ) : (
          <Button size="small" className="folded" onClick={() => setOpen(true)}>
            {speech.t('heavy.show')}
          </Button>
        )}
      </dd>
    </div>
  );
}

function AnswerText({ field, answer, owner }: LineProps) {
  const speech = useSpeech();
  if (answer.kind === 'skipped') return <span className="muted">{speech.t('answer.skipped')}</span>;
  if (answer.kind === 'attachments' && owner !== undefined)
    return answer.files.map((file) => <AttachmentTile key={file.id} owner={owner} file={file} />);
  const meant = meaningOf(field, answer, speech);
  return (
    <>
      {meant === undefined ? answer.said : meant}
      {meant === undefined ||
      answer.said === '' ||
      answer.said.toLowerCase() === meant.toLowerCase() ? null : (
        <span className="said">“{answer.said}”</span>
      )}
    </>
  );
}

/** What an answer was understood as; undefined where the words are all there is. */
function meaningOf(
  field: string,
  answer: Exclude<Answer, { kind: 'skipped' }>,
  speech: Speech,
): string | undefined {
  const label = (value: string) => speech.maybe(`answers.${value}`) ?? speech.choice(field, value) ?? value;
  switch (answer.kind) {
    case 'choice':
      return label(answer.value);
    case 'choices':
      return answer.values.map(label).join(', ');
    case 'number':
      return `${answer.approximate ? `${speech.t('answer.about')} ` : ''}${answer.value}${answer.to === undefined ? '' : `–${answer.to}`}`;
    case 'date':
      return datesOf(answer.from, answer.to);
    case 'place':
      return placeOf(answer.found, speech);
    case 'attachments':
      return speech.t('answer.files', { n: answer.files.length });
    case 'text':
      return undefined;
  }
}

function datesOf(from: string | null, to: string | null): string | undefined {
  if (from === null && to === null) return undefined;
  const [first, last] = [from, to].map((day) => (day === null ? '…' : dayOf(day)));
  return first === last ? first : `${first} – ${last}`;
}

function placeOf(found: PlaceFound, { t }: Speech): string | undefined {
  const name = ({ vintage, code }: { readonly vintage: number; readonly code: string }) =>
    places[`${vintage}:${code}`] ?? code;
  if (found.kind === 'none') return undefined;
  if (found.kind === 'candidates') return t('answer.one-of', { places: found.units.map(name).join(', ') });
  return found.now.length > 0 ? found.now.map(name).join(', ') : name(found.unit);
}
