import type { LocalLinter } from 'harper.js';
import { agreementPack } from './agreement.ts';

export type Dialect = 'en-GB' | 'en-US';

const linters = new Map<Dialect, Promise<LocalLinter>>();

const load = async (dialect: Dialect): Promise<LocalLinter> => {
  const [harper, { binary }] = await Promise.all([import('harper.js'), import('harper.js/binary')]);
  const linter = new harper.LocalLinter({ binary, dialect: dialect === 'en-GB' ? harper.Dialect.British : harper.Dialect.American });
  await linter.setup();
  const failures = await linter.loadWeirpackFromBytes(harper.packWeirpackFiles(agreementPack()));
  if (failures !== undefined)
    throw new Error(`Harper refused our grammar rules: ${JSON.stringify(failures)}. Fix them in grammar/agreement.ts.`);
  return linter;
};

/** One linter per dialect and process: 16 MB of WebAssembly and some seconds, so only when asked. A failed load is tried again next time. */
export const linterFor = (dialect: Dialect): Promise<LocalLinter> => {
  const known = linters.get(dialect);
  if (known !== undefined) return known;
  const loading = load(dialect);
  linters.set(dialect, loading);
  loading.catch(() => linters.delete(dialect));
  return loading;
};
