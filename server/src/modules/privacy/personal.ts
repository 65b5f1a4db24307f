import { personal } from '../../core/personal/declare';
import { AccessLink, Consent, Erasure, PrivacyRequest } from './entity';

/** The proof that consent was there, and that a wish was met, is the company's own duty: PIPL Art. 69 puts the burden on it. */
const proof = {
  zh: '作为履行义务的证据保留（《个人信息保护法》第六十九条），只留时间、类型和结果，文字内容已清空',
  en: 'Kept as proof that the duty was met (PIPL Art. 69): time, kind and result; the words are gone',
};

export const privacyPersonalData = [
  personal(Consent, {
    label: { zh: '同意记录', en: 'Consents' },
    of: ({ customerId }) => ({ customerId }),
    show: { at: { zh: '时间', en: 'Time' }, given: { zh: '同意', en: 'Given' }, version: { zh: '版本', en: 'Version' }, channel: { zh: '渠道', en: 'Channel' }, evidence: { zh: '依据', en: 'Evidence' } },
    erase: () => ({ evidence: '' }),
    kept: proof,
  }),
  personal(PrivacyRequest, {
    label: { zh: '隐私请求', en: 'Privacy requests' },
    of: ({ customerId }) => ({ customerId }),
    show: { receivedAt: { zh: '收到时间', en: 'Received' }, type: { zh: '类型', en: 'Kind' }, note: { zh: '内容', en: 'Content' }, state: { zh: '状态', en: 'State' }, answer: { zh: '答复', en: 'Answer' }, settledAt: { zh: '处理时间', en: 'Settled' } },
    erase: () => ({ note: '', answer: '' }),
    kept: proof,
  }),
  personal(AccessLink, {
    label: { zh: '查阅链接', en: 'Access links' },
    of: ({ customerId }) => ({ customerId }),
    show: { createdAt: { zh: '创建时间', en: 'Made' }, expiresAt: { zh: '到期', en: 'Expires' }, lastDownloadAt: { zh: '最近下载', en: 'Last download' } },
    erase: 'delete',
  }),
  personal(Erasure, {
    label: { zh: '删除记录', en: 'Erasures' },
    of: ({ customerId }) => ({ customerId }),
    erase: 'keep',
    kept: { zh: '证明已经删除；只有内部编号和各表数目', en: 'Proof of the erasure: a number of ours and the counts by table' },
  }),
];
