import { meQuery, queryClient } from '../api/queries.ts';
import { words } from '../words/words.ts';
import { Doorway } from './doorway.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** Stands in for any page while nobody is signed in; afterwards the page itself appears. */
export function SignInScreen() {
  return (
    <Doorway title={words.signIn.title} intro={words.tagline} foot={words.signIn.noAccount}>
      <SignInForm onSignedIn={() => queryClient.refetchQueries({ queryKey: meQuery.queryKey })} />
    </Doorway>
  );
}
