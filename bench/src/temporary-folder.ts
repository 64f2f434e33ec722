import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set<string>();

/** A folder that is gone after the bench. Others may pass through it, because PostgreSQL never runs as root. */
export function temporaryFolder(): { path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  chmodSync(path, 0o755);
  folders.add(path);
  return {
    path,
    [Symbol.dispose]() {
      rmSync(path, { recursive: true, force: true, maxRetries: 20 });
      folders.delete(path);
    },
  };
}

/** For Ctrl+C: the servers end with this process, but what they stored has to be removed. */
export function removeFolders(): void {
  for (const path of folders) rmSync(path, { recursive: true, force: true, maxRetries: 20 });
}
