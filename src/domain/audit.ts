import type { StaffId } from './ids.ts';

export type AuditSubject = 'conversation' | 'report' | 'member' | 'desk' | 'audit';

/** Who read or changed what, when, and why where it was asked. Never words of a person. */
export interface NewAudit {
  readonly at: Date;
  /** `null`: the program itself, e.g. a clock. */
  readonly by: StaffId | null;
  readonly action: string;
  readonly subject: { readonly kind: AuditSubject; readonly id: string };
  readonly reason?: string;
  /** How many times, where reads in quick succession are told together; otherwise once. */
  readonly times?: number;
}

export interface AuditEntry extends NewAudit {
  readonly id: number;
}

/** The outcome of checking the chain of hashes; `head` is the newest hash, to be written down elsewhere. */
export interface AuditCheck {
  readonly ok: boolean;
  readonly entries: number;
  readonly brokenAt: number | null;
  readonly head: string;
}
