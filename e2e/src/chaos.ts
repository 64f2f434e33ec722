/** `npm run chaos -- --rounds 1000 --seed 7`: kills processes under load and checks that nothing acknowledged is lost or doubled. */
import { parseArgs } from 'node:util';
import { runChaos } from './chaos/run-chaos.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '1000' }, seed: { type: 'string' } } });
const rounds = Number(values.rounds);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  console.error('Give whole numbers: npm run chaos -- --rounds 1000 --seed 7');
  process.exit(64);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

const { faults } = await runChaos({ rounds, seed, say: (line) => console.log(line) });
for (const fault of faults.slice(0, 100)) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
