#!/usr/bin/env node
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

// Reading and compiling the sources takes half of a start; with the compiled code kept, the next start leaves that out. Not in the
// system's temporary folder, where others could put code for us to run. Where it cannot be written, nothing is kept.
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE ?? join(homedir(), '.cache', 'countersign', 'compiled'));

const { runCommandLine } = await import('./run.ts');
process.exitCode = await runCommandLine(process.argv.slice(2));
