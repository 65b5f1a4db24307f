/**
 * Ids that WeCom and WeChat give to people: external_userids and encrypted userids (`wm…`, `wo…`) and openids and unionids
 * (`o…`, 28 characters). Their shape is all that is known of them:
 * https://developer.work.weixin.qq.com/document/path/92114, https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html
 */
const personalIds = /(?<![A-Za-z0-9_-])(?:w[mo][A-Za-z0-9_-]{20,62}|o[A-Za-z0-9_-]{27})(?![A-Za-z0-9_-])/g;
const phones = /(?<!\d)1[3-9]\d{9}(?!\d)/g;

/** Takes out of a line of the log what names a person outside; our own ids lead nowhere once the row is gone. */
export function maskPersonalIds(line: string): string {
  return line.replace(personalIds, (id) => `${id.slice(0, 2)}…`).replace(phones, '1…');
}
