import { type Bench, tell } from '../bench.ts';
import { findDifferences, runJourney } from '../catalogue/journey.ts';
import { fromDescription, fromFacts, generatedCatalogue } from '../catalogue/make-catalogue.ts';
import { findDataFolder, readDataSet } from '../catalogue/read-data.ts';
import { openInstallation, ownerKey } from '../installation.ts';
import { describeMachine } from '../machine.ts';
import { inviteReviewers } from '../people.ts';
import { figure } from '../report.ts';

const reviewers = 16;

export const bench: Bench = {
  name: 'catalogue',
  async run({ quick }) {
    const folder = findDataFolder();
    await using installation = await openInstallation();
    const { database, server } = installation;
    const machine = await describeMachine(database.connection);
    const people = await inviteReviewers({ url: server.url, ownerKey, count: reviewers });
    const all = folder
      ? [...readDataSet(folder, 'product_descriptions').map(fromDescription), ...readDataSet(folder, 'catalogue_10k').map(fromFacts)]
      : generatedCatalogue(10_240);
    const items = quick ? all.slice(0, 600) : all;
    if (!folder) tell('The real data is not here; 10,240 generated products take its place.');
    const result = await runJourney({
      url: server.url,
      ownerKey,
      reviewerKeys: people.map(({ key }) => key),
      checkpoint: 'product-descriptions',
      items,
    });
    const differences = findDifferences(items, result.exported);
    if (differences.length > 0) throw new Error(`${differences.length} items are not accounted for: ${differences.slice(0, 5).join('; ')}`);
    const { importSeconds, reviewSeconds, releaseSeconds, exportSeconds, counts, decided } = result;
    const line = (what: string, took: number) => [what, figure(took), figure(items.length / took)];
    return {
      title: 'The catalogue: ten thousand descriptions through the whole thread',
      aim: 'everything that was handed in is accounted for.',
      machine,
      tables: [
        {
          columns: ['step', 'seconds', 'items/s'],
          rows: [
            line('import', importSeconds),
            line(`review by ${reviewers} people`, reviewSeconds),
            line('last release after the last decision', releaseSeconds),
            line('export', exportSeconds),
          ],
        },
      ],
      notes: [
        `${figure(items.length)} items (${folder ? 'real descriptions of phones with the verdicts and marks of people, then products of a shop with a drafted text' : 'generated products, because the real data is not on this machine'}): ${figure(counts.released)} released, ${figure(counts.rejected)} rejected, none missing, none twice, every output as its reviewer left it.`,
        `Reviewers take no time to read here; each decided between ${figure(Math.min(...decided))} and ${figure(Math.max(...decided))} items. The client (SDK) is the process of the bench.`,
      ],
    };
  },
};
