import { z } from 'zod';

const id = z.union([z.string(), z.number()]).transform(String);
const Who = z.looseObject({ id: id.optional() }).optional().catch(undefined);
/** Milliseconds, but seconds in some official samples, and strings in others. */
const Time = z
  .union([z.number(), z.string().regex(/^\d+$/u).transform(Number)])
  .transform((time) => (time < 1e11 ? time * 1000 : time))
  .optional()
  .catch(undefined);

const Payload = z
  .looseObject({
    url: z.string().optional().catch(undefined),
    title: z.string().optional().catch(undefined),
    sticker_id: id.optional().catch(undefined),
    coordinates: z.looseObject({ lat: z.number(), long: z.number() }).optional().catch(undefined),
  })
  .catch({});
const Attachment = z.looseObject({
  type: z.string().catch(''),
  url: z.string().optional().catch(undefined),
  payload: Payload.default({}),
});
export type MessengerAttachment = z.infer<typeof Attachment>;

const Message = z.looseObject({
  mid: z.string().optional(),
  text: z.string().optional().catch(undefined),
  quick_reply: z.looseObject({ payload: z.string() }).optional().catch(undefined),
  attachments: z.array(Attachment).default([]).catch([]),
  is_echo: z.boolean().optional().catch(undefined),
  /** Once documented as a string. */
  is_deleted: z
    .union([z.boolean(), z.string().transform((text) => text === 'true')])
    .optional()
    .catch(undefined),
  app_id: id.optional().catch(undefined),
  metadata: z.string().optional().catch(undefined),
});
export type MessengerMessage = z.infer<typeof Message>;

const Owner = z.looseObject({
  previous_owner_app_id: id.nullish().catch(undefined),
  new_owner_app_id: id.nullish().catch(undefined),
});

/** One event of a batch. What we do not read is let through; what we cannot read is ignored and counted. */
export const MessengerEvent = z.looseObject({
  sender: Who,
  recipient: Who,
  timestamp: Time,
  message: Message.optional(),
  message_edit: z
    .looseObject({
      mid: z.string(),
      text: z.string(),
      num_edit: z.union([z.string(), z.number()]).transform(String),
    })
    .optional(),
  postback: z
    .looseObject({ mid: z.string().optional(), title: z.string().optional(), payload: z.string().optional() })
    .optional(),
  referral: z.looseObject({}).optional(),
  reaction: z.looseObject({}).optional(),
  take_thread_control: Owner.optional(),
  pass_thread_control: Owner.optional(),
  policy_enforcement: z.looseObject({ action: z.string().catch('') }).optional(),
});
export type MessengerEvent = z.infer<typeof MessengerEvent>;

const list = z.array(z.unknown()).default([]).catch([]);
export const Batch = z.looseObject({
  object: z.string(),
  entry: z
    .array(
      z.looseObject({
        id: id.optional().catch(undefined),
        time: Time,
        messaging: list,
        standby: list,
        changes: list,
      }),
    )
    .default([])
    .catch([]),
});
export type Batch = z.infer<typeof Batch>;
