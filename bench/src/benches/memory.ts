import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, tell } from '../bench.ts';
import { openInstallation, ownerKey } from '../installation.ts';
import { makeItems } from '../load/make-items.ts';
import { runReviewLoad } from '../load/run-load.ts';
import { describeMachine } from '../machine.ts';
import { inviteReviewers, putCheckpoint } from '../people.ts';
import { figure } from '../report.ts';
import { familyOf, proportionalMb } from '../resident-memory.ts';

interface Moment {
  name: string;
  server: number;
  postgres: number;
  processes: number;
}

export const bench: Bench = {
  name: 'memory',
  async run({ quick }) {
    const count = quick ? 5_000 : 100_000;
    await using installation = await openInstallation();
    const { database, server } = installation;
    const machine = await describeMachine(database.connection);
    const moments: Moment[] = [];
    const look = async (name: string, pause = 5_000) => {
      await sleep(quick ? 500 : pause);
      const family = familyOf(database.pid);
      const postgres = family.map(proportionalMb).reduce((sum, mb) => sum + mb, 0);
      moments.push({ name, server: proportionalMb(server.pid), postgres, processes: family.length });
      tell(`${name}: server ${figure(proportionalMb(server.pid))} MB, PostgreSQL ${figure(postgres)} MB in ${family.length} processes`);
    };
    await look('idle after the start');
    await putCheckpoint(server.client, 'texts', 10);
    await server.client.checkpoint('texts').submitMany(makeItems(count) as never);
    await look(`after importing ${figure(count)} items`);
    const keys = (await inviteReviewers({ url: server.url, ownerKey, count: 16 })).map(({ key }) => key);
    await runReviewLoad({ url: server.url, keys, checkpoint: 'texts', seconds: quick ? 2 : 20 });
    await look('after 16 reviewers worked through some of them');
    await look('a minute later', 60_000);
    return {
      title: 'Memory',
      aim: 'known and flat.',
      machine,
      tables: [
        {
          columns: ['MB (PSS)', 'server', 'PostgreSQL', 'its processes', 'together'],
          rows: moments.map(({ name, server: mb, postgres, processes }) => [
            name,
            figure(mb),
            figure(postgres),
            String(processes),
            figure(mb + postgres),
          ]),
        },
      ],
      notes: [
        'Shared pages count by the part of each process, so that the figures can be added up. Server and worker are one process, without the command line around them.',
        'PostgreSQL keeps what it has read in 256 MB of shared buffers, and a connection that has rested for 30 s is closed.',
      ],
    };
  },
};
