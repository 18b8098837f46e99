import { type ThemeConfig, theme } from 'antd';
import { useSyncExternalStore } from 'react';

const night = matchMedia('(prefers-color-scheme: dark)');

function subscribe(changed: () => void): () => void {
  night.addEventListener('change', changed);
  return () => night.removeEventListener('change', changed);
}

const useNight = () => useSyncExternalStore(subscribe, () => night.matches);

const shared = {
  borderRadius: 8,
  fontSize: 15,
  controlHeight: 38,
  motionDurationMid: '0.12s',
  motionDurationSlow: '0.16s',
  wireframe: false,
};

const day: ThemeConfig = {
  token: {
    ...shared,
    colorPrimary: '#0b6e69',
    colorInfo: '#0b6e69',
    colorError: '#b3161f',
    colorTextDescription: '#56666a',
    colorTextPlaceholder: '#667679',
    colorLink: '#0b6e69',
  },
};
const dark: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#1f7f79',
    colorInfo: '#1f7f79',
    colorLink: '#5cc4bb',
    colorError: '#ff7875',
    colorBgBase: '#151c1b',
    colorTextPlaceholder: '#93a5a2',
  },
};

/** Light by day and dark on night shifts, as the machine is set. */
export function useTheme(): ThemeConfig {
  return useNight() ? dark : day;
}
