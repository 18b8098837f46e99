import { z } from 'zod';

/** Branded UUIDs, so that a report's id cannot be passed for a conversation's. */
export const ConversationId = z.uuid().brand<'ConversationId'>();
export type ConversationId = z.infer<typeof ConversationId>;

export const ReportId = z.uuid().brand<'ReportId'>();
export type ReportId = z.infer<typeof ReportId>;

export const HandoffId = z.uuid().brand<'HandoffId'>();
export type HandoffId = z.infer<typeof HandoffId>;

export const AttachmentId = z.uuid().brand<'AttachmentId'>();
export type AttachmentId = z.infer<typeof AttachmentId>;

export const StaffId = z.uuid().brand<'StaffId'>();
export type StaffId = z.infer<typeof StaffId>;

/** The data key under which one conversation or one report is sealed. */
export const DataKeyId = z.uuid().brand<'DataKeyId'>();
export type DataKeyId = z.infer<typeof DataKeyId>;
