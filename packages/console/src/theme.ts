import { createTheme, localStorageColorSchemeManager, type MantineColorsTuple, Menu, Modal } from '@mantine/core';

const sign: MantineColorsTuple = [
  '#e9f4ef',
  '#d3e8df',
  '#a6d2bf',
  '#79bc9f',
  '#4fa583',
  '#2f8f72',
  '#237a60',
  '#17604c',
  '#114b3b',
  '#0b372b',
];

export const theme = createTheme({
  colors: { sign },
  primaryColor: 'sign',
  primaryShade: { light: 7, dark: 5 },
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 'var(--radius-small)',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  headings: { fontWeight: '620' },
  components: {
    // The head of a dialog is no banner of the page, and a menu belongs to the part that it opens from.
    Modal: Modal.extend({ defaultProps: { attributes: { header: { role: 'presentation' } } } }),
    Menu: Menu.extend({ defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false } }),
  },
});

export const colorSchemeManager = localStorageColorSchemeManager({ key: 'countersign.theme' });
