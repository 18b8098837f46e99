import { useQueryClient } from '@tanstack/react-query';
import { Desk } from './desk.tsx';
import { SetupPage } from './pages/account/setup-page.tsx';
import { SignInPage } from './pages/account/sign-in-page.tsx';
import { Loading, Trouble } from './parts/states.tsx';
import { forgetLoaded, keys, useSession } from './queries.ts';
import { usePage } from './route.ts';

export function App() {
  const page = usePage();
  const queries = useQueryClient();
  const { data, error, refetch } = useSession();
  const signedIn = () => {
    // It may be someone else than the one whose session ended here.
    forgetLoaded(queries);
    void queries.invalidateQueries({ queryKey: keys.session });
  };
  if (page.kind === 'setup') return <SetupPage signedIn={signedIn} />;
  // Once signed in, a lost connection must not take the page away: only a clear "no session" does.
  if (data === null) return <SignInPage signedIn={signedIn} />;
  if (data !== undefined) return <Desk />;
  return error === null ? <Loading /> : <Trouble error={error} again={() => void refetch()} />;
}
