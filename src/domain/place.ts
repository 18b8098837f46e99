import { z } from 'zod';

/** Codes were reused in 2025 for other communes, so a unit is known by its vintage and code together. */
export const UnitKey = z.strictObject({
  vintage: z.union([z.literal(2022), z.literal(2025)]),
  code: z.string().regex(/^\d{5}$/),
});
export type UnitKey = Readonly<z.infer<typeof UnitKey>>;

/** A commune, ward or township, as it was in 2022 or as it is since 1 July 2025. */
export interface Unit extends UnitKey {
  readonly name: string;
  readonly type: string;
  /** The district it belonged to, for 2022 only: districts ended on 1 July 2025. */
  readonly district: string;
  /** The units of 2025 it became; itself for a unit of 2025; more than one if it was split. */
  readonly now: readonly UnitKey[];
}

/**
 * Where something happened as far as it is known: `unit` when one commune is meant, `candidates` when
 * several may be, `none` when the words name no commune of the province.
 */
export const PlaceFound = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unit'), unit: UnitKey, now: z.array(UnitKey).readonly() }),
  z.strictObject({ kind: z.literal('candidates'), units: z.array(UnitKey).readonly() }),
  z.strictObject({ kind: z.literal('none') }),
]);
export type PlaceFound = Readonly<z.infer<typeof PlaceFound>>;

export function sameUnit(a: UnitKey, b: UnitKey): boolean {
  return a.vintage === b.vintage && a.code === b.code;
}
