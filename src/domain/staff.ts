import { z } from 'zod';
import { StaffId } from './ids.ts';

export const Role = z.enum(['counsellor', 'supervisor', 'analyst', 'administrator']);
export type Role = z.infer<typeof Role>;

/** What a counsellor is best at; a preference of the queue, never a bar. */
export const Skill = z.enum(['child', 'adult', 'sexual-abuse', 'dialect']);
export type Skill = z.infer<typeof Skill>;

/** `present` takes chats, `break` is reachable but takes none, `away` is not there. */
export const Presence = z.enum(['present', 'break', 'away']);
export type Presence = z.infer<typeof Presence>;

/** Someone of the Centre who works in the console. */
export interface StaffMember {
  readonly id: StaffId;
  readonly username: string;
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly Role[];
  readonly skills: readonly Skill[];
  /** How many chats at once. */
  readonly capacity: number;
  readonly active: boolean;
  readonly presence: Presence;
  readonly sound: boolean;
  readonly lastSeenAt: Date | null;
}

/** The name people are called by: the last word, as Vietnamese names are written ("Nguyễn Thị Lan", "Cô Lan"). */
export function firstNameOf(name: string): string {
  return name.trim().split(/\s+/u).at(-1) ?? '';
}

/**
 * Whoever answers from the platform's own inbox (OA Manager, the Page): a person, but none whom the
 * console knows.
 */
export const outsideDesk: StaffId = StaffId.parse('00000000-0000-4000-8000-00000000de5c');

/** The Centre's own desk that answers through the signed webhook or Direct Line: a person of its own accounts. */
export const partnerDesk: StaffId = StaffId.parse('00000000-0000-4000-8000-00000000de5d');

/** Who is called when nobody comes: everyone on `shift`, then the `first` and the `second` on duty. */
export const Duty = z.enum(['shift', 'first', 'second']);
export type Duty = z.infer<typeof Duty>;

export const Shift = z.strictObject({
  id: z.uuid().optional(),
  memberId: StaffId,
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }),
  duty: Duty,
});
export type Shift = Readonly<z.infer<typeof Shift>>;
