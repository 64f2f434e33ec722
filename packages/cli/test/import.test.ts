import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startImportServer } from './http-server.ts';
import { runCommand, scratchFolder } from './run-command.ts';

const importFile = async (
  name: string,
  content: string | Buffer,
  { args = [], schemas = {} }: { args?: string[]; schemas?: Record<string, unknown> } = {},
) => {
  const server = await startImportServer(schemas);
  const cwd = scratchFolder();
  writeFileSync(join(cwd, name), content);
  const finished = await runCommand(['import', 'texts', name, '--url', server.url, '--api-key', 'cs_test', ...args], { cwd });
  const rejectedFile = join(cwd, `${name}.rejected.jsonl`);
  const rejected = existsSync(rejectedFile)
    ? readFileSync(rejectedFile, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];
  return { ...finished, ...server, rejected, cwd };
};

describe('import of JSONL', () => {
  test('sends the lines as they are, to the last digit', async () => {
    const line = '{"key":"a","input":null,"output":{"n":12345678901234567890,"f":1.0}}';
    const { code, stdout, stderr, requests } = await importFile('a.jsonl', `\uFEFF${line}\r\n\n${line}`);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '2 items are in (0:00).\n', stderr: '' });
    expect(requests.at(-1)?.body).toBe(`${line}\n${line}\n`);
    expect(requests.at(-1)?.headers.authorization).toBe('Bearer cs_test');
  });

  test('[I2] bad lines are reported by number, stop nothing, and end with 2', async () => {
    const lines = ['{"key":"a","output":"good"}', '{"key":', '', '{"key":"b","output":"bad"}', '{"key":"c","output":"bad"}'];
    const { code, stdout, stderr, rejected, items } = await importFile('a.jsonl', lines.join('\n'));
    expect(code).toBe(2);
    expect(stdout).toBe('1 items are in (0:00).\n');
    expect(stderr).toContain('3 lines were rejected and are in a.jsonl.rejected.jsonl:');
    expect(stderr).toContain('2 × schema_violation at /output: is bad (first on line 4)');
    expect(rejected).toMatchObject([
      { line: 2, code: 'invalid_json', text: '{"key":' },
      { line: 4, key: 'b', item: { key: 'b', output: 'bad' } },
      { line: 5, key: 'c' },
    ]);
    expect(items.map(({ key }) => key)).toEqual(['a']);
  });

  test('--json prints one line and nothing else', async () => {
    const { code, stdout, stderr, cwd } = await importFile('a.jsonl', '{"key":"b","output":"bad"}\n', {
      args: ['--json', '--rejected', 'r.jsonl'],
    });
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ accepted: 0, replayed: 0, rejected: 1, rejectedFile: 'r.jsonl', seconds: expect.any(Number) });
    expect(existsSync(join(cwd, 'r.jsonl'))).toBe(true);
  });

  test('reads standard input', async () => {
    const { url, items } = await startImportServer();
    const { code } = await runCommand(['import', 'texts', '-', '--url', url], { stdin: '{"key":"a","output":"x"}\n' });
    expect({ code, items }).toEqual({ code: 0, items: [{ key: 'a', output: 'x' }] });
  });

  test('refuses text that is not UTF-8', async () => {
    const { code, stderr } = await importFile('a.jsonl', Buffer.from('{"key":"a","output":"gr\xfcn"}\n', 'latin1'));
    expect(code).toBe(1);
    expect(stderr).toContain('is not UTF-8');
  });

  test('column options are wrong usage, and an API key given as --key is explained', async () => {
    const { code, stderr } = await importFile('a.jsonl', '', { args: ['--key', 'cs_x'] });
    expect(code).toBe(64);
    expect(stderr).toContain('--api-key');
  });
});

