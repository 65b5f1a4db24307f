import type { Message } from '@scrm/shared/message';
import type { StaffRef } from '@scrm/shared/org';
import type { TagRef } from '@scrm/shared/tag';
import type { Acquaintance, RuleTarget, Scene, WelcomeRule, WelcomeRuleInput, Window } from '@scrm/shared/welcome-rule';
import { isSound } from '../../kit/message/MessageEditor';
import type { CodeKind, Named } from './CodePicker';

/** What the form holds: the contract's input with names instead of bare ids. */
export interface RuleDraft {
  name: string;
  target: RuleTarget;
  codes: Record<CodeKind, Named[]>;
  staff: StaffRef[];
  departmentIds: number[];
  windows: Window[];
  scenes: Scene[];
  acquaintance: Acquaintance | null;
  tags: TagRef[];
  message: Message;
  enabled: boolean;
}

export const blankRule: RuleDraft = { name: '', target: 'company', codes: { liveCodes: [], storeCodes: [], stores: [] }, staff: [], departmentIds: [], windows: [], scenes: [], acquaintance: null, tags: [], message: { text: '', attachments: [] }, enabled: true };

export function ruleDraftOf({ name, target, codes, storeCodes, stores, staff, departments, windows, scenes, acquaintance, tags, message, enabled }: WelcomeRule): RuleDraft {
  return { name, target, codes: { liveCodes: codes, storeCodes, stores }, staff, departmentIds: departments.map(({ departmentId }) => departmentId), windows, scenes, acquaintance, tags, message, enabled };
}

export function ruleInputOf({ name, codes, staff, departmentIds, tags, ...draft }: RuleDraft): WelcomeRuleInput {
  const targetIds = { company: [], staff: staff.map(({ id }) => id), code: Object.values(codes).flat().map(({ id }) => id), department: departmentIds.map(String) }[draft.target];
  return { ...draft, name: name.trim(), targetIds, tagIds: tags.map(({ id }) => id) };
}

export type RuleFault = 'needName' | 'needTarget' | 'badWindow' | 'emptyMessage' | 'unsoundMessage' | 'needsWindow';
export const ruleFaultField = { needName: 'name', needTarget: 'target', badWindow: 'windows', emptyMessage: 'message', unsoundMessage: 'message', needsWindow: 'windows' } as const satisfies Record<RuleFault, string>;

export function ruleFaultsOf(draft: RuleDraft): RuleFault[] {
  const { message, windows } = draft;
  return [
    ...(draft.name.trim() ? [] : ['needName' as const]),
    ...(draft.target !== 'company' && ruleInputOf(draft).targetIds!.length === 0 ? ['needTarget' as const] : []),
    ...(windows.some(({ days, from, to }) => days.length === 0 || from === to) ? ['badWindow' as const] : []),
    ...(message.text.trim() === '' && message.attachments.length === 0 ? ['emptyMessage' as const] : []),
    ...(isSound(message) ? [] : ['unsoundMessage' as const]),
    ...(message.text.includes('{replyTime}') && windows.length === 0 ? ['needsWindow' as const] : []),
  ];
}

/** Everything outside of nine to six on workdays. */
export const offHours: Window[] = [{ days: ['workday'], from: 0, to: 540 }, { days: ['workday'], from: 1080, to: 1440 }, { days: ['weekend', 'holiday'], from: 0, to: 1440 }];
