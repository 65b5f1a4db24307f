import type { AudienceFilter } from '@scrm/shared/audience';
import { createPool, type Pool } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { Customer, FollowUser } from '../../src/modules/customer';
import { FollowTag } from '../../src/modules/tag/entity';
import { corpId } from './data';

export const pageSize = 20;
const text = (at: number) => new Date(at).toISOString().slice(0, 10);

/** The shape of the best-known open suite: tags joined by commas in one column, three queries a page. */
export class CommaTags {
  private readonly pool: Pool;

  constructor(url: string) {
    this.pool = createPool({ uri: url, connectionLimit: 2 });
  }

  async page({ tags, keyword, staffIds, addedAt }: AudienceFilter, offset = 0): Promise<number> {
    const where = ['del_flag = 0'];
    const values: unknown[] = [];
    const also = (condition: string, ...more: unknown[]) => {
      where.push(condition);
      values.push(...more);
    };
    if (keyword) also('CONCAT(IFNULL(customer_name, \'\'), IFNULL(remark_name, \'\')) LIKE CONCAT(\'%\', ?, \'%\')', keyword);
    if (staffIds?.length) also(`add_user_id IN (${staffIds.map(() => '?').join(',')})`, ...staffIds);
    for (const tag of tags?.all ?? []) also('FIND_IN_SET(?, tag_ids)', tag);
    if (tags?.any?.length) also(`(${tags.any.map(() => 'FIND_IN_SET(?, tag_ids)').join(' OR ')})`, ...tags.any);
    if (addedAt?.from) also('DATE_FORMAT(add_time, \'%Y-%m-%d\') BETWEEN ? AND ?', text(addedAt.from), text(addedAt.to ?? Date.now()));
    const from = `FROM we_customer WHERE ${where.join(' AND ')}`;
    await this.pool.query(`SELECT id ${from} ORDER BY add_time DESC LIMIT ${pageSize} OFFSET ${offset}`, values);
    const [rows] = await this.pool.query(`SELECT COUNT(*) AS n ${from}`, values);
    await this.pool.query(`SELECT COUNT(DISTINCT external_userid) AS n ${from}`, values);
    return Number((rows as { n: number }[])[0]!.n);
  }

  /** Tags as rows, counted by SQL as one would write it. */
  async count({ tags }: AudienceFilter): Promise<number> {
    const [first, ...others] = tags?.all ?? [];
    const all = `SELECT COUNT(DISTINCT a.customerId) AS n FROM follow_tag a ${others.map((_, i) => `JOIN follow_tag b${i} ON b${i}.corpId = a.corpId AND b${i}.customerId = a.customerId AND b${i}.tagId = ?`).join(' ')} WHERE a.corpId = ? AND a.tagId = ?`;
    const [rows] = first
      ? await this.pool.query(all, [...others, corpId, first])
      : await this.pool.query('SELECT COUNT(DISTINCT customerId) AS n FROM follow_tag WHERE corpId = ? AND tagId IN (?)', [corpId, tags!.any]);
    return Number((rows as { n: number }[])[0]!.n);
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

/** Plain TypeORM: entities, joins, skip and take. */
export class PlainTypeorm {
  private constructor(private readonly source: DataSource) {}

  static async open(url: string): Promise<PlainTypeorm> {
    return new PlainTypeorm(await new DataSource({ type: 'mariadb', url, charset: 'utf8mb4', entities: [Customer, FollowUser, FollowTag] }).initialize());
  }

  /** The rows of one page, without a count. */
  async page(filter: AudienceFilter, offset = 0): Promise<Customer[]> {
    return this.query(filter).orderBy('customer.lastAddedAt', 'DESC').addOrderBy('customer.id', 'DESC').skip(offset).take(pageSize).getMany();
  }

  count(filter: AudienceFilter): Promise<number> {
    return this.query(filter).getCount();
  }

  close(): Promise<void> {
    return this.source.destroy();
  }

  private query({ tags, keyword, staffIds }: AudienceFilter) {
    const query = this.source.getRepository(Customer).createQueryBuilder('customer').where('customer.corpId = :corpId', { corpId });
    const joins = (alias: string) => `${alias}.corpId = customer.corpId AND ${alias}.customerId = customer.id`;
    if (keyword || staffIds) query.innerJoin(FollowUser, 'follow', joins('follow'));
    if (keyword) query.andWhere('(customer.name LIKE :like OR customer.corpName LIKE :like OR follow.remark LIKE :like)', { like: `%${keyword}%` });
    if (staffIds?.length) query.andWhere('follow.staffId IN (:...staffIds)', { staffIds });
    (tags?.all ?? []).forEach((id, i) => query.innerJoin(FollowTag, `all${i}`, `${joins(`all${i}`)} AND all${i}.tagId = :all${i}`, { [`all${i}`]: id }));
    if (tags?.any?.length) query.innerJoin(FollowTag, 'any', `${joins('any')} AND any.tagId IN (:...any)`, { any: tags.any });
    if (tags?.none?.length) query.leftJoin(FollowTag, 'none', `${joins('none')} AND none.tagId IN (:...none)`, { none: tags.none }).andWhere('none.id IS NULL');
    return query;
  }
}
