import type { CorpKind } from '@scrm/shared/session';
import { words } from '../../kit/language';

/** The three ways an app belongs to a company, in words. */
export const useKindNames = words({
  zh: { suite: '第三方应用', agency: '代开发应用', selfBuilt: '自建应用' } satisfies Record<CorpKind, string>,
  en: { suite: 'Third-party app', agency: 'Agency-built app', selfBuilt: 'Self-built app' },
});
