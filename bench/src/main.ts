import { readOptions } from './options.ts';
import { formatReport, writeIntoPage } from './report.ts';
import { removeFolders } from './temporary-folder.ts';

/** In the order of the page. Each is loaded when it runs, so that one never weighs on another. */
const loaders = {
  decide: () => import('./benches/decide.ts'),
  import: () => import('./benches/import.ts'),
  'claim-depth': () => import('./benches/claim-depth.ts'),
  snapshot: () => import('./benches/snapshot.ts'),
  export: () => import('./benches/export.ts'),
  examples: () => import('./benches/examples.ts'),
  wake: () => import('./benches/wake.ts'),
  start: () => import('./benches/start.ts'),
  memory: () => import('./benches/memory.ts'),
  pace: () => import('./benches/pace.ts'),
  'grid-scroll': () => import('./benches/grid-scroll.ts'),
  'first-load': () => import('./benches/first-load.ts'),
  trust: () => import('./benches/trust.ts'),
  catalogue: () => import('./benches/catalogue.ts'),
  drafting: () => import('./benches/drafting.ts'),
};

type Name = keyof typeof loaders;
const isName = (name: string): name is Name => Object.hasOwn(loaders, name);

const options = readOptions(process.argv.slice(2));
const unknown = options.names.filter((name) => !isName(name));
if (unknown.length > 0) {
  process.stderr.write(`No bench is called ${unknown.join(', ')}. There are: ${Object.keys(loaders).join(', ')}.\n`);
  process.exit(1);
}
const names = (options.names.length > 0 ? options.names : Object.keys(loaders)) as Name[];

// For a bench that breaks; one that ends has removed its own.
process.once('exit', removeFolders);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    setTimeout(() => {
      removeFolders();
      process.exit(130);
    }, 1_000);
  });

for (const name of names) {
  const { bench } = await loaders[name]();
  const report = await bench.run(options);
  process.stdout.write(`\n## ${report.title}\n\n${formatReport(report)}\n`);
  if (options.write) writeIntoPage(name, report);
}
