import { Command } from 'commander';
import { type ConnectionOptions, withConnection } from '../connection.ts';
import { type Definition, readDefinitions } from '../drafting/definitions.ts';
import { type Hand, openHand } from '../drafting/hand.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Action, CommandMaker } from '../program.ts';

interface ApplyOptions extends ConnectionOptions {
  file: string;
}

const help = `
A file holds one or more documents, YAML (between lines of ---) or JSON. What is there already is brought to what the file says; a workflow
that is the same makes no new version, and work that is under way goes on by the version that it began with.

  kind: workflow
  name: product-descriptions
  steps:
    - draft: write                     a model writes; what it writes goes on only past a checkpoint
      provider: openai                 from \`countersign providers\`
      model: gpt-5-mini
      prompt: |
        Describe this product for our shop: {{ input | json }}
    - checkpoint: product-descriptions people decide
    - draft: translate                 goes on with what was approved
      provider: openai
      model: gpt-5-mini
      promptFile: ./translate.liquid   {{ outputs["product-descriptions"].description }}
    - checkpoint: translations
    - deliver: shop

The kinds checkpoint and provider take what PUT /v1/checkpoints/NAME and PUT /v1/providers/NAME take; a provider names its protocol:
protocol: openai, anthropic, google, or openai-compatible when it is left out. A key does not belong into such a file: providers add takes it. On the machine of the installation
no key is needed; elsewhere one of an owner.

Examples:
  countersign apply -f catalogue.yaml
  countersign apply -f catalogue.yaml --url https://review.example.com
`;

async function applyOne(hand: Hand, { kind, name, input }: Definition): Promise<{ kind: string; name: string; version: number | null }> {
  if (kind === 'provider') await hand.putProvider(name, input);
  if (kind === 'checkpoint') return { kind, name, version: (await hand.putCheckpoint(name, input)).version };
  if (kind === 'workflow') return { kind, name, version: (await hand.putWorkflow(name, input)).version };
  return { kind, name, version: null };
}

const run: Action<ApplyOptions> = async (_, { file, ...connection }, surroundings) => {
  const definitions = await readDefinitions(file);
  const hand = await openHand(connection, surroundings);
  const applied: { kind: string; name: string; version: number | null }[] = [];
  try {
    for (const definition of definitions) applied.push(await applyOne(hand, definition));
  } finally {
    await hand.close();
  }
  const lines = applied.map(({ kind, name, version }) => `${kind} ${name}${version === null ? '' : ` is at version ${version}`}`);
  surroundings.terminal.result({ applied }, lines.join('\n'));
  return exitCodes.ok;
};

export const applyCommand: CommandMaker = (act) =>
  withConnection(
    new Command('apply')
      .description('set up workflows, checkpoints and providers from a file')
      .requiredOption('-f, --file <file>', 'YAML or JSON; - for standard input'),
  )
    .addHelpText('after', help)
    .action(act(run));
