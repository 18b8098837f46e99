import type { StaffId } from '../domain/ids.ts';
import type { StaffMember } from '../domain/staff.ts';
import { unreachable } from '../domain/unreachable.ts';
import type { Condition, Permissions } from './permissions.ts';

/** What an action is about, as far as the right to it depends on that. */
export interface Subject {
  readonly member?: StaffId;
  readonly holder?: StaffId | null;
  readonly offeredTo?: StaffId | null;
  readonly waiting?: boolean;
  /** When the asking member last held the chat. */
  readonly handledAt?: Date | undefined;
  /** Members with a conflict of interest. */
  readonly excluded?: readonly StaffId[];
}

/** Who asks, and how sure we are of that. */
export interface Actor {
  readonly member: Pick<StaffMember, 'id' | 'roles' | 'active'>;
  readonly confirmedAt: Date | null;
  readonly secondFactor: boolean;
  readonly onShift: boolean;
  readonly now: Date;
}

export type Verdict = 'yes' | 'no' | 'excluded' | 'confirm-first';

/** The one question: may this member do this to that? Default deny; a conflict of interest comes before every rule. */
export function can(rules: Permissions, actor: Actor, action: string, subject: Subject = {}): Verdict {
  if (!actor.member.active) return 'no';
  if (subject.excluded?.includes(actor.member.id) === true) return 'excluded';
  const rule = rules.permissions[action];
  if (rule === undefined) return 'no';
  if (rule.any.some((all) => all.every((condition) => holds(condition, actor, subject)))) return 'yes';
  // Everything holds but that they have not confirmed lately: then confirming helps, and is asked for.
  const but = (condition: Condition): boolean =>
    condition.kind === 'confirmed' || holds(condition, actor, subject);
  return rule.any.some((all) => all.every(but)) ? 'confirm-first' : 'no';
}

function holds(condition: Condition, actor: Actor, subject: Subject): boolean {
  const { member, now } = actor;
  switch (condition.kind) {
    case 'role':
      return member.roles.includes(condition.role);
    case 'holder':
      return subject.holder === member.id;
    case 'offered':
      return subject.offeredTo === member.id;
    case 'waiting':
      return subject.waiting === true;
    case 'self':
      return subject.member === member.id;
    case 'on-shift':
      return actor.onShift;
    case 'second-factor':
      return actor.secondFactor;
    case 'handled':
      return isWithin(subject.handledAt, condition.within, now);
    case 'confirmed':
      return isWithin(actor.confirmedAt ?? undefined, condition.within, now);
    default:
      return unreachable(condition);
  }
}

function isWithin(at: Date | undefined, duration: number, now: Date): boolean {
  return at !== undefined && now.getTime() - at.getTime() < duration;
}

/** The permissions that hold for an actor without a subject: what the menu shows. */
export function standingPermissions(rules: Permissions, actor: Actor): readonly string[] {
  const certain = { ...actor, confirmedAt: actor.now };
  return Object.keys(rules.permissions).filter((name) => can(rules, certain, name) === 'yes');
}
