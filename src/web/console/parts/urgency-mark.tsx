import {
  ClockCircleOutlined,
  ExclamationCircleFilled,
  MinusCircleOutlined,
  WarningFilled,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Urgency } from '../api/today.ts';
import { useSpeech } from '../words.ts';

const signs: Readonly<Record<Urgency, ReactNode>> = {
  immediate: <ExclamationCircleFilled />,
  urgent: <WarningFilled />,
  soon: <ClockCircleOutlined />,
  routine: <MinusCircleOutlined />,
};

/** Colour, shape and word together: nobody has to see colours to know what is urgent. */
export function UrgencyMark({
  urgency,
  small = false,
}: {
  readonly urgency: Urgency;
  readonly small?: boolean;
}) {
  const { t } = useSpeech();
  return (
    <span className={`urgency urgency-${urgency}${small ? ' urgency-small' : ''}`}>
      {signs[urgency]} {t(`urgency.${urgency}`)}
    </span>
  );
}
