import { z } from 'zod';

/** In which manner the bot speaks: to a child under 12, a teenager, an adult, or someone not yet known. */
export const Voice = z.enum(['child', 'teen', 'adult', 'unknown']);
export type Voice = z.infer<typeof Voice>;

/** A voice that texts can be written for; whoever is unknown hears the text for `any`. */
export const WrittenVoice = z.enum(['child', 'teen', 'adult']);
export type WrittenVoice = z.infer<typeof WrittenVoice>;

export const Locale = z.enum(['vi', 'en']);
export type Locale = z.infer<typeof Locale>;

/** The name of a text, e.g. `report.where.ask`. */
export const TextKey = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9_-]+)+$/);
export type TextKey = z.infer<typeof TextKey>;

export const TextParams = z.record(z.string(), z.union([z.string(), z.number()]));
export type TextParams = Readonly<z.infer<typeof TextParams>>;
