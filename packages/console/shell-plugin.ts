import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

const largest = 600_000;

/** Writes sw.js with the list of this build's files: the shell that it keeps. What is large (grammar) is left to the browser's own cache. */
export function shellPlugin(): Plugin {
  return {
    name: 'countersign-shell',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle)
        .map((file) => ({ name: file.fileName, source: file.type === 'chunk' ? file.code : file.source }))
        .filter(({ name, source }) => /\.(js|css)$/.test(name) && source.length < largest)
        .toSorted((a, b) => a.name.localeCompare(b.name));
      const page = bundle['index.html'];
      const hash = createHash('sha256').update(page?.type === 'asset' ? page.source : '');
      for (const { name } of files) hash.update(name);
      const worker = readFileSync(path.join(import.meta.dirname, 'src/worker/sw.js'), 'utf8')
        .replace("'__VERSION__'", JSON.stringify(hash.digest('hex').slice(0, 12)))
        .replace("['__FILES__']", JSON.stringify(files.map(({ name }) => `/${name}`)));
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: worker });
    },
  };
}
