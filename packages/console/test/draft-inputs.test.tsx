// @vitest-environment happy-dom
import type { Json, JsonObject } from '@countersign/contract';
import { screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { DraftForm } from '../src/draft/draft-form.tsx';
import { fieldsOf } from '../src/draft/fields.ts';
import { HtmlView } from '../src/draft/html-view.tsx';
import { Markdown } from '../src/draft/markdown.tsx';
import { OutputView } from '../src/grid/output-view.tsx';
import { flagOf } from './flag-of.ts';
import { show } from './show.tsx';

function form(schema: JsonObject, begin: Json) {
  let now = begin;
  function Form() {
    const [output, setOutput] = useState(begin);
    now = output;
    return (
      <DraftForm
        itemId="i"
        fields={fieldsOf(schema, begin, 'Draft')}
        output={output}
        original={begin}
        faults={[]}
        onChange={setOutput}
        onInvalidJson={() => {}}
      />
    );
  }
  return { ...show(<Form />), now: () => now };
}

const object = (properties: JsonObject, required: string[] = []): JsonObject => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});

test('numbers, choices, switches and lists are inputs named by their labels', async () => {
  const schema = object(
    {
      price: { type: 'number', title: 'Price' },
      size: { enum: ['S', 'M'], title: 'Size' },
      gift: { type: 'boolean', title: 'Gift' },
      points: { type: 'array', items: { type: 'string' }, title: 'Points' },
    },
    ['price', 'size', 'gift', 'points'],
  );
  const { person, now } = form(schema, { price: 5, size: 'S', gift: false, points: ['one'] });
  const price = screen.getByRole('textbox', { name: 'Price' });
  await person.clear(price);
  await person.type(price, '7,5');
  await person.selectOptions(screen.getByRole('combobox', { name: 'Size' }), 'M');
  await person.click(screen.getByRole('checkbox', { name: 'Gift' }));
  await person.click(screen.getByRole('button', { name: /Add a line/ }));
  await person.type(screen.getByRole('textbox', { name: 'Points, line 2' }), 'two');
  expect(now()).toEqual({ price: 7.5, size: 'M', gift: true, points: ['one', 'two'] });
});

test('a list of flat records is a table, and what is optional waits to be added', async () => {
  const schema = object(
    {
      parts: { type: 'array', title: 'Parts', items: object({ count: { type: 'integer', title: 'Count' } }, ['count']) },
      weight: { type: 'number', title: 'Weight' },
    },
    ['parts'],
  );
  const { person, now } = form(schema, { parts: [{ count: 1 }] });
  await waitFor(() => expect(screen.getByRole('table')).toBeTruthy());
  expect(screen.getAllByRole('columnheader').map((head) => head.textContent)).toEqual(['Count', 'Row']);
  await person.click(screen.getByRole('button', { name: /Add a row/ }));
  await person.click(screen.getByRole('button', { name: 'Remove row 1' }));
  await person.click(screen.getByRole('button', { name: 'Add Weight' }));
  expect(now()).toEqual({ parts: [{ count: null }], weight: 0 });
});

test('HTML keeps its words and loses everything that could do something', () => {
  const { page } = show(
    <HtmlView html={'<p onclick="x()">A <b>bold</b><script>x()</script> <a href="javascript:x()">link</a></p><form><input></form>'} />,
  );
  expect(page.container.querySelectorAll('script, form, input, a, [onclick]')).toHaveLength(0);
  expect(page.container.querySelector('b')?.textContent).toBe('bold');
  expect(page.container.textContent).toContain('link (javascript:x())');
});

test('Markdown becomes elements, and HTML in it stays text', () => {
  const { page } = show(<Markdown text={'A **warm** lamp\n\n- one\n- two\n\n<b>no</b>'} itemId="i" />);
  expect(page.container.querySelector('strong')?.textContent).toBe('warm');
  expect(screen.getAllByRole('listitem').map((each) => each.textContent)).toEqual(['one', 'two']);
  expect(page.container.querySelector('b')).toBeNull();
  expect(page.container.textContent).toContain('<b>no</b>');
});

test('an output to read marks its flags where they are', () => {
  const { page } = show(<OutputView value={{ title: 'A lamp', weight: 2 }} flags={[flagOf('f', { path: '/title', start: 2, end: 6 })]} />);
  expect(
    within(page.container)
      .getAllByRole('term')
      .map((term) => term.textContent),
  ).toEqual(['Title', 'Weight']);
  expect(page.container.querySelector('mark, [data-level]')?.textContent).toContain('lamp');
});
