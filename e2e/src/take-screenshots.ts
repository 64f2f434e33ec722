/** Takes the picture of the README from the sample shop: `node e2e/src/take-screenshots.ts`. */
import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openBrowser, ReviewDesk } from './browser.ts';
import { buildConsole } from './build-console.ts';
import { scratchFolder, startInstallation } from './installation.ts';
import { makeTeam } from './team.ts';

const images = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const largest = 300_000;

buildConsole();
mkdirSync(images, { recursive: true });
const { folder, remove } = scratchFolder();
const browser = await openBrowser();
const site = await startInstallation(['--demo', '--port', '0'], { cwd: folder });
try {
  const team = await makeTeam(site);
  const { page } = await team.visit(browser, team.ada, { viewport: { width: 1440, height: 900 } });
  const desk = new ReviewDesk(page);
  await desk.open('product-descriptions');
  await desk.approve();
  await desk.approve();
  await page.getByText('2 done').waitFor();
  const file = `${images}review.png`;
  await page.screenshot({ path: file });
  const { size } = statSync(file);
  console.log(`docs/images/review.png, ${Math.round(size / 1000)} kB`);
  if (size > largest) throw new Error(`The picture has ${size} bytes; more than ${largest} are too many for a README.`);
} finally {
  await browser.close();
  await site.stop();
  remove();
}
