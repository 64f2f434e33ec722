/** A model that answers each call after the milliseconds given. */
import { startModelServer } from '@countersign/server/testing/model-server';

const afterMs = Number(process.argv[2] ?? 50);
const server = await startModelServer({
  keepsCalls: false,
  behave: ({ name }) => ({ say: { description: `A plain text about ${name}.` }, afterMs }),
});
process.send?.({ url: server.url });
process.once('disconnect', () => void server.stop().then(() => process.exit()));
