import { z } from 'zod';

const code = z.string().regex(/^\d{5}$/);

export const OldUnitRow = z.object({
  code,
  name_vi: z.string().min(1),
  type: z.string().min(1),
  district_or_blank: z.string().min(1),
});
export type OldUnitRow = Readonly<z.infer<typeof OldUnitRow>>;

export const NewUnitRow = z.object({
  code,
  name_vi: z.string().min(1),
  type: z.string().min(1),
  merged_from: z.string(),
});
export type NewUnitRow = Readonly<z.infer<typeof NewUnitRow>>;

/** One unit of 2022 and what became of it; several codes are parted by `|`. */
export const CrosswalkRow = z.object({
  code_2022: code,
  code_2025: z.string().regex(/^(\d{5}(\|\d{5})*)?$/),
});
export type CrosswalkRow = Readonly<z.infer<typeof CrosswalkRow>>;

/** The tables of dialogs/directory/places. */
export interface PlaceRows {
  readonly units2022: readonly OldUnitRow[];
  readonly units2025: readonly NewUnitRow[];
  readonly crosswalk: readonly CrosswalkRow[];
}
