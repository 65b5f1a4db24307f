import type { LiveCode, LiveCodeInput, staffPerCode } from '@scrm/shared/live-code';
import type { ReceptionRule } from '@scrm/shared/live-code-rule';
import type { Message } from '@scrm/shared/message';
import type { StaffRef } from '@scrm/shared/org';
import type { TagRef } from '@scrm/shared/tag';
import { isSound } from '../../kit/message/MessageEditor';
import { fill, truncate } from '@scrm/shared/text';
import { hasStaff, type Names } from './rule/rule-draft';

/** What the form holds: the contract's input with names instead of bare ids. */
export interface Draft {
  name: string;
  serve: LiveCode['serve'];
  /** Null: the staff take turns, all day. */
  rule: ReceptionRule | null;
  names: Names;
  staff: StaffRef[];
  skipVerify: boolean;
  tags: TagRef[];
  remarkTemplate: string;
  remarkOverHand: boolean;
  welcome: Message;
  channelId: string | null;
  expiresAt: number | null;
  closedText: string;
}

export const staffLimit = 100 satisfies typeof staffPerCode;
export const tagLimit = 20;
const remarkLimit = 20;

export const blankDraft: Draft = { name: '', serve: 'direct', rule: null, names: { staff: {}, tags: {} }, staff: [], skipVerify: true, tags: [], remarkTemplate: '', remarkOverHand: false, welcome: { text: '', attachments: [] }, channelId: null, expiresAt: null, closedText: '' };

export function draftOf(code: LiveCode): Draft {
  const { name, serve, rule, staff, named, skipVerify, tags, remarkTemplate, remarkOverHand, welcome, channel, expiresAt, closedText } = code;
  const byId = <T extends { id: string }>(list: T[]) => Object.fromEntries(list.map((one) => [one.id, one]));
  return {
    name, serve, rule, names: { staff: byId([...named.staff, ...staff]), tags: byId(named.tags) }, staff, skipVerify, tags, remarkTemplate, remarkOverHand, welcome,
    channelId: channel?.id ?? null, expiresAt, closedText,
  };
}

export function inputOf({ name, serve, rule, staff, skipVerify, tags, remarkTemplate, remarkOverHand, welcome, channelId, expiresAt, closedText }: Draft): LiveCodeInput {
  return {
    channelId, expiresAt, closedText: closedText.trim(),
    name: name.trim(), serve, rule, staffIds: staff.map(({ id }) => id), skipVerify, tagIds: tags.map(({ id }) => id), remarkTemplate: remarkTemplate.trim(), remarkOverHand, welcome,
  };
}

export type Fault = 'needName' | 'needStaff' | 'tooManyStaff' | 'tooManyTags' | 'unsoundWelcome';
export const faultField = { needName: 'name', needStaff: 'staff', tooManyStaff: 'staff', tooManyTags: 'tags', unsoundWelcome: 'welcome' } as const satisfies Record<Fault, keyof Draft>;

export function faultsOf(draft: Draft): Fault[] {
  return [
    ...(draft.name.trim() ? [] : ['needName' as const]),
    ...((draft.rule ? hasStaff(draft.rule) : draft.staff.length > 0) ? [] : ['needStaff' as const]),
    ...(!draft.rule && draft.staff.length > staffLimit ? ['tooManyStaff' as const] : []),
    ...(draft.tags.length > tagLimit ? ['tooManyTags' as const] : []),
    ...(isSound(draft.welcome) ? [] : ['unsoundWelcome' as const]),
  ];
}

/** The remark as WeCom will keep it: at most 20 characters. */
export function remarkOf(template: string, values: { customer: string; code: string; channel: string; tag: string; date: string }): { text: string; cut: boolean } {
  const whole = fill(template.trim(), values);
  return { text: truncate(whole, remarkLimit), cut: [...whole].length > remarkLimit };
}
