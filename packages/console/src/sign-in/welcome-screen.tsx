import { CountersignError } from '@countersign/contract';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { acceptInvitation } from '../api/calls.ts';
import { queryClient } from '../api/queries.ts';
import { words } from '../words/words.ts';
import { Doorway } from './doorway.tsx';
import styles from './sign-in.module.css';

const shortestPassword = 10;

export function WelcomeScreen() {
  const token = decodeURIComponent(location.hash.slice(1));
  return (
    <Doorway title={words.welcome.title} intro={token ? words.welcome.intro : words.tagline}>
      {token ? (
        <WelcomeForm token={token} />
      ) : (
        <p className={styles.error} role="alert">
          {words.welcome.noToken}
        </p>
      )}
    </Doorway>
  );
}

function WelcomeForm({ token }: { token: string }) {
  const navigate = useNavigate();
  const [fields, setFields] = useState({ email: '', name: '', password: '' });
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (name: keyof typeof fields) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setFields((now) => ({ ...now, [name]: value }));
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (fields.password.length < shortestPassword) return setError(words.welcome.passwordHelp);
    setBusy(true);
    setError(null);
    try {
      const me = await acceptInvitation({ token, ...fields, email: fields.email.trim(), name: fields.name.trim() });
      queryClient.setQueryData(['me'], me);
      await navigate({ to: '/', replace: true });
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
        autoFocus
        value={fields.email}
        onChange={set('email')}
      />
      <TextInput
        label={words.welcome.name}
        description={words.welcome.nameHelp}
        name="name"
        autoComplete="name"
        value={fields.name}
        onChange={set('name')}
      />
      <PasswordInput
        label={words.signIn.password}
        visibilityToggleButtonProps={{ 'aria-label': words.signIn.showPassword }}
        description={words.welcome.passwordHelp}
        name="password"
        autoComplete="new-password"
        required
        withAsterisk={false}
        value={fields.password}
        onChange={set('password')}
      />
      {error && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
      <Button type="submit" loading={busy} fullWidth>
        {words.welcome.submit}
      </Button>
    </form>
  );
}

function sayError(cause: unknown): string {
  if (!(cause instanceof CountersignError)) return String(cause);
  if (cause.code === 'link_used') return words.welcome.used;
  if (cause.code === 'network') return words.signIn.unreachable;
  return cause.details.errors?.[0]?.detail ?? cause.message;
}
