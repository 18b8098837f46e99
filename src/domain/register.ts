import { z } from 'zod';

/** Who speaks in a message: how old, and in what part. */
export const Register = z.enum([
  'child',
  'teen',
  'parent',
  'relative',
  'neighbour',
  'bystander',
  'teacher',
  'official',
  'perpetrator',
  'public',
]);
export type Register = z.infer<typeof Register>;