describe('import of CSV', () => {
  test('takes columns by their names', async () => {
    const csv = 'sku,input.name,input.facts.weight,output,confidence,metadata.batch\nA1,Chair,5 kg,"A chair, ""fine"".",0.5,b1\n';
    const { code, items } = await importFile('a.csv', csv);
    expect(code).toBe(0);
    expect(items).toEqual([
      {
        key: 'A1',
        input: { name: 'Chair', facts: { weight: '5 kg' } },
        output: 'A chair, "fine".',
        confidence: 0.5,
        metadata: { batch: 'b1' },
      },
    ]);
  });

  test('takes the columns that the options name, and the rest as input', async () => {
    const csv = 'Art.Nr;Name;Preis;Text\n7;Stuhl;"9,90";Ein Stuhl.\n';
    const { items } = await importFile('a.csv', csv, { args: ['--key', 'art.nr', '--output', 'Text'] });
    expect(items).toEqual([{ key: '7', output: 'Ein Stuhl.', input: { Name: 'Stuhl', Preis: '9,90' } }]);
  });

  test('makes of cells what the schema asks for, and leaves empty ones out', async () => {
    const outputSchema = {
      type: 'object',
      properties: {
        title: { type: 'string' },
        note: { type: 'string' },
        bullets: { type: 'array' },
        stock: { type: 'integer' },
        sale: { type: 'boolean' },
        none: { type: ['number', 'null'] },
      },
      required: ['title'],
    };
    const csv =
      'id,output.title,output.note,output.bullets,output.stock,output.sale,output.none\n1,,,"a\nb",12,TRUE,\n2,x,y,"[""c""]",many,,3\n';
    const { items } = await importFile('a.csv', csv, { schemas: { outputSchema } });
    expect(items.map(({ output }) => output)).toEqual([
      { title: '', bullets: ['a', 'b'], stock: 12, sale: true, none: null },
      { title: 'x', note: 'y', bullets: ['c'], stock: 'many', none: 3 },
    ]);
  });

  test('one output column is a property where the schema has it', async () => {
    const outputSchema = { type: 'object', properties: { text: { type: 'string' } } };
    const { items } = await importFile('a.csv', 'key,text\n1,Hello\n', { args: ['--output', 'text'], schemas: { outputSchema } });
    expect(items).toEqual([{ key: '1', input: null, output: { text: 'Hello' } }]);
  });

  test('takes a map', async () => {
    const server = await startImportServer();
    const cwd = scratchFolder();
    writeFileSync(join(cwd, 'map.json'), JSON.stringify({ key: 'nr', input: { 'facts.name': 'n' }, output: 't', confidence: 'c' }));
    writeFileSync(join(cwd, 'a.csv'), 'nr,n,t,c\n1,Chair,Text,0.25\n');
    const { code } = await runCommand(['import', 'texts', 'a.csv', '--map', 'map.json', '--url', server.url], { cwd });
    expect(code).toBe(0);
    expect(server.items).toEqual([{ key: '1', input: { facts: { name: 'Chair' } }, output: 'Text', confidence: 0.25 }]);
  });

  test('[I2] bad records are reported by the line they begin on', async () => {
    const csv = 'key,output\r\n1,"two\r\nlines"\r\n2,bad\r\n3\r\n4,good\r\n\r\n5,bad\r\n';
    const { code, rejected, items } = await importFile('a.csv', csv);
    expect(code).toBe(2);
    expect(rejected.map(({ line, code: why }) => [line, why]).sort()).toEqual([
      [4, 'schema_violation'],
      [5, 'invalid_input'],
      [8, 'schema_violation'],
    ]);
    expect(items.map(({ key }) => key)).toEqual(['1', '4']);
  });

  test.each([
    ['name,output\nx,y\n', [], 'Say with --key'],
    ['key,text\nx,y\n', [], 'Say with --output'],
    ['key,output\nx,y\n', ['--input', 'gone'], 'There is no column "gone". The file has: key, output.'],
  ])('says which columns are missing: %j', async (csv, args, message) => {
    const { code, stderr } = await importFile('a.csv', csv, { args });
    expect(code).toBe(64);
    expect(stderr).toContain(message);
  });
});
