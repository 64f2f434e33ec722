import { Button, CloseButton, UnstyledButton } from '@mantine/core';
import { Fragment, useEffect, useState } from 'react';
import { Keycap, spokenKeys } from '../frame/keycap.tsx';
import { type Bindings, commandWith, defaultBindings, mostChords, refusalOf, withChord, withoutChord } from '../keys/bindings.ts';
import { type Chord, capsOf, chordsOf } from '../keys/chords.ts';
import type { Bindable } from '../keys/commands.ts';
import { commandGroups } from '../keys/groups.ts';
import { saveBindings, useBindings } from '../keys/use-bindings.ts';
import { words } from '../words/words.ts';
import styles from './keyboard.module.css';
import settings from './settings.module.css';

const say = words.desk.keys;
const spoken = (chord: Chord) => spokenKeys(capsOf(chord));

interface Recording {
  command: Bindable;
  /** The key that the new one takes the place of. */
  replaced: Chord | undefined;
}

/** The person's keys: record another one, see whose it was, go back to the standard. */
export function Keyboard() {
  const bindings = useBindings();
  const [recording, setRecording] = useState<Recording | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [taken, setTaken] = useState<{ chord: Chord; owner: Bindable; recording: Recording } | null>(null);
  const [saved, setSaved] = useState<string | null>(null);

  const save = async (next: Bindings) => {
    setProblem(null);
    setTaken(null);
    try {
      await saveBindings(next);
      setSaved(say.saved);
    } catch (error) {
      setSaved(null);
      setProblem(say.notSaved((error as Error).message));
    }
  };
  const record = (chord: Chord) => {
    if (!bindings || !recording) return;
    const { command, replaced } = recording;
    setRecording(null);
    setSaved(null);
    const refusal = refusalOf(chord, command);
    if (refusal) return setProblem(say.refused[refusal]);
    const owner = commandWith(chord, bindings);
    if (owner && owner !== command) return setTaken({ chord, owner, recording });
    void save(withChord(bindings, command, chord, replaced));
  };
  useRecorder(recording !== null, record, () => setRecording(null));

  const begin = (next: Recording) => {
    setProblem(null);
    setTaken(null);
    setSaved(null);
    setRecording(next);
  };
  const remove = (command: Bindable, chord: Chord) => {
    if (!bindings) return;
    if (bindings[command].length === 1) return setProblem(say.lonely);
    void save(withoutChord(bindings, command, chord));
  };

  return (
    <section className={settings.part} aria-labelledby="keyboard">
      <h2 id="keyboard">{say.title}</h2>
      <p className={settings.help}>{say.help}</p>
      {commandGroups.map(([group, commands]) => (
        <Fragment key={group}>
          <h3 className={styles.group}>{say.groups[group]}</h3>
          <ul className={styles.rows}>
            {commands.map((command) => (
              <li key={command}>
                <span>{say.command[command]}</span>
                <span className={styles.chords}>
                  {bindings?.[command].map((chord) =>
                    recording?.command === command && recording.replaced === chord ? (
                      <Recorder key={chord} />
                    ) : (
                      <span key={chord} className={styles.chord}>
                        <UnstyledButton className={styles.change} data-shows-key="" onClick={() => begin({ command, replaced: chord })}>
                          <Keycap keys={capsOf(chord)} />
                          <span className="visually-hidden">{say.change(spoken(chord), say.command[command])}</span>
                        </UnstyledButton>
                        {bindings[command].length > 1 && (
                          <CloseButton
                            size={24}
                            iconSize={12}
                            aria-label={say.remove(spoken(chord), say.command[command])}
                            onClick={() => remove(command, chord)}
                          />
                        )}
                      </span>
                    ),
                  )}
                  {bindings?.[command].length === 0 && recording?.command !== command && <span className={settings.dim}>{say.none}</span>}
                  {recording?.command === command && recording.replaced === undefined && <Recorder />}
                  {bindings && bindings[command].length < mostChords && recording?.command !== command && (
                    <UnstyledButton
                      className={styles.add}
                      aria-label={say.add(say.command[command])}
                      onClick={() => begin({ command, replaced: undefined })}
                    >
                      +
                    </UnstyledButton>
                  )}
                </span>
                {taken?.recording.command === command && (
                  <p className={styles.taken} role="alert">
                    {say.taken(spoken(taken.chord), say.command[taken.owner])}{' '}
                    <Button
                      size="compact-xs"
                      onClick={() => bindings && void save(withChord(bindings, command, taken.chord, taken.recording.replaced))}
                    >
                      {say.takeIt}
                    </Button>{' '}
                    <Button size="compact-xs" variant="default" onClick={() => setTaken(null)}>
                      {words.cancel}
                    </Button>
                  </p>
                )}
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
      <div className={styles.foot}>
        <Button variant="default" size="compact-sm" disabled={!bindings} onClick={() => void save(defaultBindings())}>
          {say.reset}
        </Button>
        <span role="status">{saved}</span>
        {problem && <span role="alert">{problem}</span>}
      </div>
    </section>
  );
}

function Recorder() {
  return (
    <span className={styles.recorder} role="status">
      {say.press} <span className={settings.dim}>{say.pressHelp}</span>
    </span>
  );
}

/** While it records, the next key belongs to it alone. */
function useRecorder(isOn: boolean, onChord: (chord: Chord) => void, onStop: () => void): void {
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent) => {
      event.preventDefault();
      event.stopPropagation();
      if (event.repeat) return;
      if (event.key === 'Escape') return onStop();
      const chords = chordsOf(event);
      // Shift with a letter is a key of its own here, so that both may be used.
      if (chords[0]) onChord(chords[0]);
    };
    const onPointer = () => onStop();
    addEventListener('keydown', onKey, { capture: true });
    addEventListener('pointerdown', onPointer);
    return () => {
      removeEventListener('keydown', onKey, { capture: true });
      removeEventListener('pointerdown', onPointer);
    };
  });
}
