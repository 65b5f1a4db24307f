import { useEffect } from 'react';
import { followSystem, themes, type Theme } from './theme';

/** The URL says it; a browser that opens the page without saying gets what it had last time. */
function useRemembered(name: string, said: string | undefined): string | undefined {
  useEffect(() => {
    if (said) localStorage.setItem(name, said);
  }, [name, said]);
  return said ?? localStorage.getItem(name) ?? undefined;
}

/** Before anybody has chosen, the browser's own. */
export const useLanguage = (said: string | undefined) => useRemembered('lang', said) ?? (navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh');

export function useTheme(said: string | undefined): Theme {
  const remembered = useRemembered('theme', said);
  const theme = themes.find((name) => name === remembered) ?? 'auto';
  useEffect(() => followSystem(theme), [theme]);
  return theme;
}
