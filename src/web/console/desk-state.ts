import { useQuery } from '@tanstack/react-query';
import { desk, type Today } from './api/today.ts';
import { keys, useMember } from './queries.ts';

/** What the member may see, and today's state of the desk for those who work at it. */
export function useDesk(): {
  readonly mayWork: boolean;
  readonly today: Today | undefined;
  readonly error: unknown;
  readonly refetch: () => void;
} {
  const mayWork = useMay('desk.view');
  const { data, error, refetch } = useQuery({
    queryKey: keys.today,
    queryFn: desk.today,
    refetchInterval: 30_000,
    enabled: mayWork,
  });
  return { mayWork, today: data, error, refetch: () => void refetch() };
}

/** Whether a permission holds for its own sake; the server decides again for each chat and report. */
export function useMay(permission: string): boolean {
  return useMember().permissions.includes(permission);
}

/** Accounts and audit ask for a fresh confirmation, so their permission does not show in the session. */
export function useIs(role: 'supervisor' | 'administrator'): boolean {
  return useMember().member.roles.includes(role);
}
