/**
 * The house plan as a rule: imports run one way (docs/architecture.md).
 * domain <- flows, understanding, texts, directory <- conversations, cases, statistics <- edges <- main, cli
 */
const inner = '^src/domain/';
const second = '^src/(flows|understanding|texts|directory)/';
const third = '^src/(conversations|cases|statistics)/';
const edges = '^src/(bot|channels|staff|storage|http)/';
const top = '^src/(main|config|log)\\.ts|^src/(cli|app)/';
const onlyIn = (name, where, library) => ({
  name, severity: 'error', from: { path: '^src/', pathNot: where }, to: { path: `node_modules/${library}` },
});
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    { name: 'domain-knows-nobody', severity: 'error', from: { path: inner }, to: { path: '^src/', pathNot: inner } },
    { name: 'domain-imports-zod-alone', severity: 'error', from: { path: inner }, to: { path: 'node_modules', pathNot: 'node_modules/zod' } },
    { name: 'second-ring-looks-inward', severity: 'error', from: { path: second }, to: { path: '^src/', pathNot: [inner, second] } },
    { name: 'third-ring-looks-inward', severity: 'error', from: { path: third }, to: { path: '^src/', pathNot: [inner, second, third] } },
    { name: 'edges-never-import-each-other', severity: 'error', from: { path: '^src/(bot|channels|staff|storage|http)/' }, to: { path: edges, pathNot: '^src/$1/' } },
    { name: 'edges-never-import-the-top', severity: 'error', from: { path: edges }, to: { path: top, pathNot: '^src/log\\.ts' } },
    { name: 'web-stands-alone', severity: 'error', from: { path: '^src/web/' }, to: { path: '^src/', pathNot: '^src/(web|domain)/' } },
    onlyIn('botbuilder-only-in-bot', '^src/bot/', 'bot(builder|framework)'),
    onlyIn('restify-only-in-http', '^src/http/', 'restify'),
    onlyIn('sql-only-in-storage-postgres', '^src/storage/postgres/', '(kysely|pg|pg-boss|@electric-sql)/'),
    onlyIn('ioredis-only-in-storage-redis', '^src/storage/redis/', 'ioredis'),
    onlyIn('azure-only-in-understanding', '^src/understanding/', '@azure'),
  ],
  options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true, moduleSystems: ['es6'], enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs'] } },
};
