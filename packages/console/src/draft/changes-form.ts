import { createContext } from 'react';
import type { ChangesForm } from './changes-view.tsx';

/** How the person likes to see changes. */
export const ChangesFormContext = createContext<ChangesForm>('inline');
