import { In, IsNull } from 'typeorm';
import { personal } from '../../core/personal/declare';
import { Visitor } from './entity';
import { IdConversion } from './ledger-entity';

export const visitorPersonalData = [
  personal(Visitor, {
    label: { zh: '小程序与网页访客', en: 'Visits of the mini-program and the web pages' },
    // A visitor who is somebody else's by now is not this person, whatever the ids say.
    of: ({ customerId, names }) => [{ customerId }, ...(names.length === 0 ? [] : (['id', 'openid', 'unionid', 'externalUserid', 'pendingId'] as const).map((column) => ({ customerId: IsNull(), [column]: In([...names]) })))],
    names: ({ id, openid, unionid, externalUserid, pendingId }) => [id, openid, unionid, externalUserid, pendingId],
    show: { openid: { zh: '小程序或公众号标识', en: 'Mini-program or official-account id' }, unionid: { zh: '微信开放平台标识', en: 'WeChat unionid' }, createdAt: { zh: '首次打开', en: 'First opened' }, lastSeenAt: { zh: '最近打开', en: 'Last opened' } },
    erase: 'delete',
  }),
  personal(IdConversion, {
    label: { zh: 'ID 转换记录', en: 'Id conversions' },
    of: ({ customerId, names }) => [{ customerId }, ...(names.length > 0 ? [{ subject: In([...names]) }] : [])],
    names: ({ subject }) => [subject],
    show: { kind: { zh: '转换', en: 'Conversion' }, subject: { zh: '标识', en: 'Id' }, firstAt: { zh: '首次', en: 'First' }, lastAt: { zh: '最近', en: 'Last' } },
    erase: 'delete',
  }),
];
