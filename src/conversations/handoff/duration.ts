import { z } from 'zod';

const unit: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `45s`, `10m`, `12h`, `7d` as milliseconds. */
export const Duration = z
  .string()
  .regex(/^\d+[smhd]$/u, 'a duration is written like 45s, 10m, 12h or 7d')
  .transform((text) => Number(text.slice(0, -1)) * (unit[text.slice(-1)] ?? 0));
