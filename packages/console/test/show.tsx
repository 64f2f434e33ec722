import { MantineProvider } from '@mantine/core';
import { cleanup, render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach } from 'vitest';

afterEach(cleanup);

/** Puts a part of the console onto a page, and a person before it. */
export function show(part: ReactNode) {
  const person = userEvent.setup();
  const page = render(<MantineProvider>{part}</MantineProvider>);
  return { person, page };
}
