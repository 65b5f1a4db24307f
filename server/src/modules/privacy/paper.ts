import type { Language } from '@scrm/shared/error';
import { chinaZone } from '@scrm/shared/zone';
import { clockTime } from '../../core/zone';
import type { Signed } from './certificate';

/** Pages that are printed or kept: no scripts, nothing loaded. */
const style = `body{font:14px/1.6 -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;color:#1B2430;background:#fff;max-width:820px;margin:32px auto;padding:0 16px;overflow-wrap:anywhere}
h1{font-size:20px}h2{font-size:16px;margin-top:28px}table{border-collapse:collapse;width:100%;margin:8px 0}th,td{border:1px solid #E6E9EE;padding:6px 8px;text-align:left;vertical-align:top}
th{background:#F6F7F9;font-weight:600;white-space:nowrap}td.n{text-align:right;font-variant-numeric:tabular-nums}pre{white-space:pre-wrap;word-break:break-all;background:#F6F7F9;padding:12px;font-size:12px}
.soft{color:#5B6776}textarea{width:100%;box-sizing:border-box;min-height:160px}button{font:inherit;padding:8px 20px}.ok{color:#137a46}.bad{color:#B42323}`;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign]!);

export function paper(title: string, body: string, language: Language): string {
  return `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${style}</style></head><body>${body}</body></html>`;
}

/** By whose clock times are given, within a sentence. */
export const zoneText = (zone: string, language: Language): string => (zone === chinaZone ? { zh: '北京时间', en: 'Beijing time' } : { zh: `企业所在时区 ${zone}`, en: `the company’s time zone, ${zone}` })[language];

const words = {
  zh: {
    title: '个人信息删除证明', corp: '企业', id: '编号', subject: '客户内部编号', by: '操作人', started: '开始', finished: '完成', table: '数据', deleted: '删除', blanked: '清空', kept: '保留的内容与依据',
    hashes: '已删除标识的加盐摘要', check: '任何人都可以在下面的地址核对这份证明，也可以用公钥（Ed25519）自行验证摘要的签名：', machine: '机器可读的原文', times: (zone: string) => `时间按${zone}。`, wecom: '与员工在企业微信里的好友关系不受影响，由员工自行删除。',
  },
  en: {
    title: 'Certificate of erasure', corp: 'Company', id: 'No.', subject: 'Customer, by our number', by: 'Done by', started: 'Begun', finished: 'Finished', table: 'Data', deleted: 'Deleted', blanked: 'Blanked', kept: 'What stays, and on what ground',
    hashes: 'Salted hashes of the ids that were erased', check: 'Anybody can check this certificate at the address below, or check the signature of the hash with the public key (Ed25519):', machine: 'For machines', times: (zone: string) => `Times are in ${zone}.`, wecom: 'Friendships between the person and staff inside WeCom are not touched; staff end them themselves.',
  },
};

/** The certificate as a page to print. */
export function certificatePage(text: string, verifyUrl: string, zone: string, language: Language): string {
  const signed = JSON.parse(text) as Signed;
  const { certificate: one } = signed;
  const t = words[language];
  const fact = (name: string, value: string) => `<tr><th>${name}</th><td>${escapeHtml(value)}</td></tr>`;
  const rows = one.tables.map((row) => `<tr><td>${escapeHtml(row[language])}</td><td class="n">${row.deleted}</td><td class="n">${row.blanked}</td><td>${escapeHtml(row.kept?.[language] ?? '')}</td></tr>`).join('');
  return paper(t.title, `<h1>${t.title}</h1><table>${fact(t.corp, one.corp.name)}${fact(t.id, one.id)}${fact(t.subject, one.subject.customerId)}${fact(t.by, one.by)}${fact(t.started, clockTime(zone, one.startedAt))}${fact(t.finished, clockTime(zone, one.finishedAt))}${fact('SHA-256', signed.hash)}${fact('Ed25519', signed.publicKey)}</table>
<table><thead><tr><th>${t.table}</th><th>${t.deleted}</th><th>${t.blanked}</th><th>${t.kept}</th></tr></thead><tbody>${rows}</tbody></table>
<p class="soft">${t.times(zoneText(zone, language))}${language === 'en' ? ' ' : ''}${t.wecom}</p><h2>${t.hashes}</h2><pre>${one.subject.hashes.map(escapeHtml).join('\n')}</pre>
<p>${t.check}<br>${escapeHtml(verifyUrl)}</p><h2>${t.machine}</h2><pre>${escapeHtml(text)}</pre>`, language);
}
