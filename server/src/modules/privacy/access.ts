import type { Language } from '@scrm/shared/error';
import type { PersonalContext, ShownField, Words } from '../../core/personal/declare';
import { AppError } from '../../core/errors';
import { newId } from '../../core/db/ids';
import { write, type ReadDb } from '../../core/db/scope';
import { randomToken, tokenHash } from '../../core/secrets';
import { clockTime } from '../../core/zone';
import { zoneOf } from '../corp';
import { recordActivity } from '../customer';
import { staffDisplayName, staffRefs } from '../org';
import { AccessLink } from './entity';
import { escapeHtml, paper, zoneText } from './paper';
import { findPerson } from './person';

const hourMs = 3_600_000;

/** Makes an address that shows everything about this customer; the token comes back once. */
export async function makeAccessLink({ db, clock }: Pick<PersonalContext, 'db' | 'clock'>, customerId: string, { hours, by }: { hours: number; by: string }): Promise<{ link: AccessLink; token: string }> {
  const [now, token] = [clock.now(), randomToken()];
  const id = newId('acl', now);
  await write(db, async (tx) => {
    await tx.insert(AccessLink, { id, customerId, tokenHash: tokenHash(token), createdAt: now, expiresAt: now + hours * hourMs, createdBy: by.slice(0, 128), downloads: 0, lastDownloadAt: null });
    await recordActivity(tx, { customerId, staffId: null, kind: 'privacy.exported', at: now, data: { by }, naturalKey: `privacy.exported:${id}` });
  });
  return { link: await db.get(AccessLink, id, '链接'), token };
}

/** The link of this token, counted as used; `access_link_over` when it is past, stopped or unknown. */
export async function useAccessLink({ database, clock }: { database: ReadDb['database']; clock: PersonalContext['clock'] }, token: string): Promise<AccessLink> {
  const link = await database.everything.findOne(AccessLink, { where: { tokenHash: tokenHash(token) } });
  const now = clock.now();
  if (!link || link.expiresAt <= now) throw new AppError('access_link_over');
  await database.write(link.corpId, (tx) => tx.update(AccessLink, { id: link.id }, { downloads: () => 'downloads + 1', lastDownloadAt: now }));
  return link;
}

export interface AccessFile {
  corp: string;
  customerId: string;
  madeAt: string;
  /** By whose clock its times are. */
  zone: string;
  names: readonly string[];
  sections: { table: string; label: string; note: string; rows: Record<string, string>[] }[];
}

/** Everything that the tables hold of a person, in words. Made when it is asked for, so that no copy lies about. */
export async function readEverything(context: PersonalContext, customerId: string, language: Language): Promise<AccessFile> {
  const [person, zone] = [await findPerson(context, customerId), await zoneOf(context.db)];
  const sections = [];
  for (const data of context.personalData) {
    const shown = await data.show(context, person, language);
    const staff = await staffNames(context.db, shown.flat());
    const rows = shown.map((row) => Object.fromEntries(row.map((field) => [field.label[language], readable(field, staff, zone, language)])));
    sections.push({ table: data.entity.name, label: data.label[language], note: data.kept?.[language] ?? '', rows });
  }
  const corp = await context.corps.get(context.corpId);
  return { corp: corp.name, customerId, madeAt: clockTime(zone, context.clock.now()), zone, names: person.names, sections: sections.filter(({ rows }) => rows.length > 0) };
}

async function staffNames(db: ReadDb, fields: ShownField[]): Promise<Map<string, string>> {
  const ids = fields.flatMap(({ column, value }) => (column === 'staffId' && typeof value === 'string' ? value : []));
  return new Map([...(await staffRefs(db, ids)).values()].map((ref) => [ref.id, staffDisplayName(ref)]));
}

function readable({ column, value }: ShownField, staff: ReadonlyMap<string, string>, zone: string, language: Language): string {
  if (value === null || value === undefined || value === '') return '';
  if (column === 'staffId') return staff.get(String(value)) ?? '';
  if (typeof value === 'boolean') return language === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no';
  if (typeof value === 'number') return column === 'at' || column.endsWith('At') ? clockTime(zone, value) : String(value);
  if (typeof value !== 'object') return String(value);
  return 'zh' in value && 'en' in value ? String((value as Words)[language]) : JSON.stringify(value);
}

const words = {
  zh: { title: '我的个人信息', corp: '企业', id: '内部编号', at: (zone: string) => `生成时间（${zone}）`, names: '用来识别你的标识', rows: (n: number) => `${n} 条`, about: '下面是这家企业的客户管理系统里与你有关的全部记录。' },
  en: { title: 'My personal information', corp: 'Company', id: 'Our number', at: (zone: string) => `Made (${zone})`, names: 'Ids by which you are known', rows: (n: number) => `${n} ${n === 1 ? 'row' : 'rows'}`, about: 'Everything that this company’s customer system holds about you.' },
};

export function accessPage(file: AccessFile, language: Language): string {
  const t = words[language];
  const fact = (name: string, value: string) => `<tr><th>${name}</th><td>${escapeHtml(value)}</td></tr>`;
  const sections = file.sections.map(({ label, rows }) => {
    const columns = Object.keys(rows[0]!);
    const head = columns.map((column) => `<th>${escapeHtml(column)}</th>`).join('');
    const body = rows.map((row) => `<tr>${columns.map((column) => `<td>${escapeHtml(row[column] ?? '')}</td>`).join('')}</tr>`).join('');
    return `<h2>${escapeHtml(label)} <span class="soft">${t.rows(rows.length)}</span></h2><div style="overflow-x:auto"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
  });
  return paper(t.title, `<h1>${t.title}</h1><p class="soft">${t.about}</p><table>${fact(t.corp, file.corp)}${fact(t.id, file.customerId)}${fact(t.at(zoneText(file.zone, language)), file.madeAt)}${fact(t.names, file.names.join(' '))}</table>${sections.join('')}`, language);
}
