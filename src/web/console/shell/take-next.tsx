import { Button } from 'antd';
import { desk } from '../api/today.ts';
import { useAction } from '../parts/action.ts';
import { keys } from '../queries.ts';
import { go } from '../route.ts';
import { useSpeech } from '../words.ts';

/** The server chooses who is next: the most urgent, then who has waited longest. Nobody picks favourites. */
export function TakeNext({ big = false }: { readonly big?: boolean }) {
  const { t } = useSpeech();
  const take = useAction<void, { readonly chatId: string }>(desk.takeNext, {
    changes: [keys.today],
    done: ({ chatId }) => go({ kind: 'chat', id: chatId }),
  });
  return (
    <Button
      type="primary"
      size={big ? 'large' : 'middle'}
      className={big ? 'take-next-big' : 'take-next'}
      loading={take.isPending}
      onClick={() => take.mutate()}
    >
      {t(big ? 'today.take-next' : 'today.take-next-short')}
    </Button>
  );
}
