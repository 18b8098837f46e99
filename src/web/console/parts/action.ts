import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { useFaultMessage } from './faults.ts';

/** Something the member does: runs it, makes what it changed load again, and shows a fault in passing. */
export function useAction<Input, Output>(
  run: (input: Input) => Promise<Output>,
  {
    changes = [],
    done,
  }: { readonly changes?: readonly QueryKey[]; readonly done?: (output: Output, input: Input) => void } = {},
) {
  const queries = useQueryClient();
  const showFault = useFaultMessage();
  return useMutation({
    mutationFn: run,
    onSuccess: (output, input) => done?.(output, input),
    onError: showFault,
    // Also after a fault: it often says that the page is out of date.
    onSettled: () => Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
