import { z } from 'zod';
import { CommonTexts, FlowTexts } from '../texts/schema.ts';
import { Flow } from './schema.ts';

/** JSON Schemas for editors, by file name in dialogs/schema; made from the schemas the program itself uses. */
export function jsonSchemas(): Readonly<Record<string, string>> {
  return {
    'flow.json': print(Flow),
    'flow-texts.json': print(FlowTexts),
    'common-texts.json': print(CommonTexts),
  };
}

function print(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`;
}
