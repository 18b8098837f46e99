import { QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { account, type Session } from './api/account.ts';
import { Fault } from './api/call.ts';
import { chats, type Entry } from './api/chat.ts';

/** The names under which loaded things are kept; a shorter name covers all that begin with it. */
export const keys = {
  session: ['session'],
  today: ['today'],
  chat: (id: string) => ['chat', id],
  transcript: (id: string) => ['transcript', id],
  notes: (id: string) => ['notes', id],
  retold: ['team', 'retold'],
  canned: (locale: string) => ['team', 'canned', locale],
  reports: ['reports'],
  team: ['team'],
  load: ['team', 'load'],
  me: ['me'],
} as const;

/** A refusal stays a refusal, and an answer of the wrong shape keeps its shape: only the network is tried again. */
const wrongForGood = (error: unknown) =>
  !(error instanceof Fault) || (error.status >= 400 && error.status < 500);

/** Live events make things old; the slow refetch behind them is for the case that an event is lost. */
export function queryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        gcTime: 5 * 60_000,
        retry: (count, error) => count < 3 && !wrongForGood(error),
      },
      mutations: { retry: false },
    },
  });
}

/** Forgets all that was loaded but the session itself, which the pages watch: taken away, they would not hear of its end. */
export function forgetLoaded(queries: QueryClient): void {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
}

export function useSession() {
  return useQuery({
    queryKey: keys.session,
    queryFn: sessionOrNone,
    refetchInterval: 60_000,
    staleTime: 30_000,
  });
}

async function sessionOrNone(): Promise<Session | null> {
  try {
    return await account.session();
  } catch (error) {
    if (error instanceof Fault && error.status === 401) return null;
    throw error;
  }
}

/** The signed-in member; only used inside pages, which are shown to nobody else. */
export function useMember(): Session {
  const { data } = useSession();
  if (data === undefined || data === null) throw new Error('a page of the console without a session');
  return data;
}

export function useChat(id: string) {
  return useQuery({ queryKey: keys.chat(id), queryFn: () => chats.get(id), refetchInterval: 300_000 });
}

export function useNotes(id: string) {
  return useQuery({ queryKey: keys.notes(id), queryFn: () => chats.notes(id) });
}

export interface Transcript {
  readonly entries: readonly Entry[];
}

/** The transcript as far as loaded; a refetch asks only for what came after, and for lines still on their way. */
export function useTranscript(id: string) {
  const queries = useQueryClient();
  return useQuery({
    queryKey: keys.transcript(id),
    queryFn: () => more(id, queries.getQueryData<Transcript>(keys.transcript(id))?.entries ?? []),
    staleTime: 0,
    refetchInterval: 60_000,
  });
}

async function more(id: string, known: readonly Entry[]): Promise<Transcript> {
  const bySeq = new Map(known.map((entry) => [entry.seq, entry]));
  let after = resumeAt(known);
  for (;;) {
    const { entries } = await chats.transcript(id, after);
    for (const entry of entries) bySeq.set(entry.seq, entry);
    const last = entries.at(-1)?.seq;
    if (last === undefined || entries.length < chats.pageSize) break;
    after = last;
  }
  return { entries: [...bySeq.values()].sort((a, b) => a.seq - b.seq) };
}

/** Lines that were still waiting to be sent are asked for again, since their state may have changed. */
export function resumeAt(known: readonly Entry[]): number {
  const waiting = known.slice(-50).find(({ delivery }) => delivery === 'waiting');
  return (waiting?.seq ?? (known.at(-1)?.seq ?? 0) + 1) - 1;
}
