import { CountersignError, type Provider, type ProviderInput, type Workflow, type WorkflowInput } from '@countersign/contract';
import { type ConnectionOptions, connect } from '../connection.ts';
import { databaseUrl } from '../database-url.ts';
import { dataFolder, readClientFile } from '../installation.ts';
import type { Surroundings } from '../program.ts';

export type ProviderSettings = Pick<ProviderInput, 'kind'> & Partial<ProviderInput>;

/** What setting up needs, over the API or over the database of this machine. */
export interface Hand {
  putCheckpoint(name: string, input: object): Promise<{ version: number }>;
  putWorkflow(name: string, input: WorkflowInput): Promise<Workflow>;
  putProvider(name: string, input: ProviderSettings): Promise<Provider>;
  listProviders(): Promise<Provider[]>;
  removeProvider(name: string): Promise<void>;
  close(): Promise<void>;
}

const isForLocalInstallation = ({ url, apiKey }: ConnectionOptions): boolean =>
  !url && !apiKey && !process.env.COUNTERSIGN_URL && !process.env.COUNTERSIGN_KEY;

/** Whoever has the data folder of an installation, or DATABASE_URL, may do what an owner may; elsewhere an owner's key is needed. */
export async function openHand(options: ConnectionOptions, { terminal, signal }: Surroundings): Promise<Hand> {
  const folder = dataFolder(options.data);
  if (isForLocalInstallation(options) && (databaseUrl() || (await readClientFile(folder)))) {
    return (await import('./local-hand.ts')).openLocalHand(folder, terminal);
  }
  const client = await connect(options);
  return {
    putCheckpoint: (name, input) => client.checkpoint(name).put(input as never, { signal }),
    putWorkflow: (name, input) => client.workflows.put(name, input, { signal }),
    putProvider: (name, input) => client.providers.put(name, input, { signal }),
    listProviders: () => client.providers.list({ signal }),
    removeProvider: (name) => client.providers.remove(name, { signal }),
    close: async () => {},
  };
}

export const noWorkspace = (): CountersignError =>
  new CountersignError('not_found', 'This database has no workspace yet. `countersign start` makes one.');
