import { CountersignError } from '@countersign/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Entry, Outbox } from '../src/review/outbox.ts';
import { openShelf } from '../src/review/shelf.ts';
import { memoryStorage } from './memory-storage.ts';

/** What the network does to one request: it arrives, is lost on the way there, or its answer is lost on the way back. */
const weather = fc.constantFrom('fine', 'fine', 'lost request', 'lost answer', 'refused' as const);
/** What a person does between two decisions. */
const act = fc.constantFrom('decide', 'decide', 'decide', 'reload', 'online' as const);

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

test('[I3] random disconnects and reloads: every decision reaches the server exactly once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 25 }), fc.array(weather, { maxLength: 60 }), async (acts, sky) => {
      const storage = memoryStorage();
      const applied: string[] = [];
      const refused: string[] = [];
      const made: string[] = [];
      let clock = 0;
      let requests = 0;
      let life = 0;
      // The server knows a review that it has had, and answers it as the first time.
      const receive = (id: string) => {
        if (!applied.includes(id)) applied.push(id);
      };
      const open = () => {
        const mine = ++life;
        const outbox = new Outbox(
          {
            send: async (entry) => {
              await settle();
              const kind = sky[requests++] ?? 'fine';
              const isGone = mine !== life;
              if (kind === 'fine' || kind === 'lost answer' || applied.includes(entry.id)) receive(entry.id);
              // A page that is gone hears no answer, whatever became of what it had sent.
              if (isGone) return new Promise(() => {});
              if (kind === 'refused' && !applied.includes(entry.id)) throw new CountersignError('not_reviewable', 'no');
              if (kind === 'lost request' || kind === 'lost answer') throw new CountersignError('network', 'down');
              return null;
            },
            sent: () => {},
            refused: (entry) => refused.push(entry.id),
            changed: () => {},
          },
          { shelf: openShelf<Entry>('o.', storage), tab: 't', now: () => clock, wait: settle, rest: async () => undefined },
        );
        outbox.adopt();
        return outbox;
      };
      let outbox = open();
      for (const each of acts) {
        if (each === 'decide') {
          const id = `d${made.length}`;
          made.push(id);
          outbox.add({ id, itemId: id, label: id, at: ++clock, tab: 't', post: { kind: 'skip' } });
        } else if (each === 'reload') {
          outbox.stop();
          outbox = open();
        } else outbox.hurry();
        if (made.length % 3 === 0) await settle();
      }
      for (let turn = 0; turn < 400 && outbox.size > 0; turn += 1) await settle();
      expect(outbox.size).toBe(0);
      expect(applied).toEqual(made.filter((id) => !refused.includes(id)));
      expect(new Set(applied).size).toBe(applied.length);
    }),
    { numRuns: 200 },
  );
});
