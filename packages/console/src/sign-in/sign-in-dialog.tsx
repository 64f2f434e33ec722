import type { Me } from '@countersign/contract';
import { Modal } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { getMe } from '../api/calls.ts';
import { queryClient } from '../api/queries.ts';
import { sessionGuard } from '../api/session-guard.ts';
import { words } from '../words/words.ts';
import { SignInForm } from './sign-in-form.tsx';

/** Opens over the page when the session ends during work. Calls that met the end are sent again afterwards. */
export function SignInDialog({ me }: { me: Me }) {
  const ended = useSyncExternalStore(sessionGuard.subscribe, () => sessionGuard.ended);
  const goOn = async () => {
    const now = await getMe();
    if (now.actor.id !== me.actor.id) return location.reload();
    queryClient.setQueryData(['me'], now);
    sessionGuard.signedIn();
  };
  return (
    <Modal
      opened={ended}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={words.signIn.endedTitle}
      centered
    >
      <p style={{ marginBottom: '1rem', color: 'var(--ink-2)' }}>{words.signIn.ended}</p>
      <SignInForm email={me.email ?? ''} onSignedIn={goOn} />
    </Modal>
  );
}
