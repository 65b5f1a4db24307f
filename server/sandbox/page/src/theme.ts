import { look } from '@scrm/shared/look';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const system = window.matchMedia('(prefers-color-scheme: dark)');

/** Puts the shared colours onto the page, so that the style sheets name tokens and never colours. */
export function applyTheme(theme: Theme): void {
  const shown = theme === 'auto' ? (system.matches ? 'dark' : 'light') : theme;
  const root = document.documentElement;
  root.dataset.theme = shown;
  root.style.colorScheme = shown;
  root.style.setProperty('--font', look.font);
  for (const [name, colour] of Object.entries(look[shown])) root.style.setProperty(`--${name}`, colour);
}

/** Follows the system's choice while the person left it to the system. */
export function followSystem(theme: Theme): () => void {
  const apply = () => applyTheme(theme);
  apply();
  system.addEventListener('change', apply);
  return () => system.removeEventListener('change', apply);
}
