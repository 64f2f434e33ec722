/** Writes docs/openapi.json, the OpenAPI document of this build; `--check` only says whether it is current. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeApi } from '@countersign/server';

const file = path.join(import.meta.dirname, '../docs/openapi.json');
const text = `${JSON.stringify(describeApi(), null, 2)}\n`;

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('docs/openapi.json is not what the routes describe. Run `npm run openapi` and commit it.');
    process.exit(1);
  }
  console.log('openapi.json is current.');
} else writeFileSync(file, text);
