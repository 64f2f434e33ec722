import { useState } from 'react';
import type { ChangesForm } from '../draft/changes-view.tsx';
import { savePreferences, usePreferences } from '../preferences/preferences.ts';

/** How changes are shown, as the person last chose. */
export function useChangesForm(): [ChangesForm, () => void] {
  const preferences = usePreferences();
  const [chosen, setChosen] = useState<ChangesForm | null>(null);
  const form = chosen ?? (preferences?.['changes'] === 'side-by-side' ? 'side-by-side' : 'inline');
  const toggle = () => {
    const next = form === 'inline' ? 'side-by-side' : 'inline';
    setChosen(next);
    void savePreferences({ changes: next }).catch(() => undefined); // the choice holds on this page all the same
  };
  return [form, toggle];
}
