import { openStores } from '../../app/stores.ts';
import type { Config } from '../../config.ts';
import { ReportId } from '../../domain/ids.ts';

/** Every report of the database as its content alone, in a fixed order of fields, sorted. */
export async function readReports(config: Config): Promise<readonly string[]> {
  const stores = await openStores(config, new Date());
  try {
    const rows = await stores.database.db.selectFrom('report').select('id').execute();
    const reports = await Promise.all(rows.map(({ id }) => stores.reports.open(ReportId.parse(id))));
    return reports.flatMap((report) => (report === undefined ? [] : [contentOf(report)])).sort();
  } finally {
    await stores.close();
  }
}

function contentOf({
  state,
  urgency,
  flow,
  flowHash,
  version,
  content,
}: NonNullable<Awaited<ReturnType<Awaited<ReturnType<typeof openStores>>['reports']['open']>>>): string {
  const answers = Object.fromEntries(Object.entries(content.answers).sort(([a], [b]) => a.localeCompare(b)));
  return JSON.stringify({ state, urgency, flow, flowHash, version, ...content, answers });
}
