import { DesktopOutlined, MoonOutlined, SunOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Segmented } from 'antd';
import type { Language } from '@scrm/shared/error';
import type { Appearance } from './appearance';
import { setAppearance, useAppearance } from './appearance';
import { setLanguage, useLanguage, words } from './language';

const useWords = words({
  zh: { language: '语言', appearance: '外观', light: '浅色', dark: '深色', system: '跟随系统' },
  en: { language: 'Language', appearance: 'Appearance', light: 'Light', dark: 'Dark', system: 'System' },
});

export function LanguageChoice({ block = true }: { block?: boolean }) {
  const t = useWords();
  const language = useLanguage();
  const queries = useQueryClient();
  return (
    <Segmented<Language>
      block={block} aria-label={t.language} value={language} options={[{ value: 'zh', label: '中文' }, { value: 'en', label: 'English' }]}
      onChange={(next) => {
        setLanguage(next);
        // Sentences that the server wrote come again in the other language.
        void queries.invalidateQueries();
      }}
    />
  );
}

export function AppearanceChoice() {
  const t = useWords();
  const appearance = useAppearance();
  return (
    <Segmented<Appearance>
      block aria-label={t.appearance} value={appearance} onChange={setAppearance}
      options={[
        { value: 'light', label: t.light, icon: <SunOutlined /> }, { value: 'dark', label: t.dark, icon: <MoonOutlined /> },
        { value: 'system', label: t.system, icon: <DesktopOutlined /> },
      ]}
    />
  );
}
