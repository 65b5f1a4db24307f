import { type MessageVariable } from '@scrm/shared/message';
import { byteLength, calledInText, fill } from '@scrm/shared/text';

/** https://developer.work.weixin.qq.com/document/path/92137 */
const textBytes = 4000;

/**
 * The text with its variables filled. A customer whose name is not known is greeted without one, and a staff member
 * whose name WeCom keeps from us is called by the office: no brackets ever reach a customer.
 */
export function fillText(template: string, { replyTime = '', ...values }: Record<MessageVariable, string | null> & { replyTime?: string }): string {
  const staff = calledInText(values.staff, template);
  const text = values.customer === null ? withoutCustomer(template) : template;
  return cutBytes(fill(text, { staff, replyTime, ...(values.customer !== null && { customer: values.customer }) }).trim(), textBytes);
}

/** `Hi {customer}, welcome` → `Hi, welcome`; `{customer}，你好` → `你好`. */
function withoutCustomer(template: string): string {
  return template
    .replace(/^[ \t]*\{customer\}[ \t]*[,，、:：!！.。~～;；]*[ \t]*(\p{Ll}?)/gmu, (_, first: string) => first.toUpperCase())
    .replace(/[ \t]*\{customer\}[ \t]*(?=[,，、:：!！?？.。~～;；\n]|$)/gu, '')
    .replace(/(\S?)([ \t]*)\{customer\}([ \t]*)/gu, (_, before: string, left: string, right: string) => before + (left && right ? ' ' : left || right));
}

/** Cuts between characters. */
function cutBytes(text: string, limit: number): string {
  if (byteLength(text) <= limit) return text;
  let kept = '';
  let bytes = byteLength('…');
  for (const char of text) {
    bytes += byteLength(char);
    if (bytes > limit) break;
    kept += char;
  }
  return `${kept}…`;
}
