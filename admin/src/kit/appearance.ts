import { useSyncExternalStore } from 'react';
import type { ThemeConfig } from 'antd';
import { theme } from 'antd';
import { look } from '@scrm/shared/look';

export type Appearance = 'light' | 'dark' | 'system';

const storageKey = 'scrm.appearance';
const listeners = new Set<() => void>();
const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const prefersStill = matchMedia('(prefers-reduced-motion: reduce)');

function startAppearance(): Appearance {
  const kept = localStorage.getItem(storageKey);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

let current = startAppearance();

function mode(): 'light' | 'dark' {
  if (current !== 'system') return current;
  return prefersDark.matches ? 'dark' : 'light';
}

/** Own style sheets read the tokens as `var(--accent)` and so on. */
function paintDocument(): void {
  const root = document.documentElement;
  for (const [name, colour] of Object.entries(look[mode()])) root.style.setProperty(`--${name}`, colour);
  root.style.setProperty('--font', look.font);
  root.style.colorScheme = mode();
  root.dataset.look = mode();
}

paintDocument();
prefersDark.addEventListener('change', announce);

function announce(): void {
  paintDocument();
  for (const listener of listeners) listener();
}

export function setAppearance(next: Appearance): void {
  current = next;
  localStorage.setItem(storageKey, next);
  announce();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useAppearance(): Appearance {
  return useSyncExternalStore(subscribe, () => current);
}

export function useMode(): 'light' | 'dark' {
  return useSyncExternalStore(subscribe, mode);
}

/** A link under the pointer. */
const over = { light: '#1A5DC7', dark: '#7AABFF' };

export function antdTheme(shown: 'light' | 'dark'): ThemeConfig {
  const colour = look[shown];
  return {
    algorithm: shown === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: colour.accent, colorInfo: colour.accent, colorLink: colour.accent,
      // Antd's own are too faint to be read, in the dark above all.
      colorLinkHover: over[shown], colorLinkActive: over[shown],
      colorSuccess: colour.success, colorWarning: colour.warning, colorError: colour.danger,
      colorText: colour.text, colorTextSecondary: colour.secondary, colorTextTertiary: colour.secondary,
      colorTextDescription: colour.secondary, colorTextPlaceholder: colour.faint, colorTextQuaternary: colour.faint,
      colorSuccessBg: shown === 'dark' ? '#16302A' : '#E8F6EE', colorSuccessBorder: shown === 'dark' ? '#23543F' : '#B5E2C9',
      colorBgLayout: colour.page, colorBgContainer: colour.panel, colorBgElevated: shown === 'dark' ? '#212936' : colour.panel,
      colorBorder: shown === 'dark' ? '#38424F' : '#D5DAE1', colorBorderSecondary: colour.line, colorSplit: colour.line,
      fontFamily: look.font, fontSize: look.size.body,
      borderRadius: look.radius.control, borderRadiusLG: look.radius.card,
      motionDurationMid: '0.15s', motionDurationSlow: '0.18s', motion: !prefersStill.matches,
    },
    components: {
      Table: { headerBg: colour.panel, headerColor: colour.secondary, headerSplitColor: 'transparent', cellPaddingBlockMD: 10, cellPaddingInlineMD: 12, rowHoverBg: shown === 'dark' ? '#202834' : '#F3F6FA', rowSelectedBg: shown === 'dark' ? '#1C2B44' : '#EDF4FF', rowSelectedHoverBg: shown === 'dark' ? '#20324F' : '#E3EEFF' },
      Menu: { itemHeight: 36, itemBg: 'transparent', activeBarBorderWidth: 0, subMenuItemBg: 'transparent' },
      Layout: { siderBg: colour.panel, headerBg: colour.panel, bodyBg: colour.page },
      Card: { bodyPadding: 16 },
      Form: { itemMarginBottom: 16 },
    },
  };
}
