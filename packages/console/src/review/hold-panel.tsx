import { useMemo, useState } from 'react';
import { words } from '../words/words.ts';
import styles from './aside.module.css';
import { ChoicePanel } from './choice-panel.tsx';
import { canHoldUntil, holdTimes, longestHold, toLocalInput } from './hold-times.ts';

const say = words.desk.aside;
const dayAndHour = new Intl.DateTimeFormat(words.locale, { weekday: 'short', hour: 'numeric', minute: '2-digit' });

export function HoldPanel({ onHold, onCancel }: { onHold: (until: string, note: string) => void; onCancel: () => void }) {
  const now = useMemo(() => new Date(), []);
  const times = useMemo(() => holdTimes(now), [now]);
  const [chosen, setChosen] = useState<string>('inAnHour');
  const [picked, setPicked] = useState(() => toLocalInput(times.tomorrow));
  const [hint, setHint] = useState<string | null>(null);
  const confirm = (note: string) => {
    const until = chosen === 'pick' ? new Date(picked) : times[chosen as keyof typeof times];
    if (Number.isNaN(until.getTime()) || !canHoldUntil(until, new Date())) return setHint(say.pickFirst);
    onHold(until.toISOString(), note.trim());
  };
  return (
    <ChoicePanel
      title={say.holdTitle}
      help={say.holdHelp}
      choices={[
        { id: 'inAnHour', label: say.inAnHour, detail: dayAndHour.format(times.inAnHour) },
        { id: 'tomorrow', label: say.tomorrow, detail: dayAndHour.format(times.tomorrow) },
        ...(times.monday > times.tomorrow ? [{ id: 'monday', label: say.monday, detail: dayAndHour.format(times.monday) }] : []),
        { id: 'pick', label: say.pick },
      ]}
      chosen={chosen}
      confirmLabel={say.holdNow}
      hint={hint}
      onChoose={(id) => {
        setHint(null);
        setChosen(id);
      }}
      onConfirm={confirm}
      onCancel={onCancel}
    >
      {chosen === 'pick' && (
        <label className={styles.field}>
          {say.pickTime}
          <input
            type="datetime-local"
            value={picked}
            min={toLocalInput(now)}
            max={toLocalInput(new Date(now.getTime() + longestHold))}
            onChange={(event) => setPicked(event.target.value)}
            ref={(input) => input?.focus()}
          />
        </label>
      )}
    </ChoicePanel>
  );
}
