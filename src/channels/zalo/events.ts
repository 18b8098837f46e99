import { z } from 'zod';

const id = z.union([z.string(), z.number()]).transform(String);
const Who = z.looseObject({ id: id.optional(), admin_id: id.optional() });

const Payload = z.looseObject({
  url: z.string().optional().catch(undefined),
  description: z.string().optional().catch(undefined),
  title: z.string().optional().catch(undefined),
  coordinates: z
    .looseObject({
      latitude: z.union([z.string(), z.number()]).transform(String),
      longitude: z.union([z.string(), z.number()]).transform(String),
    })
    .optional()
    .catch(undefined),
});
const Attachment = z.looseObject({ type: z.string().catch(''), payload: Payload.catch({}) });
export type ZaloAttachment = z.infer<typeof Attachment>;

/**
 * Any event of the OA webhook. Only what we read is checked, and tolerantly: the platform adds fields
 * and events, and what we cannot read is ignored and counted, never answered with an error.
 */
export const ZaloEvent = z.looseObject({
  event_name: z.string().max(100),
  sender: Who.optional(),
  recipient: Who.optional(),
  follower: z.looseObject({ id }).optional(),
  user_id: id.optional(),
  oa_id: id.optional(),
  message: z
    .looseObject({
      msg_id: id.optional(),
      text: z.string().optional().catch(undefined),
      conversation_id: id.optional(),
      attachments: z.array(Attachment).default([]).catch([]),
    })
    .optional(),
  info: z.record(z.string(), z.unknown()).optional().catch(undefined),
});
export type ZaloEvent = z.infer<typeof ZaloEvent>;
