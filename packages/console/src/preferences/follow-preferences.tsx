import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { chosenLanguage, isLanguage, rememberLanguage } from '../words/languages.ts';
import { keptHere, showAppearance, toAppearance } from './appearance.ts';
import { usePreferences } from './preferences.ts';

const stillStarting = 8_000;

/** Brings the appearance and language that a person chose on another machine to this one. */
export function FollowPreferences() {
  const preferences = usePreferences();
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    const kept = preferences?.['appearance'];
    if (kept !== undefined) {
      const appearance = toAppearance(kept);
      if (appearance.theme !== keptHere().theme) setColorScheme(appearance.theme);
      showAppearance(appearance);
    }
    const language = preferences?.['language'];
    if (!isLanguage(language) || language === chosenLanguage()) return;
    rememberLanguage(language);
    // Only while the page is starting, when nobody has typed yet; later it waits for the next load.
    if (performance.now() < stillStarting) location.reload();
  }, [preferences, setColorScheme]);
  return null;
}
