import type { Speech } from '../../words.ts';

const megabyte = 1024 * 1024;

export function sizeOf(bytes: number, { t, locale }: Speech): string {
  if (bytes < megabyte) return t('file.kilobytes', { n: Math.ceil(bytes / 1024) });
  const n = (bytes / megabyte).toLocaleString(locale, { maximumFractionDigits: 1 });
  return t('file.megabytes', { n });
}
