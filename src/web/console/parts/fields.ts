import type { Answer } from '../../../domain/answer.ts';

/** The order in which an urgent case is read: is the child safe, who is it, what happened, who may do harm, who tells. */
const groups: Readonly<Record<string, readonly string[]>> = {
  safety: [
    'safe_now',
    'is_alone',
    'injured',
    'me_safe',
    'child_now_where',
    'child_now_detail',
    'abuser_near',
    'phone_watched',
    'suicide_thoughts',
    'self_harm',
    'means_near',
    'trusted_adult',
    'trusted_adult_can_come',
    'within_72h',
  ],
  contact: ['contact_agreed', 'contact_way', 'contact_safe_time', 'told_who', 'wish'],
  child: [
    'child_name',
    'child_age',
    'age_band',
    'child_gender',
    'child_home',
    'child_condition',
    'disability',
    'ethnicity',
    'carer',
    'parents_told',
    'family_situation',
  ],
  event: [
    'about',
    'abuse_forms',
    'first_words',
    'story',
    'story_more',
    'happened_when',
    'happened_where',
    'happened_where_detail',
    'setting',
    'setting_told',
    'online_involved',
    'feared_consequence',
    'measures_taken',
    'facility_name',
    'facility_kind',
    'attachments',
  ],
  suspect: [
    'abuser_told',
    'relation',
    'abuser_access',
    'abuser_count',
    'abuser_gender',
    'abuser_age',
    'abuser_at_agency',
  ],
  reporter: ['reporter_role', 'reporter_name', 'reporter_age', 'reporter_phone', 'reporter_address'],
};

const heavy: ReadonlySet<string> = new Set([
  'first_words',
  'story',
  'story_more',
  'feared_consequence',
  'report_addition',
]);

/** Told in the person's own words, at length: folded until someone is ready to read it. */
export const isHeavyField = (field: string) => heavy.has(field);

export interface Group {
  readonly name: string;
  readonly fields: readonly (readonly [string, Answer])[];
}

/** Answers in reading order. Steps of the menu are not part of a report; unknown fields come last, never lost. */
export function groupsOf(answers: Readonly<Record<string, Answer>>): readonly Group[] {
  const known = new Set(Object.values(groups).flat());
  const pick = (fields: readonly string[]) =>
    fields.flatMap((field) => {
      const answer = answers[field];
      return answer === undefined ? [] : [[field, answer] as const];
    });
  const rest = Object.keys(answers).filter((field) => !known.has(field) && !field.startsWith('nav_'));
  const all = Object.entries(groups).map(([name, fields]) => ({ name, fields: pick(fields) }));
  return [...all, { name: 'other', fields: pick(rest) }].filter(({ fields }) => fields.length > 0);
}
