import { afterAll, beforeAll, expect, it } from 'vitest';
import { findDifferences, type JourneyResult, runJourney } from '../../bench/src/catalogue/journey.ts';
import { type CatalogueItem, fromDescription, fromFacts, generatedCatalogue } from '../../bench/src/catalogue/make-catalogue.ts';
import { findDataFolder, readDataSet } from '../../bench/src/catalogue/read-data.ts';
import { type Installation, openInstallation, ownerKey } from '../../bench/src/installation.ts';
import { inviteReviewers } from '../../bench/src/people.ts';

const folder = findDataFolder();
const items: CatalogueItem[] = folder
  ? [...readDataSet(folder, 'product_descriptions').map(fromDescription), ...readDataSet(folder, 'catalogue_10k').map(fromFacts)]
  : generatedCatalogue(2_000);
if (!folder) console.warn('The real data is not here (COUNTERSIGN_DATA_DIR): 2,000 generated products take its place.');

let installation: Installation;
let result: JourneyResult;

beforeAll(async () => {
  installation = await openInstallation();
  const { url } = installation.server;
  const reviewers = await inviteReviewers({ url, ownerKey, count: 6 });
  result = await runJourney({ url, ownerKey, reviewerKeys: reviewers.map(({ key }) => key), checkpoint: 'product-descriptions', items });
}, 900_000);

afterAll(() => installation?.[Symbol.asyncDispose]());

it('[I10] every description that was handed in comes out as its reviewer left it', () => {
  expect(findDifferences(items, result.exported)).toEqual([]);
});

it('[I3] the reviewers together decided on every item once', () => {
  expect(result.decided.reduce((sum, count) => sum + count, 0)).toBe(items.length);
  expect(Math.min(...result.decided)).toBeGreaterThan(0);
});

it('[I5] what was approved or edited is released, what was rejected is not', () => {
  const rejected = items.filter(({ verdict }) => verdict === 'reject').length;
  expect(result.counts).toMatchObject({ waiting: 0, decided: 0, rejected, released: items.length - rejected });
});

it('[I7] every decision names the hash of the output that is exported', () => {
  const wrong = result.exported.filter(({ decision, outputHash }) => decision?.outputHash !== outputHash);
  expect(wrong).toEqual([]);
});
