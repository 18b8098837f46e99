import { BlockDialog } from './block-dialog.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { ContactDialog } from './contact-dialog.tsx';
import type { DialogProps } from './dialog-props.ts';
import { RetellDialog } from './retell-dialog.tsx';
import { ReturnDialog } from './return-dialog.tsx';
import { TransferDialog } from './transfer-dialog.tsx';
import { UrgencyDialog } from './urgency-dialog.tsx';

export type DialogName =
  | 'transfer'
  | 'return'
  | 'close'
  | 'urgency'
  | 'contact'
  | 'conflict'
  | 'block'
  | 'retell';

export function ChatDialog({ name, chat, end }: DialogProps & { readonly name: DialogName }) {
  const props = { chat, end };
  switch (name) {
    case 'transfer':
      return <TransferDialog {...props} />;
    case 'return':
      return <ReturnDialog {...props} />;
    case 'close':
      return <CloseDialog {...props} />;
    case 'urgency':
      return <UrgencyDialog {...props} />;
    case 'contact':
      return <ContactDialog {...props} />;
    case 'conflict':
      return <ConflictDialog {...props} />;
    case 'retell':
      return <RetellDialog {...props} />;
    case 'block':
      return <BlockDialog {...props} />;
  }
}
