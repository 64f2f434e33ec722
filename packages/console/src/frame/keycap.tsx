import styles from './keycap.module.css';

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
const drawn: Record<string, string> = {
  Mod: isApple ? '⌘' : 'Ctrl',
  Alt: isApple ? '⌥' : 'Alt',
  Enter: '↵',
  Esc: 'Esc',
  Shift: '⇧',
  Backspace: '⌫',
};

/** Keys drawn as on a keyboard. `on` says whether they lie on a coloured button. */
export function Keycap({ keys, on = false }: { keys: string[]; on?: boolean }) {
  return (
    <span className={styles.keys} data-on={on || undefined} aria-hidden="true">
      {keys.map((key) => (
        <kbd key={key}>{drawn[key] ?? key}</kbd>
      ))}
    </span>
  );
}

export const ariaKeys = (keys: string[]): string => keys.map((key) => (key === 'Mod' ? (isApple ? 'Meta' : 'Control') : key)).join('+');

/** Keys as one says them. */
export const spokenKeys = (keys: string[]): string => keys.map((key) => (key === 'Mod' ? (isApple ? 'Cmd' : 'Ctrl') : key)).join(' ');
