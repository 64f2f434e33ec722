import { CountersignError } from '@countersign/contract';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { signIn } from '../api/calls.ts';
import { words } from '../words/words.ts';
import styles from './sign-in.module.css';

export function SignInForm({ email: knownEmail = '', onSignedIn }: { email?: string; onSignedIn: () => void | Promise<void> }) {
  const [email, setEmail] = useState(knownEmail);
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await signIn(email.trim(), password);
      await onSignedIn();
    } catch (cause) {
      setError(sayError(cause));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <TextInput
        label={words.signIn.email}
        type="email"
        name="email"
        autoComplete="username"
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        autoFocus={knownEmail === ''}
      />
      <PasswordInput
        label={words.signIn.password}
        visibilityToggleButtonProps={{ 'aria-label': words.signIn.showPassword }}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoFocus={knownEmail !== ''}
      />
      {error && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
      <Button type="submit" loading={busy} fullWidth>
        {words.signIn.submit}
      </Button>
    </form>
  );
}

function sayError(cause: unknown): string {
  if (!(cause instanceof CountersignError)) return String(cause);
  if (cause.code === 'network') return words.signIn.unreachable;
  if (cause.code === 'rate_limited') return words.signIn.tooOften;
  return ['not_signed_in', 'not_allowed', 'invalid_input', 'not_found'].includes(cause.code) ? words.signIn.wrong : cause.message;
}
